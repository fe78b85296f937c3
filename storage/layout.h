#ifndef MANDATED_STORAGE_LAYOUT_H_
#define MANDATED_STORAGE_LAYOUT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "storage/store.h"

// How a Store lies in its OrderedBytes, format 1. Numbers are big-endian, so
// that byte order is number order; the first byte of a key is one of three.
//
//   key                                      value
//   'k' caller's key                         u64 revision, caller's bytes
//   'k' caller's key, u64 revision           the same; key written `stamped`
//   'l' u64 revision, u32 index              event, as committed
//   'm' "earliest"                           u64 first revision with events
//   'm' "format"                             u64 version of this table
//   'm' "head"                               u64 newest revision
//   'm' "id"                                 UUID as text, 36 bytes
//
// Letters rather than 0, 1, 2: `ldb scan` is then readable. One keyspace rather
// than column families: one snapshot and one memtable serve all three.
//
// Earlier formats:
//   0  no 'm' "earliest": a log could not be trimmed
namespace mandated::storage {

inline constexpr char kCallerPrefix = 'k';
inline constexpr char kLogPrefix = 'l';
inline constexpr char kMetaPrefix = 'm';

inline constexpr std::string_view kEarliestKey = "mearliest";
inline constexpr std::string_view kFormatKey = "mformat";
inline constexpr std::string_view kHeadKey = "mhead";
inline constexpr std::string_view kIdKey = "mid";

// Returns eight big-endian bytes of `number`, which must not be negative.
std::string NumberBytes(int64_t number);

// Reads what NumberBytes made; nullopt for any other length or a negative.
std::optional<int64_t> ParseNumber(std::string_view bytes);

// Returns the stored key of a caller's key, and of one written `stamped`.
std::string CallerKey(std::string_view key);
std::string StampedKey(std::string_view key, Revision revision);

// Returns the stored value of a caller's value.
std::string StoredValue(Revision revision, std::string_view bytes);

// Reads what StoredValue made for stored key `key`.
// DATA_LOSS (STORE_CORRUPT): too short.
absl::StatusOr<Value> ParseValue(std::string_view key, std::string_view stored);

// Returns the stored key of an event. Neither number may be negative.
std::string LogKey(Position position);

// Returns the least key above every log key.
std::string LogEnd();

// Reads what LogKey made. DATA_LOSS (STORE_CORRUPT): not a log key.
absl::StatusOr<Position> ParseLogKey(std::string_view key);

}  // namespace mandated::storage

#endif  // MANDATED_STORAGE_LAYOUT_H_
