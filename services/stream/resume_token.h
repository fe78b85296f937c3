#ifndef MANDATED_SERVICES_STREAM_RESUME_TOKEN_H_
#define MANDATED_SERVICES_STREAM_RESUME_TOKEN_H_

#include <limits>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "storage/store.h"

namespace mandated::stream {

// The position behind every event of `revision`.
inline storage::Position EndOf(storage::Revision revision) {
  return {.revision = revision, .index = std::numeric_limits<int32_t>::max()};
}

// Tells whether events after `after` may be gone from a log that holds those
// of `earliest` and later. Nothing is gone while `earliest` is the first.
inline bool IsCompacted(storage::Position after, storage::Revision earliest) {
  return earliest > 1 && after < EndOf(earliest - 1);
}

// Makes the tokens of one store. A token says: everything up to and with a
// position has been delivered, to a reader of one selection.
//
//   bytes  what
//   1      version of this layout: 1
//   8      digest of the store's id
//   8      digest of the selection's key
//   8      revision, big-endian
//   4      index, big-endian
//   4      digest of the bytes before
//
// Immutable; thread-safe.
class TokenMaker {
 public:
  explicit TokenMaker(std::string store_id);

  std::string Make(std::string_view selection_key,
                   storage::Position position) const;

  // Returns the position in `token`. INVALID_ARGUMENT (TOKEN_MALFORMED,
  // TOKEN_FOREIGN, TOKEN_FILTER_CHANGED); OUT_OF_RANGE (TOKEN_IN_FUTURE,
  // TOKEN_COMPACTED) unless everything after the position is in a log that
  // holds events of [earliest, head].
  absl::StatusOr<storage::Position> Check(std::string_view token,
                                          std::string_view selection_key,
                                          storage::Revision earliest,
                                          storage::Revision head) const;

 private:
  const std::string store_id_;
  const std::string store_digest_;
};

}  // namespace mandated::stream

#endif  // MANDATED_SERVICES_STREAM_RESUME_TOKEN_H_
