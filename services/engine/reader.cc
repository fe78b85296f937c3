#include "services/engine/reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "mandates/storage/v1/records.pb.h"
#include "services/domain/date.h"
#include "services/domain/errors.h"
#include "services/domain/fold.h"
#include "services/engine/keyspace.h"
#include "services/engine/leads.h"
#include "services/engine/records.h"
#include "services/engine/writer.h"

namespace mandated::engine {
namespace {

using mandates::v1::Mandate;
using mandates::v1::Resolution;

// Mandates one page may look at: a filter that matches little gets a short
// page and a token, so that no handler runs for long (about 0.1 s).
constexpr int kExaminedMax = 20'000;

absl::StatusOr<Mandate> Load(const storage::Snapshot& snapshot,
                             const std::string& id) {
  const auto value = snapshot.Get(MandateKey(id));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return domain::MandateNotFound(NameOfId(id));
  return DecodeMandate(**value);
}

mandates::v1::Expiring MakeExpiring(Mandate mandate, absl::CivilDay as_of) {
  mandates::v1::Expiring expiring;
  domain::SetDay(mandate, as_of);
  mandate.clear_decisions();
  expiring.set_due_session(mandate.term().end_of_session());
  expiring.set_days_left(mandate.days_left());
  *expiring.mutable_mandate() = std::move(mandate);
  return expiring;
}

absl::StatusOr<Mandate> FromChange(const storage::Value& value,
                                   storage::Revision revision,
                                   absl::TimeZone zone,
                                   std::optional<absl::CivilDay> day) {
  mandates::storage::v1::MandateChange change;
  absl::Status decoded = Decode(value.bytes, change);
  if (!decoded.ok()) return decoded;
  Mandate mandate = std::move(*change.mutable_mandate());
  SetRevision(mandate, revision);
  domain::SetDay(mandate, day.value_or(absl::ToCivilDay(
                              FromTimestamp(change.commit_time()), zone)));
  return mandate;
}

}  // namespace

absl::CivilDay Reader::Today() const {
  return absl::ToCivilDay(clock_->Now(), zone_);
}

absl::StatusOr<Mandate> Reader::GetMandate(const std::string& id) const {
  auto mandate = Load(*store_->GetSnapshot(), id);
  if (mandate.ok()) domain::SetDay(*mandate, Today());
  return mandate;
}

absl::StatusOr<Mandate> Reader::GetMandateAsOf(
    const std::string& id, storage::Revision revision) const {
  const auto snapshot = store_->GetSnapshot();
  if (revision > snapshot->revision()) {
    return domain::RevisionInFuture(revision, snapshot->revision());
  }
  absl::StatusOr<Mandate> found = domain::MandateNotFound(NameOfId(id));
  absl::Status scanned = snapshot->ScanBackward(
      ChangePrefix(id), ChangeKey(id, revision + 1),
      [&](std::string_view, const storage::Value& value) {
        found = FromChange(value, value.revision, zone_, std::nullopt);
        return false;
      });
  return scanned.ok() ? std::move(found) : scanned;
}

absl::StatusOr<Mandate> Reader::GetMandateAsOf(const std::string& id,
                                               absl::Time time) const {
  const auto snapshot = store_->GetSnapshot();
  absl::StatusOr<Mandate> found = domain::MandateNotFound(NameOfId(id));
  absl::Status decoded;
  absl::Status scanned = snapshot->ScanBackward(
      ChangePrefix(id), ChangeKey(id, snapshot->revision() + 1),
      [&](std::string_view, const storage::Value& value) {
        mandates::storage::v1::MandateChange change;
        decoded = Decode(value.bytes, change);
        if (!decoded.ok()) return false;
        if (FromTimestamp(change.commit_time()) > time) return true;
        found = FromChange(value, value.revision, zone_,
                           absl::ToCivilDay(time, zone_));
        return false;
      });
  if (!scanned.ok()) return scanned;
  if (!decoded.ok()) return decoded;
  return found;
}

absl::StatusOr<std::vector<Mandate>> Reader::ReadMandates(
    int count_max, storage::Revision after) const {
  std::vector<Mandate> all;
  absl::Status failed;
  const auto visit = [&](std::string_view, const storage::Value& value) {
    if (value.revision <= after) return true;
    if (static_cast<int>(all.size()) == count_max) {
      failed = domain::TooManyMandatesToName(count_max);
      return false;
    }
    auto mandate = DecodeMandate(value);
    failed = mandate.status();
    if (mandate.ok()) all.push_back(*std::move(mandate));
    return failed.ok();
  };
  const auto [begin, end] = AllMandates();
  absl::Status scanned = store_->GetSnapshot()->Scan(begin, end, visit);
  if (!scanned.ok()) return scanned;
  if (!failed.ok()) return failed;
  return all;
}

absl::StatusOr<Resolution> Reader::GetResolution(
    const std::string& name) const {
  const auto value =
      store_->GetSnapshot()->Get(ResolutionKey(IdOfResolution(name)));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return domain::ResolutionNotFound(name);
  Resolution resolution;
  absl::Status decoded = Decode((*value)->bytes, resolution);
  if (!decoded.ok()) return decoded;
  return resolution;
}

absl::StatusOr<Page<Resolution>> Reader::ListResolutions(
    const std::string& after_key, int page_size) const {
  Page<Resolution> page;
  std::string last_key;
  size_t bytes = 0;
  absl::Status failed;
  const auto visit = [&](std::string_view key, const storage::Value& value) {
    if (IsFull(page, page_size, bytes)) {
      page.next_key = last_key;
      return false;
    }
    last_key = std::string(key);
    Resolution resolution;
    failed = Decode(value.bytes, resolution);
    if (!failed.ok()) return false;
    resolution.clear_paragraphs();
    resolution.clear_footnotes();
    bytes += resolution.ByteSizeLong();
    page.items.push_back(std::move(resolution));
    return true;
  };
  absl::Status scanned = ScanPage(*store_->GetSnapshot(), AllResolutions(),
                                  after_key, false, visit);
  if (!scanned.ok()) return scanned;
  if (!failed.ok()) return failed;
  return page;
}

absl::StatusOr<Page<Mandate>> Reader::ListMandates(
    const MandateQuery& query) const {
  const auto snapshot = store_->GetSnapshot();
  const absl::CivilDay today = Today();
  const bool by_day = query.order == Order::kLastDay ||
                      query.order == Order::kLastDayDescending;
  const bool descending = query.order == Order::kNameDescending ||
                          query.order == Order::kLastDayDescending;
  Page<Mandate> page;
  std::string last_key;
  size_t bytes = 0;
  int examined = 0;
  absl::Status failed;
  const auto visit = [&](std::string_view key, const storage::Value& value) {
    if (IsFull(page, query.page_size, bytes) || examined++ == kExaminedMax) {
      page.next_key = last_key;
      return false;
    }
    last_key = std::string(key);
    auto mandate = by_day ? Load(*snapshot, ParseLastDayKey(key).second)
                          : DecodeMandate(value);
    failed = mandate.status();
    if (!mandate.ok()) return false;
    domain::SetDay(*mandate, today);
    if (!query.filter.Matches(*mandate, today)) return true;
    if (!query.with_decisions) mandate->clear_decisions();
    bytes += mandate->ByteSizeLong();
    page.items.push_back(std::move(*mandate));
    return true;
  };
  const KeyRange range =
      by_day ? LastDaysFrom(absl::CivilDay(1, 1, 1)) : AllMandates();
  absl::Status scanned =
      ScanPage(*snapshot, range, query.after_key, descending, visit);
  if (!scanned.ok()) return scanned;
  if (!failed.ok()) return failed;
  return page;
}

absl::StatusOr<Page<mandates::v1::MandateRevision>> Reader::ListRevisions(
    const std::string& id, const std::string& after_key, int page_size) const {
  const auto snapshot = store_->GetSnapshot();
  absl::Status failed = Load(*snapshot, id).status();
  if (!failed.ok()) return failed;
  Page<mandates::v1::MandateRevision> page;
  std::string last_key;
  size_t bytes = 0;
  const auto visit = [&](std::string_view key, const storage::Value& value) {
    bytes += value.bytes.size();
    if (IsFull(page, page_size, bytes)) {
      page.next_key = last_key;
      return false;
    }
    last_key = std::string(key);
    mandates::storage::v1::MandateChange change;
    failed = Decode(value.bytes, change);
    if (!failed.ok()) return false;
    mandates::v1::MandateRevision& item = page.items.emplace_back();
    item.set_revision(value.revision);
    *item.mutable_commit_time() = change.commit_time();
    item.set_actor(change.actor());
    item.set_reason(change.reason());
    item.set_decision(change.decision());
    auto mandate = FromChange(value, value.revision, zone_, std::nullopt);
    failed = mandate.status();
    if (mandate.ok()) *item.mutable_mandate() = std::move(*mandate);
    return failed.ok();
  };
  const KeyRange range = {ChangePrefix(id),
                          ChangeKey(id, snapshot->revision() + 1)};
  absl::Status scanned = ScanPage(*snapshot, range, after_key, true, visit);
  if (!scanned.ok()) return scanned;
  if (!failed.ok()) return failed;
  return page;
}

absl::StatusOr<Page<mandates::v1::Expiring>> Reader::ListExpiring(
    const ExpiringQuery& query) const {
  const auto snapshot = store_->GetSnapshot();
  Page<mandates::v1::Expiring> page;
  std::string last_key;
  size_t bytes = 0;
  int examined = 0;
  absl::Status failed;
  const auto visit = [&](std::string_view key, const storage::Value&) {
    const bool at_session = !query.session.empty();
    if (!at_session && ParseLastDayKey(key).first > query.until) return false;
    if (IsFull(page, query.page_size, bytes) || examined++ == kExaminedMax) {
      page.next_key = last_key;
      return false;
    }
    last_key = std::string(key);
    auto mandate = Load(*snapshot, at_session ? ParseDueKey(key).second
                                              : ParseLastDayKey(key).second);
    failed = mandate.status();
    if (!mandate.ok()) return false;
    domain::SetDay(*mandate, query.as_of);
    // The index also holds what counts from the session or was due at it once.
    if (at_session && (!mandate->has_days_left() ||
                       mandate->term().end_of_session() != query.session)) {
      return true;
    }
    const bool past = mandate->days_left() < 0 && !at_session;
    if (past && mandate->state() != mandates::v1::STATE_OVERDUE) return true;
    if (!query.filter.Matches(*mandate, query.as_of)) return true;
    page.items.push_back(MakeExpiring(std::move(*mandate), query.as_of));
    bytes += page.items.back().ByteSizeLong();
    return true;
  };
  KeyRange range = LastDaysFrom(query.include_overdue ? absl::CivilDay(1, 1, 1)
                                                      : query.as_of);
  if (!query.session.empty()) range = DueAt(query.session);
  absl::Status scanned =
      ScanPage(*snapshot, range, query.after_key, false, visit);
  if (!scanned.ok()) return scanned;
  if (!failed.ok()) return failed;
  return page;
}

absl::StatusOr<domain::Calendar> Reader::ReadCalendar() const {
  return engine::ReadCalendar(*store_->GetSnapshot(), Overlay());
}

absl::StatusOr<std::vector<mandates::v1::Event>> Reader::Simulate(
    const SimulationRequest& request) const {
  return engine::Simulate(*store_->GetSnapshot(), zone_, request);
}

absl::StatusOr<std::vector<std::string>> Reader::ReadLeads() const {
  return engine::ReadLeads(*store_->GetSnapshot());
}

OpenWindows Reader::FindOpenWindows(
    const std::vector<std::string>& leads) const {
  return OpenWindows(store_->GetSnapshot(), leads,
                     {.now = clock_->Now(), .today = Today()});
}

}  // namespace mandated::engine
