// What does a place that the server keeps cost, against reading the same events
// with a token of one's own? And what does a subscription hold in memory while
// nobody asks for it?

#include <atomic>
#include <memory>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "mandates/v1/expiry_service.grpc.pb.h"
#include "mandates/v1/mandate_service.grpc.pb.h"
#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/load.h"
#include "tests/benchmarks/requests.h"

namespace mandated::bench {
namespace {

using mandates::v1::ExpiryService;
using mandates::v1::MandateService;
using testing::ServerProcess;

constexpr int kSubscriptions = 10;
constexpr int kPage = 100;       // events of one Pull, as it does by default
constexpr int kEvents = 20'000;  // of the log; who has read all begins again
constexpr int kBatch = 1'000;
constexpr int kWarmSubscriptions = 100;
constexpr int kIdleSubscriptions = 900;  // 1,000 is the most there may be

absl::Status LoadEvents(const ServerProcess& server) {
  const auto stub = MandateService::NewStub(server.NewChannel());
  for (int begin = 0; begin < kEvents; begin += kBatch) {
    mandates::v1::BatchRecordDecisionsRequest request;
    for (int i = begin; i < begin + kBatch; ++i) {
      *request.add_requests() = Establish("sub", i, FarLastDay(i));
    }
    grpc::ClientContext context;
    mandates::v1::BatchRecordDecisionsResponse response;
    const grpc::Status status =
        stub->BatchRecordDecisions(&context, request, &response);
    if (!status.ok()) return FromGrpc(status);
  }
  return absl::OkStatus();
}

grpc::Status CreateSubscription(ExpiryService::Stub& stub,
                                const std::string& id) {
  mandates::v1::CreateSubscriptionRequest request;
  request.set_subscription_id(id);
  request.mutable_start()->set_revision(1);
  grpc::ClientContext context;
  mandates::v1::CreateSubscriptionResponse response;
  return stub.CreateSubscription(&context, request, &response);
}

// Reads pages in one thread for each of the subscriptions, until it goes.
class Readers {
 public:
  // Reads one page as reader `number`; returns how many events, below 0 when a
  // call failed.
  using ReadPage = std::function<int(ExpiryService::Stub& stub, int number)>;

  Readers(const ServerProcess& server, ReadPage read_page)
      : read_page_(std::move(read_page)) {
    for (int i = 0; i < kSubscriptions; ++i) {
      threads_.emplace_back([this, i,
                             stub = std::shared_ptr<ExpiryService::Stub>(
                                 ExpiryService::NewStub(server.NewChannel()))] {
        while (!stopping_) Read(*stub, i);
      });
    }
  }
  ~Readers() {
    stopping_ = true;
    for (std::thread& thread : threads_) thread.join();
  }
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;

  absl::StatusOr<double> Measure(double seconds) {
    const double rate = RateOf([this] { return events_.load(); }, seconds);
    if (!failed_ && rate > 0) return rate;
    return absl::UnavailableError("a call failed or no event was read");
  }

 private:
  void Read(ExpiryService::Stub& stub, int number) {
    const int events = read_page_(stub, number);
    if (events >= 0) events_ += events;
    if (events < 0) failed_ = stopping_ = true;
  }

  const ReadPage read_page_;
  std::atomic<int64_t> events_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> failed_ = false;
  std::vector<std::thread> threads_;
};

std::string NameOf(int number) {
  return absl::StrCat("subscriptions/reader-", number);
}

bool SeekToTheBeginning(ExpiryService::Stub& stub, int number) {
  mandates::v1::SeekRequest request;
  request.set_subscription(NameOf(number));
  request.mutable_start()->set_revision(1);
  grpc::ClientContext context;
  mandates::v1::SeekResponse response;
  return stub.Seek(&context, request, &response).ok();
}

int PullAndAcknowledge(ExpiryService::Stub& stub, int number) {
  mandates::v1::PullRequest pull;
  pull.set_subscription(NameOf(number));
  pull.set_max_events(kPage);
  mandates::v1::PullResponse pulled;
  grpc::ClientContext context;
  if (!stub.Pull(&context, pull, &pulled).ok()) return -1;
  const int events = pulled.deliveries_size();
  if (events == 0) return SeekToTheBeginning(stub, number) ? 0 : -1;
  mandates::v1::AcknowledgeRequest acknowledge;
  acknowledge.set_subscription(NameOf(number));
  acknowledge.set_token(pulled.deliveries(events - 1).acknowledge_token());
  mandates::v1::AcknowledgeResponse acknowledged;
  grpc::ClientContext other;
  return stub.Acknowledge(&other, acknowledge, &acknowledged).ok() ? events
                                                                   : -1;
}

absl::StatusOr<double> MeasurePull(const ServerProcess& server,
                                   double seconds) {
  return Readers(server, PullAndAcknowledge).Measure(seconds);
}

absl::StatusOr<double> MeasureList(const ServerProcess& server,
                                   double seconds) {
  std::vector<std::string> tokens(kSubscriptions);
  const auto list = [&tokens](ExpiryService::Stub& stub, int number) {
    std::string& token = tokens[static_cast<size_t>(number)];
    mandates::v1::ListEventsRequest request;
    request.set_page_size(kPage);
    request.mutable_start()->set_revision(1);
    if (!token.empty()) request.mutable_start()->set_resume_token(token);
    mandates::v1::ListEventsResponse response;
    grpc::ClientContext context;
    if (!stub.ListEvents(&context, request, &response).ok()) return -1;
    token = response.caught_up() ? "" : response.resume_token();
    return response.events_size();
  };
  return Readers(server, list).Measure(seconds);
}

// A server of its own, so that nothing else grows or shrinks meanwhile; the
// first subscriptions warm it up.
absl::StatusOr<Row> MeasureMemory() {
  const testing::TemporaryDirectory directory;
  const auto server = ServerProcess::Start(directory.path() + "/store");
  if (!server.ok()) return server.status();
  const auto stub = ExpiryService::NewStub(server->NewChannel());
  double before = 0;
  for (int i = 0; i < kWarmSubscriptions + kIdleSubscriptions; ++i) {
    if (i == kWarmSubscriptions) {
      before = static_cast<double>(server->ResidentBytes());
    }
    const grpc::Status made =
        CreateSubscription(*stub, absl::StrCat("idle-", i));
    if (!made.ok()) return FromGrpc(made);
  }
  const auto after = static_cast<double>(server->ResidentBytes());
  return Row{
      .name = "idle_subscription",
      .what = absl::StrCat("resident memory for each of ", kIdleSubscriptions,
                           " subscriptions that nobody asks for"),
      .unit = "kB",
      .ceiling_is = "nothing",
      .comparison = Comparison::kValue,
      .goal = 20,
      .at_least = false,
      .ours = {(after - before) / 1e3 / kIdleSubscriptions},
      .ceiling = {0}};
}

}  // namespace

absl::StatusOr<std::vector<Row>> MeasureSubscriptions(const Run& run) {
  const testing::TemporaryDirectory directory;
  const auto server = ServerProcess::Start(directory.path() + "/store");
  if (!server.ok()) return server.status();
  absl::Status loaded = LoadEvents(*server);
  if (!loaded.ok()) return loaded;
  const auto stub = ExpiryService::NewStub(server->NewChannel());
  Row pull{.name = "pull",
           .what = absl::StrCat("events through Pull and Acknowledge of ",
                                kSubscriptions, " subscriptions, ", kPage,
                                " at a time"),
           .unit = "events/s",
           .ceiling_is =
               "ListEvents of the same pages by as many readers, who "
               "keep their tokens themselves",
           .goal = 0.2};
  for (int i = 0; i < kSubscriptions; ++i) {
    const grpc::Status made =
        CreateSubscription(*stub, absl::StrCat("reader-", i));
    if (!made.ok()) return FromGrpc(made);
  }
  for (int round = 0; round < run.rounds; ++round) {
    const auto ours = MeasurePull(*server, run.seconds);
    if (!ours.ok()) return ours.status();
    const auto list = MeasureList(*server, run.seconds);
    if (!list.ok()) return list.status();
    Say(absl::StrCat("pull ", round + 1, "/", run.rounds, ": ours ",
                     static_cast<int64_t>(*ours), " events/s, ListEvents ",
                     static_cast<int64_t>(*list)));
    pull.ours.push_back(*ours);
    pull.ceiling.push_back(*list);
  }
  auto memory = MeasureMemory();
  if (!memory.ok()) return memory.status();
  return std::vector<Row>{pull, *memory};
}

}  // namespace mandated::bench
