#ifndef MANDATED_STORAGE_FORMAT_H_
#define MANDATED_STORAGE_FORMAT_H_

#include <string>

#include "absl/status/statusor.h"
#include "storage/ordered_bytes.h"
#include "storage/store.h"

namespace mandated::storage {

// What a store says of itself.
struct Header {
  std::string id;
  Revision head = 0;
  Revision earliest = 1;
};

// Returns a new UUID as text, for a store that is like no other.
std::string NewStoreId();

// Brings `bytes` to the format of layout.h: makes an empty one, migrates an
// older one step by step, each step one atomic write. Errors as Store::Open.
absl::StatusOr<Header> OpenFormat(OrderedBytes* bytes);

}  // namespace mandated::storage

#endif  // MANDATED_STORAGE_FORMAT_H_
