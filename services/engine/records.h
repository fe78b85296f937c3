#ifndef MANDATED_SERVICES_ENGINE_RECORDS_H_
#define MANDATED_SERVICES_ENGINE_RECORDS_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "mandates/storage/v1/records.pb.h"
#include "mandates/v1/mandate.pb.h"
#include "mandates/v1/session.pb.h"
#include "services/domain/announcements.h"
#include "services/engine/draft.h"
#include "storage/store.h"

// Reading and writing the records of keyspace.h as messages.
namespace mandated::engine {

// Parses stored bytes. DATA_LOSS: they are not such a message.
absl::Status Decode(std::string_view bytes, google::protobuf::Message& message);

// Parses a record and adds the etag and revision of its value.
absl::StatusOr<mandates::v1::Mandate> DecodeMandate(
    const storage::Value& value);
absl::StatusOr<mandates::v1::Session> DecodeSession(
    const storage::Value& value);

// Returns the bytes to store: without etag, revision and what depends on days.
// `mandate` is the same after as before.
std::string EncodeMandate(mandates::v1::Mandate& mandate);
std::string EncodeSession(mandates::v1::Session session);

// Appends what only an answer carries to the bytes that EncodeMandate made of
// `mandate`: how it stands on `today`. Protobuf merges; the last value counts.
void AppendDay(const mandates::v1::Mandate& mandate, absl::CivilDay today,
               std::string& mandate_bytes);

// Appends revision and etag to the bytes of a mandate, and its position to
// those of an event.
void AppendRevision(storage::Revision revision, std::string& mandate_bytes);
void AppendPosition(storage::Position position, std::string& event_bytes);

// Returns the bytes of `change`, which has no mandate, with the one that
// EncodeMandate made `mandate_bytes` of.
std::string EncodeChange(const mandates::storage::v1::MandateChange& change,
                         std::string_view mandate_bytes);

// Returns the etag of what was last written at `revision`; empty while the
// store does not have it yet, which no etag of a caller equals.
std::string EtagOf(storage::Revision revision);

// Returns the decision of that name, taken back or not; null: the mandate has
// none.
const mandates::v1::Decision* FindDecision(const mandates::v1::Mandate& mandate,
                                           std::string_view name);

// Writes `revision` and the etag that follows from it.
void SetRevision(mandates::v1::Mandate& mandate, storage::Revision revision);

// Reads mandate `id` into `mandate`, which is empty; false: there is none.
absl::StatusOr<bool> LoadMandate(Draft& draft, std::string_view id,
                                 mandates::v1::Mandate& mandate);
absl::StatusOr<mandates::storage::v1::Announcements> LoadAnnouncements(
    Draft& draft, std::string_view id);
absl::StatusOr<domain::Horizons> LoadHorizons(Draft& draft);
absl::StatusOr<domain::Horizons> ReadHorizons(
    const storage::Snapshot& snapshot);
void StoreHorizons(Draft& draft, const domain::Horizons& horizons);

// Returns the commit time of the newest event; InfinitePast without one.
absl::StatusOr<absl::Time> LastCommitTime(const storage::Snapshot& snapshot);

google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Duration FromDuration(const google::protobuf::Duration& duration);
absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp);

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_RECORDS_H_
