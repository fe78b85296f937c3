#include "storage/store.h"

#include "storage/commit_batch.h"
#include "storage/errors.h"
#include "storage/format.h"
#include "storage/layout.h"

namespace mandated::storage {

absl::StatusOr<std::unique_ptr<Store>> Store::Open(
    std::unique_ptr<OrderedBytes> bytes) {
  const auto header = OpenFormat(bytes.get());
  if (!header.ok()) return header.status();
  return std::unique_ptr<Store>(
      new Store(std::move(bytes), header->id, header->head, header->earliest));
}

Store::Store(std::unique_ptr<OrderedBytes> bytes, std::string id, Revision head,
             Revision earliest)
    : bytes_(std::move(bytes)),
      id_(std::move(id)),
      present_{bytes_->View(), head, earliest} {}

Revision Store::head() const { return GetPresent().head; }

std::unique_ptr<Snapshot> Store::GetSnapshot() const {
  Present present = GetPresent();
  return std::make_unique<Snapshot>(std::move(present.view), present.head,
                                    present.earliest);
}

std::vector<absl::StatusOr<Revision>> Store::CommitGroup(
    absl::Span<const Commit> commits) {
  const MutexLock committing(&commit_mutex_);
  const Present present = GetPresent();
  CommitBatch batch(present.view.get(), present.head, present.earliest);
  std::vector<absl::StatusOr<Revision>> outcomes;
  outcomes.reserve(commits.size());
  for (const Commit& commit : commits) {
    outcomes.push_back(batch.Decide(commit));
  }
  if (batch.empty()) return outcomes;
  const absl::Status written = WriteDurably(batch.TakeChanges(), present.head);
  if (!written.ok()) {
    outcomes.assign(commits.size(), written);
    return outcomes;
  }
  Publish(batch.head(), batch.earliest());
  for (const HeadListener& listener : listeners_) listener(batch.head());
  return outcomes;
}

absl::StatusOr<Revision> Store::CommitOne(const Commit& commit) {
  return CommitGroup({&commit, 1}).front();
}

void Store::AddHeadListener(HeadListener listener) {
  const MutexLock committing(&commit_mutex_);
  listeners_.push_back(std::move(listener));
}

Store::Present Store::GetPresent() const {
  const MutexLock lock(&mutex_);
  return present_;
}

// After a failed write, nothing is written over what it may have left behind:
// `head` is what readers have, and the bytes must agree.
absl::Status Store::WriteDurably(const ByteChanges& changes, Revision head) {
  if (write_failed_) {
    const auto stored = bytes_->View()->Get(kHeadKey);
    if (!stored.ok()) return stored.status();
    if (*stored != NumberBytes(head)) return StoreUnsure();
  }
  absl::Status written = bytes_->Write(changes);
  write_failed_ = !written.ok();
  return written;
}

void Store::Publish(Revision head, Revision earliest) {
  Present next{bytes_->View(), head, earliest};
  const MutexLock lock(&mutex_);
  std::swap(present_, next);
}

}  // namespace mandated::storage
