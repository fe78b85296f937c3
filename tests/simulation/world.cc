#include "tests/simulation/world.h"

#include <future>
#include <utility>

#include "services/engine/records.h"

namespace mandated::simulation {
namespace {

// Holds the writer's thread from its construction until Open, so that what is
// sent meanwhile becomes one group.
class Gate {
 public:
  explicit Gate(engine::Writer* writer) {
    writer->Submit({.prepare =
                        [this](engine::Draft&) {
                          closed_.set_value();
                          open_.get_future().wait();
                          return absl::OkStatus();
                        },
                    .done = [this](absl::StatusOr<storage::Revision>,
                                   engine::Draft&) { passed_.set_value(); },
                    .dry = true});
    closed_.get_future().wait();
  }

  void Open() {
    open_.set_value();
    passed_.get_future().wait();
  }

 private:
  std::promise<void> closed_;
  std::promise<void> open_;
  std::promise<void> passed_;
};

}  // namespace

World::World(const Options& options)
    : zone_(options.zone),
      retention_(options.retention),
      disk_(options.sabotage),
      clock_(&system_, options.start, 0) {}

World::~World() { Stop(); }

absl::Status World::Start(const std::vector<std::string>& leads) {
  {
    const MutexLock lock(&mutex_);
    caught_up_ = absl::OkStatus();
  }
  auto store = storage::Store::Open(disk_.Open());
  if (!store.ok()) return store.status();
  store_ = std::move(*store);
  // No mark of progress comes by itself: a reader asks.
  hub_ = std::make_unique<stream::Hub>(
      store_.get(),
      stream::Hub::Options{.now = [] { return std::chrono::nanoseconds(0); }},
      [this] {
        mandates::v1::Progress progress;
        *progress.mutable_processed_through() =
            engine::ToTimestamp(expiry_->processed_through());
        return progress;
      });
  writer_ = std::make_unique<engine::Writer>(store_.get(), &clock_, zone_);
  registry_ = std::make_unique<engine::Registry>(writer_.get());
  expiry_ = std::make_unique<engine::Expiry>(
      store_.get(), writer_.get(), &clock_, leads, retention_,
      [this](const absl::Status& status) { SetCaughtUp(status); });
  return expiry_->Start();
}

void World::Stop() {
  if (hub_) hub_->Close();
  if (expiry_) expiry_->Stop();
  if (writer_) writer_->Stop();
  expiry_.reset();
  registry_.reset();
  writer_.reset();
  hub_.reset();
  store_.reset();
}

absl::Status World::CatchUp() {
  {
    const MutexLock lock(&mutex_);
    if (!caught_up_->ok()) return *caught_up_;  // while it started
    caught_up_.reset();
  }
  expiry_->CatchUp([this](const absl::Status& status) { SetCaughtUp(status); });
  const MutexLock lock(&mutex_);
  while (!caught_up_) changed_.Wait(&mutex_);
  return *caught_up_;
}

std::vector<absl::StatusOr<engine::Outcome>> World::Call(
    const std::vector<Request>& requests) {
  Gate gate(writer_.get());
  std::vector<std::promise<absl::StatusOr<engine::Outcome>>> promises(
      requests.size());
  for (size_t i = 0; i < requests.size(); ++i) {
    Send(requests[i],
         [&promise = promises[i]](absl::StatusOr<engine::Outcome> outcome) {
           promise.set_value(std::move(outcome));
         });
  }
  gate.Open();
  std::vector<absl::StatusOr<engine::Outcome>> outcomes;
  for (auto& promise : promises) outcomes.push_back(promise.get_future().get());
  return outcomes;
}

void World::Send(const Request& request, engine::OutcomeCallback done) {
  struct Sender {
    engine::Registry& registry;
    engine::OutcomeCallback done;
    void operator()(const mandates::v1::RecordDecisionRequest& request) {
      registry.RecordDecision(request, std::move(done));
    }
    void operator()(const mandates::v1::AmendDecisionRequest& request) {
      registry.AmendDecision(request, std::move(done));
    }
    void operator()(const mandates::v1::RetractDecisionRequest& request) {
      registry.RetractDecision(request, std::move(done));
    }
    void operator()(const mandates::v1::UpsertSessionRequest& request) {
      registry.UpsertSession(request, std::move(done));
    }
  };
  std::visit(Sender{*registry_, std::move(done)}, request);
}

void World::SetCaughtUp(const absl::Status& status) {
  const MutexLock lock(&mutex_);
  caught_up_ = status;
  changed_.SignalAll();
}

}  // namespace mandated::simulation
