#include <cstdint>
#include <functional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "storage/errors.h"
#include "storage/mutex.h"
#include "storage/ordered_bytes.h"

namespace mandated::storage {
namespace {

// A treap of nodes that never change: a write copies the path to what it
// touches and shares the rest, so a view is one pointer, reads take no lock,
// and what no view holds frees itself. Its depth is about 3 log2(entries).
struct Node;
using Tree = std::shared_ptr<const Node>;

struct Node {
  std::shared_ptr<const std::string> key;  // shared by all copies of the node
  std::shared_ptr<const std::string> value;
  size_t priority;  // hash of the key; a parent's is not below its child's
  Tree left;
  Tree right;
};

Tree WithChildren(const Node& node, Tree left, Tree right) {
  return std::make_shared<const Node>(Node{node.key, node.value, node.priority,
                                           std::move(left), std::move(right)});
}

// Returns entries below `key`, and the others.
std::pair<Tree, Tree> Split(const Tree& tree, std::string_view key) {
  if (tree == nullptr) return {};
  if (*tree->key < key) {
    auto [low, high] = Split(tree->right, key);
    return {WithChildren(*tree, tree->left, std::move(low)), std::move(high)};
  }
  auto [low, high] = Split(tree->left, key);
  return {std::move(low), WithChildren(*tree, std::move(high), tree->right)};
}

// Joins two trees; every key of `low` is below every key of `high`.
Tree Join(const Tree& low, const Tree& high) {
  if (low == nullptr) return high;
  if (high == nullptr) return low;
  if (low->priority >= high->priority) {
    return WithChildren(*low, low->left, Join(low->right, high));
  }
  return WithChildren(*high, Join(low, high->left), high->right);
}

Tree WithoutRange(const Tree& tree, std::string_view begin,
                  std::string_view end) {
  if (begin >= end) return tree;
  const auto [low, rest] = Split(tree, begin);
  return Join(low, Split(rest, end).second);
}

Tree WithChange(const Tree& tree, const ByteChanges::Change& change) {
  const auto [low, rest] = Split(tree, change.key);
  const Tree high = Split(rest, change.key + '\0').second;
  if (!change.value) return Join(low, high);
  const Tree entry = std::make_shared<const Node>(
      Node{std::make_shared<const std::string>(change.key),
           std::make_shared<const std::string>(*change.value),
           std::hash<std::string>()(change.key), nullptr, nullptr});
  return Join(Join(low, entry), high);
}

// Visits [begin, end); returns whether `visit` wants more.
bool Ascend(const Node* node, std::string_view begin, std::string_view end,
            const EntryVisitor& visit) {
  if (node == nullptr) return true;
  const std::string_view key = *node->key;
  if (key >= begin && !Ascend(node->left.get(), begin, end, visit)) {
    return false;
  }
  if (key >= begin && key < end && !visit(key, *node->value)) return false;
  return key >= end || Ascend(node->right.get(), begin, end, visit);
}

bool Descend(const Node* node, std::string_view begin, std::string_view end,
             const EntryVisitor& visit) {
  if (node == nullptr) return true;
  const std::string_view key = *node->key;
  if (key < end && !Descend(node->right.get(), begin, end, visit)) {
    return false;
  }
  if (key >= begin && key < end && !visit(key, *node->value)) return false;
  return key < begin || Descend(node->left.get(), begin, end, visit);
}

class MemoryView : public BytesView {
 public:
  explicit MemoryView(Tree tree) : tree_(std::move(tree)) {}

  absl::StatusOr<std::optional<std::string>> Get(
      std::string_view key) const override {
    const Node* node = tree_.get();
    while (node != nullptr && *node->key != key) {
      node = key < *node->key ? node->left.get() : node->right.get();
    }
    if (node == nullptr) return std::nullopt;
    return *node->value;
  }

  absl::Status Scan(std::string_view begin, std::string_view end,
                    const EntryVisitor& visit) const override {
    Ascend(tree_.get(), begin, end, visit);
    return absl::OkStatus();
  }

  absl::Status ScanBackward(std::string_view begin, std::string_view end,
                            const EntryVisitor& visit) const override {
    Descend(tree_.get(), begin, end, visit);
    return absl::OkStatus();
  }

 private:
  const Tree tree_;
};

class MemoryBytes : public OrderedBytes {
 public:
  std::unique_ptr<BytesView> View() const override {
    const MutexLock lock(&mutex_);
    return std::make_unique<MemoryView>(tree_);
  }

  absl::Status Write(const ByteChanges& changes) override {
    const MutexLock writing(&write_mutex_);
    Tree tree = Current();
    for (const auto& range : changes.delete_ranges) {
      tree = WithoutRange(tree, range.begin, range.end);
    }
    for (const auto& change : changes.changes) {
      tree = WithChange(tree, change);
    }
    const MutexLock lock(&mutex_);
    tree_.swap(tree);
    return absl::OkStatus();
  }

  std::string_view engine() const override { return "memory"; }

  absl::StatusOr<Backup> CreateBackup(const BackupRequest&) override {
    return BackupUnsupported();
  }

 private:
  Tree Current() const {
    const MutexLock lock(&mutex_);
    return tree_;
  }

  Mutex write_mutex_;  // held across a write, never by a reader
  mutable Mutex mutex_;
  Tree tree_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

std::unique_ptr<OrderedBytes> NewMemoryBytes() {
  return std::make_unique<MemoryBytes>();
}

}  // namespace mandated::storage
