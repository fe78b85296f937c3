#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/commands.h"
#include "clients/mandatectl/render.h"
#include "clients/mandatectl/token_file.h"
#include "clients/mandatectl/words.h"
#include "mandates/client/watcher.h"

// The command that follows the stream.
namespace mandated::mandatectl {
namespace {

using mandates::v1::WatchRequest;
using mandates::v1::WatchResponse;

absl::StatusOr<WatchRequest> MakeRequest(Client& client,
                                         const WatchOptions& options) {
  WatchRequest request;
  request.set_filter(options.filter);
  for (const auto type : options.types) request.add_event_types(type);
  for (const std::string& lead : options.leads) request.add_leads(lead);
  if (!options.token_file.empty()) {
    const auto token = TokenFile(options.token_file).Read();
    if (!token.ok()) return token.status();
    if (!token->empty()) {
      request.mutable_start()->set_resume_token(*token);
      return request;
    }
  }
  const auto start = ResolveStart(client, options.start);
  if (!start.ok()) return start.status();
  *request.mutable_start() = *start;
  return request;
}

// Prints what a watch brings and keeps the token file.
class Printer {
 public:
  Printer(const WatchOptions& options, WatchRequest request, Client* client,
          Output* output)
      : options_(options),
        request_(std::move(request)),
        client_(client),
        output_(output),
        file_(options.token_file) {}

  // False: enough events came, or something failed.
  bool Take(WatchResponse response) {
    answered_ = true;
    const std::string token = response.resume_token();
    const int extra = Cut(response);
    PrintEvents(response.events(), *output_);
    TellMarks(response);
    if (!output_->Flush()) {
      status_ = absl::FailedPreconditionError("cannot write the output");
      return false;
    }
    if (extra > 0 && response.events(0).snapshot()) {
      TellCutSnapshot();
    } else if (!token.empty()) {
      Store(extra > 0 ? TokenBehind(response) : token);
      request_.mutable_start()->set_resume_token(token);
    }
    const bool enough = options_.limit > 0 && count_ >= options_.limit;
    return !enough && status_.ok();
  }

  // A server that never answered is an error; one that did will come back.
  absl::Status TellLoss(const absl::Status& why) {
    if (!answered_) return why;
    output_->Remark(absl::StrCat("-- lost the server (", why.message(),
                                 "); waiting for it to come back"));
    return absl::OkStatus();
  }

  const absl::Status& status() const { return status_; }

 private:
  // Leaves out the events beyond the limit; returns how many.
  int Cut(WatchResponse& response) {
    const int64_t before = count_;
    count_ += response.events_size();
    if (options_.limit == 0 || count_ <= options_.limit) return 0;
    const int kept = static_cast<int>(options_.limit - before);
    const int extra = response.events_size() - kept;
    response.mutable_events()->DeleteSubrange(kept, extra);
    count_ = options_.limit;
    return extra;
  }

  // Asks for the token behind the last event of `response`, which has some:
  // the stream only gave the one behind those that were cut off.
  std::string TokenBehind(const WatchResponse& response) {
    mandates::v1::ListEventsRequest request;
    request.set_filter(request_.filter());
    *request.mutable_event_types() = request_.event_types();
    *request.mutable_leads() = request_.leads();
    *request.mutable_start() = request_.start();
    if (!request.start().has_resume_token()) {
      request.mutable_start()->set_revision(response.events(0).revision());
    }
    request.set_page_size(response.events_size());
    const auto page = client_->ListEvents(request);
    if (page.ok()) return page->resume_token();
    status_ = page.status();
    return "";
  }

  void TellMarks(const WatchResponse& response) {
    if (response.snapshot_complete()) {
      output_->Remark(absl::StrCat("-- ", Count(count_, "window"),
                                   " open now; live from here"));
    }
    if (response.fell_behind()) {
      output_->Remark("-- fell behind; reading on from the log");
    }
  }

  // There is no place within a snapshot from which another watch could go on.
  void TellCutSnapshot() {
    if (options_.token_file.empty()) return;
    output_->Remark(
        "-- the limit cut the snapshot short, so the token file was not "
        "written; the next watch begins again");
  }

  void Store(const std::string& token) {
    if (options_.token_file.empty() || token.empty() || token == stored_) {
      return;
    }
    const absl::Status written = file_.Write(token);
    if (!written.ok()) status_ = written;
    stored_ = token;
  }

  const WatchOptions& options_;
  WatchRequest request_;  // its start stands behind what was printed
  Client* const client_;
  Output* const output_;
  const TokenFile file_;
  bool answered_ = false;  // by the server, at least once
  int64_t count_ = 0;
  std::string stored_;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<mandates::v1::WatchStart> ResolveStart(Client& client,
                                                      const Start& start) {
  if (const auto* given = std::get_if<mandates::v1::WatchStart>(&start)) {
    return *given;
  }
  const auto time = Resolve(client, std::get<Moment>(start), DayPart::kStart);
  if (!time.ok()) return time.status();
  mandates::v1::WatchStart resolved;
  resolved.mutable_time()->set_seconds(absl::ToUnixSeconds(*time));
  return resolved;
}

void PrintEvents(
    const google::protobuf::RepeatedPtrField<mandates::v1::Event>& events,
    Output& output) {
  for (const auto& event : events) {
    output.Result(event, [&] { return RenderEvent(event, output.style()); });
  }
}

absl::StatusOr<ExitCode> Run(Context& context, const WatchOptions& options) {
  auto request = MakeRequest(context.client, options);
  if (!request.ok()) return request.status();
  Printer printer(options, *request, &context.client, &context.output);
  mandates::client::Watcher watcher(
      context.client.channel(),
      {.request = *std::move(request), .on_lost = [&](const absl::Status& why) {
         return printer.TellLoss(why);
       }});
  context.interrupt.Set([&watcher] { watcher.Stop(); });
  const absl::Status status = watcher.Run([&](const WatchResponse& response) {
    if (!printer.Take(response)) watcher.Stop();
    return absl::OkStatus();
  });
  context.interrupt.Set(nullptr);
  if (!printer.status().ok()) return printer.status();
  if (!status.ok()) return status;
  return kExitDone;
}

}  // namespace mandated::mandatectl
