#include "storage/layout.h"

#include <cassert>
#include <utility>

#include "storage/errors.h"

namespace mandated::storage {
namespace {

constexpr size_t kNumberBytes = 8;
constexpr size_t kIndexBytes = 4;

std::string BigEndian(uint64_t number, size_t bytes) {
  std::string out(bytes, '\0');
  for (size_t i = bytes; i > 0; --i) {
    out[i - 1] = static_cast<char>(number & 0xff);
    number >>= 8;
  }
  return out;
}

uint64_t FromBigEndian(std::string_view bytes) {
  uint64_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<uint8_t>(c);
  return number;
}

}  // namespace

std::string NumberBytes(int64_t number) {
  assert(number >= 0);
  return BigEndian(static_cast<uint64_t>(number), kNumberBytes);
}

std::optional<int64_t> ParseNumber(std::string_view bytes) {
  if (bytes.size() != kNumberBytes) return std::nullopt;
  const auto number = static_cast<int64_t>(FromBigEndian(bytes));
  if (number < 0) return std::nullopt;
  return number;
}

std::string CallerKey(std::string_view key) {
  return std::string(1, kCallerPrefix).append(key);
}

std::string StampedKey(std::string_view key, Revision revision) {
  return CallerKey(key) + NumberBytes(revision);
}

std::string StoredValue(Revision revision, std::string_view bytes) {
  return NumberBytes(revision).append(bytes);
}

absl::StatusOr<Value> ParseValue(std::string_view key,
                                 std::string_view stored) {
  const auto revision = ParseNumber(stored.substr(0, kNumberBytes));
  if (!revision) return StoreCorrupt(key, "its value carries no revision");
  return Value{std::string(stored.substr(kNumberBytes)), *revision};
}

std::string LogKey(Position position) {
  assert(position.index >= 0);
  return std::string(1, kLogPrefix) + NumberBytes(position.revision) +
         BigEndian(static_cast<uint64_t>(position.index), kIndexBytes);
}

std::string LogEnd() { return std::string(1, kLogPrefix + 1); }

absl::StatusOr<Position> ParseLogKey(std::string_view key) {
  if (key.size() != 1 + kNumberBytes + kIndexBytes) {
    return StoreCorrupt(key, "it is no position in the log");
  }
  const auto revision = ParseNumber(key.substr(1, kNumberBytes));
  const auto index =
      static_cast<int32_t>(FromBigEndian(key.substr(1 + kNumberBytes)));
  if (!revision || index < 0) {
    return StoreCorrupt(key, "it is no position in the log");
  }
  return Position{*revision, index};
}

}  // namespace mandated::storage
