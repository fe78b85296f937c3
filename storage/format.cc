#include "storage/format.h"

#include <uuid/uuid.h>

#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "storage/errors.h"
#include "storage/layout.h"

namespace mandated::storage {
namespace {

constexpr std::string_view kFirstKey = "";
constexpr std::string_view kAboveAllKeys = "\xff";  // no key begins with it

// A step adds to `changes` what makes a store of one format one of the next.
using Migration = absl::Status (*)(const BytesView& old, ByteChanges& changes);

// Format 0 could not trim its log, so all of it is still there.
absl::Status AddEarliest(const BytesView&, ByteChanges& changes) {
  changes.changes.push_back({std::string(kEarliestKey), NumberBytes(1)});
  return absl::OkStatus();
}

// kMigrations[n] leads from format n to n + 1.
constexpr Migration kMigrations[] = {AddEarliest};
static_assert(std::size(kMigrations) == Store::kFormat);

absl::Status Migrate(OrderedBytes* bytes, int64_t from) {
  for (int64_t format = from; format < Store::kFormat; ++format) {
    ByteChanges changes;
    absl::Status status = kMigrations[format](*bytes->View(), changes);
    if (!status.ok()) return status;
    changes.changes.push_back(
        {std::string(kFormatKey), NumberBytes(format + 1)});
    status = bytes->Write(changes);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<Header> Make(OrderedBytes* bytes) {
  Header header;
  header.id = NewStoreId();
  ByteChanges changes;
  changes.changes = {
      {std::string(kFormatKey), NumberBytes(Store::kFormat)},
      {std::string(kIdKey), header.id},
      {std::string(kHeadKey), NumberBytes(header.head)},
      {std::string(kEarliestKey), NumberBytes(header.earliest)},
  };
  absl::Status written = bytes->Write(changes);
  if (!written.ok()) return written;
  return header;
}

absl::StatusOr<bool> IsEmpty(const BytesView& view) {
  bool empty = true;
  absl::Status scanned = view.Scan(kFirstKey, kAboveAllKeys,
                                   [&](std::string_view, std::string_view) {
                                     empty = false;
                                     return false;
                                   });
  if (!scanned.ok()) return scanned;
  return empty;
}

absl::StatusOr<std::string> ReadText(const BytesView& view,
                                     std::string_view key) {
  auto text = view.Get(key);
  if (!text.ok()) return text.status();
  if (!text->has_value()) return StoreCorrupt(key, "it is missing");
  return **std::move(text);
}

absl::StatusOr<int64_t> ReadNumber(const BytesView& view,
                                   std::string_view key) {
  const auto text = ReadText(view, key);
  if (!text.ok()) return text.status();
  const auto number = ParseNumber(*text);
  if (!number) return StoreCorrupt(key, "its value is no number");
  return *number;
}

absl::StatusOr<Header> ReadHeader(const BytesView& view) {
  auto id = ReadText(view, kIdKey);
  if (!id.ok()) return id.status();
  const auto head = ReadNumber(view, kHeadKey);
  if (!head.ok()) return head.status();
  const auto earliest = ReadNumber(view, kEarliestKey);
  if (!earliest.ok()) return earliest.status();
  return Header{*std::move(id), *head, *earliest};
}

}  // namespace

std::string NewStoreId() {
  uuid_t id;
  char text[UUID_STR_LEN];
  uuid_generate_random(id);
  uuid_unparse_lower(id, text);
  return text;
}

absl::StatusOr<Header> OpenFormat(OrderedBytes* bytes) {
  const auto view = bytes->View();
  const auto empty = IsEmpty(*view);
  if (!empty.ok()) return empty.status();
  if (*empty) return Make(bytes);
  const auto format = ReadNumber(*view, kFormatKey);
  if (!format.ok()) return format.status();
  if (*format > Store::kFormat) {
    return StoreFormatNewer(*format, Store::kFormat);
  }
  absl::Status migrated = Migrate(bytes, *format);
  if (!migrated.ok()) return migrated;
  return ReadHeader(*bytes->View());
}

}  // namespace mandated::storage
