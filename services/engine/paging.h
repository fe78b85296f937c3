#ifndef MANDATED_SERVICES_ENGINE_PAGING_H_
#define MANDATED_SERVICES_ENGINE_PAGING_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/engine/keyspace.h"
#include "storage/store.h"

// Lists that are answered page by page.
namespace mandated::engine {

// Bytes after which a page ends early: clients of gRPC take 4 MiB unless told
// otherwise, and the last item may be large.
inline constexpr size_t kPageBytesMax = 2U << 20;

// One page of a list: what it holds and the key after which the next begins;
// empty on the last.
template <typename Item>
struct Page {
  std::vector<Item> items;
  std::string next_key;
};

// Tells whether a page of `bytes` so far has room for no other item.
template <typename Item>
bool IsFull(const Page<Item>& page, int page_size, size_t bytes) {
  return static_cast<int>(page.items.size()) == page_size ||
         bytes >= kPageBytesMax;
}

// Visits the keys of `range` that follow `after_key`, which a caller may have
// made up: none outside the range is visited. Empty: from the beginning.
absl::Status ScanPage(const storage::Snapshot& snapshot, KeyRange range,
                      const std::string& after_key, bool descending,
                      const storage::Snapshot::Visitor& visit);

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_PAGING_H_
