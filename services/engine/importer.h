#ifndef MANDATED_SERVICES_ENGINE_IMPORTER_H_
#define MANDATED_SERVICES_ENGINE_IMPORTER_H_

#include <deque>
#include <functional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mandates/v1/resolution.pb.h"
#include "mandates/v1/resolution_service.pb.h"
#include "services/engine/reader.h"
#include "services/engine/registry.h"
#include "services/engine/registry_names.h"
#include "storage/mutex.h"
#include "storage/store.h"

namespace mandated::engine {

// Reads the texts of resolutions on a thread of its own, one after the other,
// since a large one takes seconds; what an import records goes through the
// registry. Each call returns at once and tells `done` once: on this thread,
// on the writer's, or on the caller's when too many wait (TOO_MANY_READINGS)
// or during shutdown. Errors are those of the RPC of the same name.
// Thread-safe. Does not own what it is given, which must outlive it.
class Importer {
 public:
  using ReadingCallback =
      std::function<void(absl::StatusOr<mandates::v1::Resolution>)>;

  Importer(const storage::Store* store, const Reader* reader,
           Registry* registry);
  ~Importer();

  Importer(const Importer&) = delete;
  Importer& operator=(const Importer&) = delete;

  void Parse(mandates::v1::ParseResolutionRequest request,
             ReadingCallback done);
  void Import(mandates::v1::ImportResolutionRequest request,
              OutcomeCallback done);

  // Ends the thread; what still waits hears SHUTTING_DOWN.
  void Stop();

 private:
  // A text that waits: what to do with it, or with the error that keeps it
  // from being read.
  using Work = std::function<void(const absl::Status&)>;

  void Submit(Work work);
  void Run();
  absl::StatusOr<mandates::v1::Resolution> Read(const std::string& text,
                                                const std::string& language,
                                                const std::string& symbol);

  const Reader* const reader_;
  Registry* const registry_;
  Mutex mutex_;
  CondVar arrived_;
  std::deque<Work> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  RegistryNames names_;  // only the thread touches them
  std::thread thread_;
};

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_IMPORTER_H_
