#include "services/engine/idempotency.h"

#include <openssl/sha.h>

#include <limits>
#include <utility>

#include "absl/strings/escaping.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "mandates/storage/v1/records.pb.h"
#include "services/domain/errors.h"
#include "services/domain/limits.h"
#include "services/engine/keyspace.h"
#include "services/engine/records.h"

namespace mandated::engine {

std::string HexDigest(std::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return absl::BytesToHexString(digest);
}

std::string Fingerprint(std::string_view rpc,
                        const google::protobuf::Message& request) {
  std::string bytes(rpc);
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    request.SerializeToCodedStream(&coded);
  }
  return HexDigest(bytes);
}

absl::StatusOr<std::optional<Replay>> FindReplay(
    Draft& draft, const std::string& request_id,
    const std::string& fingerprint) {
  if (request_id.empty()) return std::nullopt;
  const auto value = draft.Get(RequestKey(request_id));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return std::nullopt;
  mandates::storage::v1::Request record;
  absl::Status decoded = Decode((*value)->bytes, record);
  if (!decoded.ok()) return decoded;
  if (record.fingerprint() != fingerprint) {
    return domain::RequestIdReused(request_id);
  }
  if ((*value)->revision == storage::kThisGroup) return RetryInNextGroup();
  return Replay{
      .revision = (*value)->revision,
      .mandates = {record.mandates().begin(), record.mandates().end()}};
}

void Remember(Draft& draft, const std::string& request_id,
              const std::string& fingerprint,
              const std::vector<MandateBytes>& mandates) {
  if (request_id.empty()) return;
  mandates::storage::v1::Request record;
  record.set_fingerprint(fingerprint);
  for (const auto& mandate : mandates) record.add_mandates(mandate.id);
  draft.Put(RequestKey(request_id), record.SerializeAsString());
  draft.Put(RequestDayKey(draft.moment().today, request_id), "");
}

absl::StatusOr<std::vector<MandateBytes>> ReplayedMandates(
    const storage::Snapshot& snapshot, const Replay& replay,
    absl::CivilDay today) {
  std::vector<MandateBytes> mandates;
  for (const std::string& id : replay.mandates) {
    const auto value = snapshot.Get(ChangeKey(id, replay.revision));
    if (!value.ok()) return value.status();
    if (!value->has_value()) {
      return absl::DataLossError("the history of mandates/" + id +
                                 " lacks a change; restore a backup");
    }
    mandates::storage::v1::MandateChange change;
    absl::Status decoded = Decode((*value)->bytes, change);
    if (!decoded.ok()) return decoded;
    std::string bytes = change.mandate().SerializeAsString();
    AppendDay(change.mandate(), today, bytes);
    AppendRevision(replay.revision, bytes);
    mandates.push_back({.id = id, .bytes = std::move(bytes)});
  }
  return mandates;
}

absl::StatusOr<std::vector<std::string>> EventsOf(
    const storage::Snapshot& snapshot, storage::Revision revision) {
  std::vector<std::string> events;
  if (revision < snapshot.earliest()) return events;
  const storage::Position before{.revision = revision - 1,
                                 .index = std::numeric_limits<int32_t>::max()};
  absl::Status read =
      snapshot.ReadLog(before, [&](const storage::LogEntry& entry) {
        if (entry.position.revision != revision) return false;
        AppendPosition(entry.position, events.emplace_back(entry.bytes));
        return events.size() < domain::limits::kResponseEventsMax;
      });
  if (!read.ok()) return read;
  return events;
}

}  // namespace mandated::engine
