#ifndef MANDATED_SERVICES_ENGINE_EXPIRY_H_
#define MANDATED_SERVICES_ENGINE_EXPIRY_H_

#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/clock.h"
#include "services/engine/retention.h"
#include "services/engine/tick.h"
#include "services/engine/writer.h"
#include "storage/mutex.h"
#include "storage/store.h"

namespace mandated::engine {

// The leads announced by default.
inline constexpr const char* kLeadsDefault[] = {"P1Y", "P6M", "P3M",
                                                "P1M", "P1W", "P1D"};

// The one scanner: at each local midnight of its clock it fires what crossed a
// lead or lapsed since the horizons, each once and in order of date, however
// long the process was away. When the clock jumps back nothing happens until
// it is past the horizons again. Thread-safe. Does not own what it is given.
class Expiry {
 public:
  using ErrorListener = std::function<void(const absl::Status&)>;

  // `on_error` hears of every tick that failed and will be tried again.
  Expiry(storage::Store* store, Writer* writer, const Clock* clock,
         std::vector<std::string> leads, Retention retention,
         ErrorListener on_error);
  ~Expiry();

  Expiry(const Expiry&) = delete;
  Expiry& operator=(const Expiry&) = delete;

  // Gives horizons to the leads it was given, as SetLeads does, and starts the
  // thread. Errors: what the store says.
  absl::Status Start();

  // Ends the thread. Who waits in CatchUp hears SHUTTING_DOWN.
  void Stop();

  // Must be called when a simulated clock was set.
  void ClockMoved();

  // Calls `done` once everything due by the clock's now is in the log.
  void CatchUp(std::function<void(absl::Status)> done);

  // No event dated up to this instant is still to come.
  absl::Time processed_through() const;

 private:
  void Run();
  absl::Status Tick(absl::CivilDay today);
  absl::Status RunOnWriter(std::function<absl::Status(Draft&)> prepare);
  void TellWaiting(absl::CivilDay through);

  storage::Store* const store_;
  Writer* const writer_;
  const Clock* const clock_;
  const std::vector<std::string> leads_;
  const Retention retention_;
  const ErrorListener on_error_;
  mutable Mutex mutex_;
  CondVar changed_;
  std::optional<absl::CivilDay> through_ ABSL_GUARDED_BY(mutex_);
  bool clock_moved_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::function<void(absl::Status)>> waiting_
      ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_EXPIRY_H_
