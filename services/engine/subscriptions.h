#ifndef MANDATED_SERVICES_ENGINE_SUBSCRIPTIONS_H_
#define MANDATED_SERVICES_ENGINE_SUBSCRIPTIONS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mandates/v1/subscription.pb.h"
#include "services/engine/clock.h"
#include "services/engine/paging.h"
#include "services/engine/subscription_change.h"
#include "services/engine/writer.h"
#include "storage/mutex.h"
#include "storage/store.h"

namespace mandated::engine {

template <typename Result>
using Answer = std::function<void(absl::StatusOr<Result>)>;

// Keeps durable subscriptions: how far each is, who holds its lease, its
// backlog and its dead letters. Requests were checked field by field. Writes
// return at once and answer as Writer does; NOT_FOUND
// (SUBSCRIPTION_NOT_FOUND) is an error of each but Create.
// Leases run by the machine's clock: workers do not follow a simulated one.
// Thread-safe. Does not own what it is given.
class Subscriptions {
 public:
  Subscriptions(storage::Store* store, Writer* writer,
                const Clock* machine_clock,
                std::vector<std::string> leads_default)
      : store_(store),
        writer_(writer),
        machine_clock_(machine_clock),
        leads_default_(std::move(leads_default)) {}

  // Errors as CreateSubscription.
  void Create(const std::string& id, mandates::v1::Subscription subscription,
              StartPoint start, bool validate_only,
              Answer<StoredSubscription> done);
  // Errors as UpdateSubscription.
  void Update(const mandates::v1::UpdateSubscriptionRequest& request,
              const std::string& id, Answer<StoredSubscription> done);
  // ABORTED (ETAG_STALE). Answers with what was deleted.
  void Delete(const std::string& id, const std::string& etag,
              Answer<StoredSubscription> done);
  void Seek(const std::string& id, StartPoint start,
            Answer<StoredSubscription> done);
  // FAILED_PRECONDITION (DEAD_LETTERS_FULL).
  void Lease(Offer offer, Answer<Leased> done);
  // Errors as Acknowledge.
  void Acknowledge(const mandates::v1::AcknowledgeRequest& request,
                   const std::string& id,
                   Answer<mandates::v1::AcknowledgeResponse> done);
  // Takes dead letters away: those of `numbers`, or all when it is empty; with
  // `replay`, into the backlog. Answers how many. NOT_FOUND
  // (DEAD_LETTER_NOT_FOUND): nothing is done then.
  void TakeDeadLetters(const std::string& id, std::vector<int64_t> numbers,
                       bool replay, Answer<int> done);

  absl::StatusOr<StoredSubscription> Read(const std::string& id) const;
  // By name.
  absl::StatusOr<Page<StoredSubscription>> List(const std::string& after_key,
                                                int page_size) const;
  // In the order they were parked.
  absl::StatusOr<Page<mandates::v1::DeadLetter>> ListDeadLetters(
      const std::string& id, const std::string& after_key, int page_size) const;
  // Reads the next entries of the backlog, as an offer without a lease.
  absl::StatusOr<Offer> ReadBacklog(const StoredSubscription& stored,
                                    int limit) const;

  // Reads the place a token of this subscription stands behind in the log.
  // Errors as ReadDeliveryToken; INVALID_ARGUMENT (TOKEN_NOT_DELIVERED): it is
  // one of the backlog.
  absl::StatusOr<storage::Position> PositionOf(const StoredSubscription& stored,
                                               const std::string& token) const;

  // Returns the token behind what is acknowledged in the log.
  std::string AcknowledgedToken(const StoredSubscription& stored) const;

  // Calls `changed` once after the next change of the subscription's state
  // that is not a lease, on the answering thread; it must not block. Forget
  // takes it back: it may be running, and does not run later.
  int64_t Listen(const std::string& id, std::function<void()> changed);
  void Forget(const std::string& id, int64_t listener);

  const Clock& machine_clock() const { return *machine_clock_; }

 private:
  template <typename Result>
  void Submit(const std::string& id, bool dry,
              std::function<absl::Status(Draft&, Result&)> apply,
              std::function<void(storage::Revision, Result&)> complete,
              Answer<Result> done);
  void Tell(const std::string& id);

  storage::Store* const store_;
  Writer* const writer_;
  const Clock* const machine_clock_;
  const std::vector<std::string> leads_default_;
  Mutex mutex_;
  int64_t listener_newest_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::string, std::map<int64_t, std::function<void()>>> listeners_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_SUBSCRIPTIONS_H_
