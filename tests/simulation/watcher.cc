#include "tests/simulation/watcher.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/domain/errors.h"
#include "services/stream/resume_token.h"
#include "tests/simulation/fact.h"

namespace mandated::simulation {
namespace {

using mandates::v1::Event;

storage::Position PositionOf(const Event& event) {
  return {.revision = event.revision(), .index = event.index()};
}

}  // namespace

Watcher::Watcher(stream::Selection selection, storage::Position after,
                 const stream::Hub& hub)
    : selection_(std::move(selection)),
      after_(after),
      token_(hub.tokens().Make(selection_.key, after)) {}

absl::Status Watcher::ReadPage(stream::Hub& hub, int limit,
                               const std::vector<Event>& log) {
  Disconnect();
  const auto after = Resume(hub);
  if (!after.ok()) return Gone(after.status());
  const auto page = hub.List(selection_, *after, limit);
  if (!page.ok()) return Gone(page.status());
  for (const Event& event : page->events) {
    absl::Status taken = Take(event, log);
    if (!taken.ok()) return taken;
  }
  token_ = hub.tokens().Make(selection_.key, page->after);
  return page->caught_up ? CheckComplete(log) : absl::OkStatus();
}

absl::Status Watcher::ReadAll(stream::Hub& hub, const std::vector<Event>& log) {
  if (cursor_ == nullptr) {
    const auto after = Resume(hub);
    if (!after.ok()) return Gone(after.status());
    cursor_ = hub.Open(selection_, *after, [] {});
  }
  hub.Tick();
  for (;;) {
    const auto frame = cursor_->Next();
    if (!frame.ok()) return Gone(frame.status());
    if (!frame->has_value()) break;
    mandates::v1::WatchResponse response;
    if (!response.ParseFromString(***frame)) {
      return absl::InternalError("a frame that is no WatchResponse");
    }
    absl::Status taken = Take(response, log);
    if (!taken.ok()) return taken;
  }
  return CheckComplete(log);
}

absl::StatusOr<storage::Position> Watcher::Resume(const stream::Hub& hub) {
  mandates::v1::WatchStart start;
  start.set_resume_token(token_);
  return hub.PositionOf(start, selection_.key);
}

absl::Status Watcher::Take(const mandates::v1::WatchResponse& response,
                           const std::vector<Event>& log) {
  for (const Event& event : response.events()) {
    absl::Status taken = Take(event, log);
    if (!taken.ok()) return taken;
  }
  if (!response.resume_token().empty()) token_ = response.resume_token();
  if (!response.has_progress()) return absl::OkStatus();
  // Whoever has a mark of progress has all that went before it.
  if (SkipOthers(log) &&
      log[next_].revision() <= response.progress().revision())
    return absl::InternalError(
        absl::StrCat("progress at ", response.progress().revision(),
                     " ran ahead of ", ToString(FactOf(log[next_]))));
  return absl::OkStatus();
}

absl::Status Watcher::Take(const Event& event, const std::vector<Event>& log) {
  if (!SkipOthers(log)) {
    return absl::InternalError(absl::StrCat(
        "a reader got what is not in the log: ", ToString(FactOf(event))));
  }
  const Event& expected = log[next_++];
  ++read_;
  if (event.SerializeAsString() == expected.SerializeAsString()) {
    return absl::OkStatus();
  }
  return absl::InternalError(absl::StrCat(
      "a reader got ", ToString(FactOf(event)), " at ", event.revision(), ".",
      event.index(), " where the log has ", ToString(FactOf(expected)), " at ",
      expected.revision(), ".", expected.index()));
}

absl::Status Watcher::CheckComplete(const std::vector<Event>& log) {
  if (!SkipOthers(log)) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("a reader was never told of ",
                                          ToString(FactOf(log[next_]))));
}

// Moves to the next event of the log that it wants; false: there is none.
bool Watcher::SkipOthers(const std::vector<Event>& log) {
  for (; next_ < log.size(); ++next_) {
    if (PositionOf(log[next_]) > after_ &&
        selection_.Wants(log[next_].SerializeAsString())) {
      return true;
    }
  }
  return false;
}

absl::Status Watcher::Gone(const absl::Status& status) {
  compacted_ = domain::ReasonOf(status) == "TOKEN_COMPACTED";
  Disconnect();
  return compacted_ ? absl::OkStatus() : status;
}

Watcher DrawWatcher(Chance& chance, const stream::Hub& hub,
                    const std::vector<Event>& log, storage::Revision earliest) {
  stream::Selection selection{.key = "all", .matches = nullptr};
  const int64_t what = chance.Draw(0, 2);
  if (what > 0) {
    const std::string wanted = what == 1 ? "EXPIRING" : "mandates/m-1";
    selection = {.key = wanted, .matches = [wanted](std::string_view bytes) {
                   Event event;
                   event.ParseFromString(std::string(bytes));
                   const Fact fact = FactOf(event);
                   return fact.type == wanted || fact.mandate == wanted;
                 }};
  }
  storage::Position after = stream::EndOf(earliest - 1);
  if (!log.empty() && chance.OneIn(2)) {
    const auto last = static_cast<int64_t>(log.size()) - 1;
    after = std::max(after, PositionOf(log[chance.Draw(0, last)]));
  }
  return Watcher(std::move(selection), after, hub);
}

}  // namespace mandated::simulation
