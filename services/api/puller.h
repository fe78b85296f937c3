#ifndef MANDATED_SERVICES_API_PULLER_H_
#define MANDATED_SERVICES_API_PULLER_H_

#include <grpcpp/alarm.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mandates/v1/subscription.pb.h"
#include "services/engine/subscriptions.h"
#include "services/stream/hub.h"
#include "storage/mutex.h"

namespace mandated::api {

// One pull on its way: looks for the next events of a subscription and leases
// them; where there are none to be had, waits for an event, for the end of the
// lease in force, or for another change of the subscription, and looks again.
// Holds no thread while it waits. Thread-safe; kept alive by what it waits for.
class Puller : public std::enable_shared_from_this<Puller> {
 public:
  struct Request {
    std::string id;
    int max_events = 0;
    absl::Duration wait = {};
    std::optional<absl::Duration> lease = {};  // none: the subscription's
  };
  // `done` is told the outcome once, on any thread.
  using Done = std::function<void(absl::StatusOr<mandates::v1::PullResponse>)>;

  // Does not own what it is given, which must outlive every pull.
  static std::shared_ptr<Puller> Make(engine::Subscriptions* subscriptions,
                                      stream::Hub* hub, Request request,
                                      Done done);

  // Begins; to be called once.
  void Start();

  // Ends the pull with CANCELLED, and gives back what it leased meanwhile.
  void Cancel();

 private:
  // What a look at the subscription leads to.
  enum class Turn { kAgain, kWaiting, kElsewhere };

  Puller(engine::Subscriptions* subscriptions, stream::Hub* hub,
         Request request, Done done);

  // Only one thread at a time is between Poke and the end of Run, or waits for
  // a commit that goes on with Run; the members without a lock are its. Looking
  // reads the log, so the hub's and the writer's threads leave it to others.
  void Poke();
  void PokeLater();
  bool Claim();
  void Run();
  void RunLater();
  Turn Look();
  Turn WaitForLease(const engine::StoredSubscription& stored);
  Turn LookAtBacklog(const engine::StoredSubscription& stored);
  Turn LookAtLog(const engine::StoredSubscription& stored);
  Turn WaitForEvents(stream::Selection selection, storage::Position after);
  Turn Wait(stream::Selection selection, storage::Position after,
            absl::Time until, bool for_events);
  Turn Lease(const engine::StoredSubscription& stored, engine::Offer offer);
  void OnLeased(absl::StatusOr<engine::Leased> leased);
  Turn End(absl::StatusOr<mandates::v1::PullResponse> outcome);
  void StopListening();
  void SetAlarm(absl::Time until);
  bool cancelled() const;
  bool IsLate() const;

  engine::Subscriptions* const subscriptions_;
  stream::Hub* const hub_;
  const Request request_;
  const absl::Time deadline_;  // by the machine's clock
  Done done_;
  bool caught_up_ = false;  // nothing follows what was offered
  int offered_ = 0;         // events for the lease being asked for
  std::unique_ptr<stream::Cursor> cursor_;
  std::unique_ptr<grpc::Alarm> alarm_;
  int64_t listener_ = 0;  // 0: none
  mutable Mutex mutex_;
  bool runs_ ABSL_GUARDED_BY(mutex_) = false;
  bool again_ ABSL_GUARDED_BY(mutex_) = false;  // poked while it runs
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

// Gives back a lease that reached nobody; without waiting, and whatever comes
// of it: at worst the lease runs out.
void GiveBack(engine::Subscriptions& subscriptions, const std::string& id,
              const std::string& lease_token);

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_PULLER_H_
