#ifndef MANDATED_STORAGE_COMMIT_BATCH_H_
#define MANDATED_STORAGE_COMMIT_BATCH_H_

#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/ordered_bytes.h"
#include "storage/store.h"

namespace mandated::storage {

// Decides the commits of one group over one view and gathers what they write.
// Used by one thread. Does not own `view` and the commits, which must outlive
// it.
class CommitBatch {
 public:
  CommitBatch(const BytesView* view, Revision head, Revision earliest)
      : view_(view),
        first_head_(head),
        first_earliest_(earliest),
        head_(head),
        earliest_(earliest) {}

  // Decides `commit` over those before it: its revision, or why it is refused,
  // as CommitGroup says. A refused commit leaves no trace.
  absl::StatusOr<Revision> Decide(const Commit& commit);

  // Tells that nothing is to be written.
  bool empty() const { return head_ == first_head_; }

  // Returns head and earliest as they are once this is written.
  Revision head() const { return head_; }
  Revision earliest() const { return earliest_; }

  // Returns what to write, meta keys included; to be called once, last.
  ByteChanges TakeChanges();

 private:
  struct Event {
    Position position;
    const std::string* bytes;  // owned by the commit
  };

  absl::Status Check(const Commit& commit) const;
  absl::Status CheckPrecondition(const Commit::Precondition& expected,
                                 Revision read_at) const;
  absl::StatusOr<Revision> RevisionOf(const std::string& stored_key) const;
  void Add(const Commit& commit);

  const BytesView* const view_;
  const Revision first_head_;
  const Revision first_earliest_;
  Revision head_;
  Revision earliest_;
  bool refused_ = false;
  // Stored key to the revision that wrote it, 0 where it deleted.
  std::unordered_map<std::string, Revision> revisions_;
  std::vector<ByteChanges::Change> writes_;
  std::vector<Event> events_;
};

}  // namespace mandated::storage

#endif  // MANDATED_STORAGE_COMMIT_BATCH_H_
