// How much of the rate of a raw gRPC stream remains for events that arrive
// while they are fanned out to 1,000 watchers?

#include <unistd.h>

#include <atomic>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "mandates/v1/expiry_service.pb.h"
#include "mandates/v1/mandate_service.grpc.pb.h"
#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/load.h"
#include "tests/benchmarks/requests.h"
#include "tests/benchmarks/watch_crowd.h"

namespace mandated::bench {
namespace {

using mandates::v1::MandateService;
using mandates::v1::WatchResponse;
using testing::ServerProcess;

constexpr int kReaders = 1'000;
constexpr int kBatch = 10;            // events a commit
constexpr int kWriters = 2;           // each waits for its answer
constexpr int64_t kBatchesAhead = 4;  // of what the readers have got on average
constexpr int64_t kStep = int64_t{kReaders} * kBatch;

// Appends events as fast as the crowd takes them, until it goes.
class Writers {
 public:
  Writers(const ServerProcess& server, std::string series, WatchCrowd* crowd)
      : series_(std::move(series)),
        crowd_(crowd),
        before_(crowd->events()),
        stub_(MandateService::NewStub(server.NewChannel())) {
    for (int i = 0; i < kWriters; ++i) {
      threads_.emplace_back([this] { Run(); });
    }
  }
  ~Writers() {
    stopping_ = true;
    crowd_->EndWaits();
    for (std::thread& thread : threads_) thread.join();
  }
  Writers(const Writers&) = delete;
  Writers& operator=(const Writers&) = delete;

  bool failed() const { return failed_; }

 private:
  void Run() {
    while (!stopping_) {
      const int64_t batch = next_++;
      if (batch >= kBatchesAhead &&
          !crowd_->WaitForEvents(before_ + (batch - kBatchesAhead) * kStep)) {
        return;
      }
      if (!Write(batch)) failed_ = true;
    }
  }

  bool Write(int64_t batch) {
    mandates::v1::BatchRecordDecisionsRequest request;
    for (int64_t i = batch * kBatch; i < (batch + 1) * kBatch; ++i) {
      *request.add_requests() = Establish(series_, i, FarLastDay(i));
    }
    grpc::ClientContext context;
    mandates::v1::BatchRecordDecisionsResponse response;
    return stub_->BatchRecordDecisions(&context, request, &response).ok();
  }

  const std::string series_;
  WatchCrowd* const crowd_;
  const int64_t before_;
  const std::unique_ptr<MandateService::Stub> stub_;
  std::atomic<int64_t> next_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> failed_ = false;
  std::vector<std::thread> threads_;
};

// What one side gave.
struct Side {
  double events_per_second = 0;
  double server_micros = 0;  // of processor time for one event
  double client_micros = 0;
  double events_per_message = 0;
  double bytes_per_message = 0;
  std::vector<std::string> sample;
};

Side MeasureCrowd(const WatchCrowd& crowd, pid_t server, double seconds) {
  Side side;
  const auto events_before = crowd.events();
  const double server_before = ProcessorMicros(server);
  const double client_before = ProcessorMicros(getpid());
  side.events_per_second = RateOf([&crowd] { return crowd.events(); }, seconds);
  const auto events = static_cast<double>(crowd.events() - events_before);
  side.server_micros = (ProcessorMicros(server) - server_before) / events;
  side.client_micros = (ProcessorMicros(getpid()) - client_before) / events;
  const auto messages = static_cast<double>(crowd.messages());
  side.events_per_message = static_cast<double>(crowd.events()) / messages;
  side.bytes_per_message = static_cast<double>(crowd.bytes()) / messages;
  side.sample = crowd.Sample();
  return side;
}

absl::StatusOr<Side> MeasureOurs(const ServerProcess& server,
                                 const std::string& series, double seconds) {
  WatchCrowd crowd(server.address(), kReaders, kStep);
  if (!crowd.WaitUntilOpen()) {
    return absl::UnavailableError("the watches did not open");
  }
  const Writers writers(server, series, &crowd);
  Side side = MeasureCrowd(crowd, server.pid(), seconds);
  if (crowd.broken() || writers.failed() || side.events_per_second <= 0) {
    return absl::UnavailableError(
        "a watch ended, a write failed or no event arrived");
  }
  return side;
}

absl::StatusOr<Side> MeasureCeiling(const ServerProcess& echo, double seconds) {
  WatchCrowd crowd(echo.address(), kReaders, kStep);
  if (!crowd.WaitUntilOpen()) {
    return absl::UnavailableError("the raw streams did not open");
  }
  Side side = MeasureCrowd(crowd, echo.pid(), seconds);
  if (crowd.broken() || side.events_per_second <= 0) {
    return absl::UnavailableError("a raw stream ended or sent nothing");
  }
  return side;
}

// Returns a message with as many real events as ours had on average.
std::string PreparedMessage(const Side& ours) {
  const int events = static_cast<int>(ours.events_per_message + 0.5);
  WatchResponse prepared;
  for (const std::string& message : ours.sample) {
    WatchResponse one;
    if (!one.ParseFromString(message)) continue;
    prepared.set_resume_token(one.resume_token());
    for (auto& event : *one.mutable_events()) {
      if (prepared.events_size() >= events) break;
      *prepared.add_events() = std::move(event);
    }
  }
  return prepared.SerializeAsString();
}

}  // namespace

absl::StatusOr<std::vector<Row>> MeasureFanout(const Run& run) {
  const testing::TemporaryDirectory directory;
  const auto ours = ServerProcess::Start(directory.path() + "/store",
                                         {"--progress_interval=1h"});
  if (!ours.ok()) return ours.status();
  const auto warm = MeasureOurs(*ours, "warm", run.seconds / 4);
  if (!warm.ok()) return warm.status();
  Row row{.name = "fanout",
          .what = absl::StrCat("live events to ", kReaders,
                               " watchers while BatchRecordDecisions commits ",
                               kBatch, " at a time"),
          .unit = "events/s",
          .ceiling_is =
              "raw gRPC callback stream that writes one prepared message to as "
              "many readers as fast as they take it; the message holds as many "
              "of our events as our frames of the same round on average",
          .goal = 0.7};
  for (int round = 0; round < run.rounds; ++round) {
    const auto a = MeasureOurs(*ours, absl::StrCat("f", round), run.seconds);
    if (!a.ok()) return a.status();
    // This round's own frames: larger ones cost less an event, so a size from
    // another round would favour one side.
    const std::string message = PreparedMessage(*a);
    const auto echo = StartEchoServer(directory.path(), "", message);
    if (!echo.ok()) return echo.status();
    const auto b = MeasureCeiling(*echo, run.seconds);
    if (!b.ok()) return b.status();
    Say(absl::StrCat("fanout ", round + 1, "/", run.rounds, ": ours ",
                     static_cast<int64_t>(a->events_per_second),
                     " events/s in frames of ", a->events_per_message,
                     " events and ", a->bytes_per_message, " bytes, ceiling ",
                     static_cast<int64_t>(b->events_per_second),
                     " events/s in frames of ", b->events_per_message,
                     "; processor time for an event, server + client: ours ",
                     a->server_micros, " + ", a->client_micros, " us, ceiling ",
                     b->server_micros, " + ", b->client_micros, " us"));
    row.ours.push_back(a->events_per_second);
    row.ceiling.push_back(b->events_per_second);
  }
  return std::vector<Row>{row};
}

}  // namespace mandated::bench
