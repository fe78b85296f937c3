#ifndef MANDATED_SERVICES_ENGINE_OPEN_WINDOWS_H_
#define MANDATED_SERVICES_ENGINE_OPEN_WINDOWS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "mandates/v1/event.pb.h"
#include "services/domain/period.h"
#include "services/engine/draft.h"
#include "storage/store.h"

namespace mandated::engine {

// The windows open at one moment: every mandate whose widest lead has been
// crossed and whose last day has not passed, by last day, as the EXPIRING
// event of the tightest lead crossed, flagged `snapshot`. Ids are those of the
// events in the log. Holds a snapshot of the store while it lives, so that a
// slow reader costs disk, not memory. Used by one thread at a time.
class OpenWindows {
 public:
  // `leads` are valid periods.
  OpenWindows(std::unique_ptr<storage::Snapshot> snapshot,
              const std::vector<std::string>& leads, Moment moment);

  // Returns the revision everything is as of.
  storage::Revision revision() const { return snapshot_->revision(); }

  // Returns the next windows, `limit` at most; fewer only at the end.
  absl::StatusOr<std::vector<mandates::v1::Event>> Next(int limit);

 private:
  struct Lead {
    std::string name;
    domain::Period period;
  };

  const Lead* TightestCrossed(absl::CivilDay last_day) const;
  absl::StatusOr<mandates::v1::Event> EventOf(const std::string& id,
                                              const Lead& lead) const;

  std::unique_ptr<storage::Snapshot> snapshot_;
  std::vector<Lead> leads_;
  Moment moment_;
  absl::CivilDay farthest_;  // no window reaches beyond
  std::string next_key_;
};

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_OPEN_WINDOWS_H_
