#ifndef MANDATED_TESTS_SIMULATION_WORLD_H_
#define MANDATED_TESTS_SIMULATION_WORLD_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/engine/clock.h"
#include "services/engine/expiry.h"
#include "services/engine/reader.h"
#include "services/engine/registry.h"
#include "services/engine/retention.h"
#include "services/engine/writer.h"
#include "services/stream/hub.h"
#include "storage/mutex.h"
#include "storage/store.h"
#include "tests/simulation/disk.h"
#include "tests/simulation/request.h"

namespace mandated::simulation {

// The server without its front: store, writer, scanner and hub over a simulated
// disk and a clock that stands until it is set. Every call returns once all
// threads rest, so that the same calls write the same bytes. Used by one
// thread.
class World {
 public:
  struct Options {
    absl::TimeZone zone;
    absl::Time start;
    engine::Retention retention;
    Sabotage sabotage;
  };

  explicit World(const Options& options);
  ~World();

  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // Begins a process that announces `leads`, which must have ended before.
  // Errors: what the store says of a disk that crashes meanwhile.
  absl::Status Start(const std::vector<std::string>& leads);

  // Ends it, crashed or not.
  void Stop();

  // Sets the clock, of which nobody is told.
  void SetClock(absl::Time time) { clock_.Set(time); }
  absl::Time now() const { return clock_.Now(); }

  // Waits until all that is due is in the log. UNAVAILABLE: it crashed.
  absl::Status CatchUp();

  // Has `requests` committed as one group, in order.
  std::vector<absl::StatusOr<engine::Outcome>> Call(
      const std::vector<Request>& requests);

  Disk& disk() { return disk_; }
  storage::Store& store() { return *store_; }
  stream::Hub& hub() { return *hub_; }
  engine::Reader reader() const {
    return engine::Reader(store_.get(), &clock_, zone_);
  }

 private:
  void Send(const Request& request, engine::OutcomeCallback done);
  void SetCaughtUp(const absl::Status& status);

  const absl::TimeZone zone_;
  const engine::Retention retention_;
  Disk disk_;
  engine::SystemClock system_;
  engine::SimulatedClock clock_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<stream::Hub> hub_;
  std::unique_ptr<engine::Writer> writer_;
  std::unique_ptr<engine::Registry> registry_;
  std::unique_ptr<engine::Expiry> expiry_;
  Mutex mutex_;
  CondVar changed_;
  // How the last tick went; nullopt: it is asked for and under way.
  std::optional<absl::Status> caught_up_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace mandated::simulation

#endif  // MANDATED_TESTS_SIMULATION_WORLD_H_
