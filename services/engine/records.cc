#include "services/engine/records.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "mandates/v1/event.pb.h"
#include "services/domain/date.h"
#include "services/domain/fold.h"
#include "services/engine/keyspace.h"

namespace mandated::engine {
namespace {

using mandates::storage::v1::Announcements;
using mandates::v1::Mandate;
using mandates::v1::Session;

// Field `mandate` of MandateChange, a message: wire type 2.
constexpr uint32_t kMandateTag =
    mandates::storage::v1::MandateChange::kMandateFieldNumber << 3 | 2;

absl::StatusOr<domain::Horizons> DecodeHorizons(
    const std::optional<storage::Value>& value) {
  domain::Horizons horizons;
  if (!value) return horizons;
  mandates::storage::v1::Horizons record;
  absl::Status decoded = Decode(value->bytes, record);
  if (!decoded.ok()) return decoded;
  for (const auto& [lead, day] : record.days()) {
    domain::Horizon horizon;
    horizon.through = domain::ToCivil(day);
    if (lead != domain::kLapse) {
      auto period = domain::ParsePeriod("horizons.lead", lead);
      if (!period.ok()) return period.status();
      horizon.lead = *period;
    }
    horizons[lead] = horizon;
  }
  return horizons;
}

}  // namespace

absl::Status Decode(std::string_view bytes,
                    google::protobuf::Message& message) {
  if (message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::OkStatus();
  }
  return absl::DataLossError(
      absl::StrCat("a stored ", message.GetTypeName(),
                   " cannot be parsed; restore the store from a backup"));
}

absl::StatusOr<Mandate> DecodeMandate(const storage::Value& value) {
  Mandate mandate;
  absl::Status decoded = Decode(value.bytes, mandate);
  if (!decoded.ok()) return decoded;
  SetRevision(mandate, value.revision);
  return mandate;
}

absl::StatusOr<Session> DecodeSession(const storage::Value& value) {
  Session session;
  absl::Status decoded = Decode(value.bytes, session);
  if (!decoded.ok()) return decoded;
  session.set_revision(value.revision > 0 ? value.revision : 0);
  session.set_etag(EtagOf(value.revision));
  return session;
}

std::string EncodeMandate(Mandate& mandate) {
  // Put aside rather than cleared in a copy: a mandate has many decisions.
  const std::string etag = std::move(*mandate.mutable_etag());
  const int64_t revision = mandate.revision();
  mandate.clear_etag();
  mandate.clear_revision();
  mandate.clear_days_left();
  std::string bytes = mandate.SerializeAsString();
  mandate.set_etag(etag);
  mandate.set_revision(revision);
  return bytes;
}

void AppendDay(const Mandate& mandate, absl::CivilDay today,
               std::string& mandate_bytes) {
  Mandate day;
  day.set_state(domain::StateOn(mandate, today));
  if (const auto last = domain::LastDay(mandate)) {
    day.set_days_left(static_cast<int32_t>(*last - today));
  }
  day.AppendToString(&mandate_bytes);
}

void AppendRevision(storage::Revision revision, std::string& mandate_bytes) {
  Mandate stamp;
  SetRevision(stamp, revision);
  stamp.AppendToString(&mandate_bytes);
}

void AppendPosition(storage::Position position, std::string& event_bytes) {
  mandates::v1::Event stamp;
  stamp.set_revision(position.revision);
  stamp.set_index(position.index);
  stamp.AppendToString(&event_bytes);
}

std::string EncodeChange(const mandates::storage::v1::MandateChange& change,
                         std::string_view mandate_bytes) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    change.SerializeToCodedStream(&coded);
    coded.WriteTag(kMandateTag);
    coded.WriteVarint32(static_cast<uint32_t>(mandate_bytes.size()));
    coded.WriteRaw(mandate_bytes.data(),
                   static_cast<int>(mandate_bytes.size()));
  }
  return bytes;
}

std::string EncodeSession(Session session) {
  session.clear_etag();
  session.clear_revision();
  return session.SerializeAsString();
}

std::string EtagOf(storage::Revision revision) {
  return revision > 0 ? absl::StrCat(absl::Hex(revision)) : "";
}

const mandates::v1::Decision* FindDecision(const mandates::v1::Mandate& mandate,
                                           std::string_view name) {
  for (const mandates::v1::Decision& decision : mandate.decisions()) {
    if (decision.name() == name) return &decision;
  }
  return nullptr;
}

void SetRevision(Mandate& mandate, storage::Revision revision) {
  mandate.set_revision(revision > 0 ? revision : 0);
  mandate.set_etag(EtagOf(revision));
}

absl::StatusOr<bool> LoadMandate(Draft& draft, std::string_view id,
                                 Mandate& mandate) {
  const auto value = draft.Get(MandateKey(id));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return false;
  absl::Status decoded = Decode((*value)->bytes, mandate);
  if (!decoded.ok()) return decoded;
  SetRevision(mandate, (*value)->revision);
  return true;
}

absl::StatusOr<Announcements> LoadAnnouncements(Draft& draft,
                                                std::string_view id) {
  Announcements announcements;
  const auto value = draft.Get(AnnouncementsKey(id));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return announcements;
  absl::Status decoded = Decode((*value)->bytes, announcements);
  if (!decoded.ok()) return decoded;
  return announcements;
}

absl::StatusOr<domain::Horizons> LoadHorizons(Draft& draft) {
  if (const domain::Horizons* known = draft.KnownHorizons()) return *known;
  const auto value = draft.Get(kHorizonsKey);
  if (!value.ok()) return value.status();
  return DecodeHorizons(*value);
}

absl::StatusOr<domain::Horizons> ReadHorizons(
    const storage::Snapshot& snapshot) {
  const auto value = snapshot.Get(kHorizonsKey);
  if (!value.ok()) return value.status();
  return DecodeHorizons(*value);
}

void StoreHorizons(Draft& draft, const domain::Horizons& horizons) {
  mandates::storage::v1::Horizons record;
  for (const auto& [lead, horizon] : horizons) {
    (*record.mutable_days())[lead] = domain::ToDate(horizon.through);
  }
  draft.Put(kHorizonsKey, record.SerializeAsString());
}

absl::StatusOr<absl::Time> LastCommitTime(const storage::Snapshot& snapshot) {
  const auto last = snapshot.LastLogEntry();
  if (!last.ok()) return last.status();
  if (!last->has_value()) return absl::InfinitePast();
  mandates::v1::Event event;
  absl::Status decoded = Decode((*last)->bytes, event);
  if (!decoded.ok()) return decoded;
  return FromTimestamp(event.commit_time());
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return timestamp;
}

absl::Duration FromDuration(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) +
         absl::Nanoseconds(duration.nanos());
}

absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

}  // namespace mandated::engine
