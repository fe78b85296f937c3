#ifndef MANDATED_TESTS_SIMULATION_WATCHER_H_
#define MANDATED_TESTS_SIMULATION_WATCHER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "mandates/v1/event.pb.h"
#include "mandates/v1/expiry_service.pb.h"
#include "services/stream/hub.h"
#include "tests/simulation/chance.h"

namespace mandated::simulation {

// A reader of the stream who keeps its last token and resumes with it: page by
// page, or with a cursor that stays open from one read to the next. Checks what
// it gets against the whole log. Used by one thread.
class Watcher {
 public:
  // Reads the events of `selection` that follow `after`.
  Watcher(stream::Selection selection, storage::Position after,
          const stream::Hub& hub);

  // Reads a page of `limit` events at most; errors as what `log`, all events
  // there ever were, says.
  absl::Status ReadPage(stream::Hub& hub, int limit,
                        const std::vector<mandates::v1::Event>& log);

  // Reads all there is, and stays connected.
  absl::Status ReadAll(stream::Hub& hub,
                       const std::vector<mandates::v1::Event>& log);

  // Drops the connection, as a crash of either side does.
  void Disconnect() { cursor_.reset(); }

  // Tells that what it would read next is gone: it has to begin anew.
  bool compacted() const { return compacted_; }

  // Counts the events it got.
  size_t count() const { return read_; }

 private:
  absl::StatusOr<storage::Position> Resume(const stream::Hub& hub);
  absl::Status Take(const mandates::v1::Event& event,
                    const std::vector<mandates::v1::Event>& log);
  absl::Status Take(const mandates::v1::WatchResponse& response,
                    const std::vector<mandates::v1::Event>& log);
  absl::Status CheckComplete(const std::vector<mandates::v1::Event>& log);
  bool SkipOthers(const std::vector<mandates::v1::Event>& log);
  absl::Status Gone(const absl::Status& status);

  stream::Selection selection_;
  storage::Position after_;  // where it began
  std::string token_;
  size_t next_ = 0;  // in the log: what it must get next
  size_t read_ = 0;
  bool compacted_ = false;
  std::unique_ptr<stream::Cursor> cursor_;
};

// Returns a reader of everything or of some events, from the start or from any
// event of `log`, all there ever were, of which those before `earliest` are
// gone.
Watcher DrawWatcher(Chance& chance, const stream::Hub& hub,
                    const std::vector<mandates::v1::Event>& log,
                    storage::Revision earliest);

}  // namespace mandated::simulation

#endif  // MANDATED_TESTS_SIMULATION_WATCHER_H_
