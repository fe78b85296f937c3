// Does a store of 1,000,000 mandates tick, start and fit as one of 1,000 does?

#include <atomic>
#include <chrono>
#include <future>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "mandates/v1/admin_service.grpc.pb.h"
#include "mandates/v1/expiry_service.grpc.pb.h"
#include "mandates/v1/mandate_service.grpc.pb.h"
#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/load.h"
#include "tests/benchmarks/requests.h"

namespace mandated::bench {
namespace {

using mandates::v1::AdminService;
using mandates::v1::ExpiryService;
using mandates::v1::MandateService;
using testing::ServerProcess;
using Steady = std::chrono::steady_clock;

constexpr int kMandatesFew = 1'000;
constexpr int kMandatesMany = 1'000'000;
constexpr int kMandatesManyQuick = 100'000;
constexpr int kBatch = 1'000;
constexpr int kBatchesInFlight = 3;

// 100 mandates have their last day on each of these days, so that each of the
// leads below finds 100 due on each of as many days. All others last decades.
constexpr absl::CivilDay kFirstLastDay(2018, 6, 1);
constexpr int kDaysDue = 9;
constexpr int kDueADay = 100;
// Where the windows of the 4 leads open that do not meet, widest first: the
// days P1Y, P6M, P3M and P1M before `kFirstLastDay`.
constexpr absl::CivilDay kWindows[] = {
    absl::CivilDay(2017, 6, 1), absl::CivilDay(2017, 12, 1),
    absl::CivilDay(2018, 3, 1), absl::CivilDay(2018, 5, 1)};

// Scatters those that are due over the whole store, so that no two of them
// share a block of it.
absl::CivilDay LastDayOf(int64_t number, int64_t mandates) {
  constexpr int64_t kDue = kDaysDue * kDueADay;
  const int64_t stride = mandates / kDue;
  const int64_t due = number / stride;
  if (number % stride != 0 || due >= kDue) return FarLastDay(number);
  return kFirstLastDay + due % kDaysDue;
}

// Returns noon UTC of the day, which is noon or later of it in Geneva.
int64_t NoonOf(absl::CivilDay day) {
  return absl::ToUnixSeconds(
      absl::FromCivil(absl::CivilHour(day) + 12, absl::UTCTimeZone()));
}

double SecondsSince(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

// One store with a server on it.
class Subject {
 public:
  explicit Subject(int mandates) : mandates_(mandates) {}

  // Starts the server and returns the seconds until it said SERVING.
  absl::StatusOr<double> Start() {
    const Steady::time_point start = Steady::now();
    auto started = ServerProcess::Start(
        directory_.path() + "/store",
        {"--clock=simulated", "--simulated_start=2017-03-01"});
    if (!started.ok()) return started.status();
    server_ = std::make_unique<ServerProcess>(std::move(*started));
    const auto channel = server_->NewChannel();
    absl::Status serving = CheckHealth(channel);
    if (!serving.ok()) return serving;
    const double seconds = SecondsSince(start);
    admin_ = AdminService::NewStub(channel);
    expiries_ = ExpiryService::NewStub(channel);
    return seconds;
  }

  void Terminate() { server_->Terminate(); }
  void Kill() { server_->Kill(); }

  // Establishes the mandates, and tells how many a second.
  absl::Status Load() {
    const Steady::time_point start = Steady::now();
    std::vector<std::future<grpc::Status>> loaders;
    std::atomic<int> next = 0;
    for (int i = 0; i < kBatchesInFlight; ++i) {
      loaders.push_back(std::async(std::launch::async, [this, &next, start] {
        return LoadSome(next, start);
      }));
    }
    for (auto& loader : loaders) {
      const grpc::Status status = loader.get();
      if (!status.ok()) return FromGrpc(status);
    }
    Say(absl::StrCat("scale: loaded ", mandates_, " mandates, ",
                     static_cast<int>(mandates_ / SecondsSince(start)),
                     " a second"));
    return absl::OkStatus();
  }

  // Moves the clock to noon of the day before `day`.
  absl::Status MoveBefore(absl::CivilDay day) {
    mandates::v1::AdvanceClockRequest request;
    request.mutable_to()->set_seconds(NoonOf(day - 1));
    return Advance(request);
  }

  // Moves the clock by the day on which 100 are due; returns milliseconds.
  absl::StatusOr<double> Tick() {
    const auto head = Head();
    if (!head.ok()) return head.status();
    mandates::v1::AdvanceClockRequest request;
    request.mutable_by()->set_seconds(absl::ToInt64Seconds(absl::Hours(24)));
    const Steady::time_point start = Steady::now();
    absl::Status advanced = Advance(request);
    if (!advanced.ok()) return advanced;
    const double milliseconds = SecondsSince(start) * 1e3;
    absl::Status due = CheckDue(*head);
    if (!due.ok()) return due;
    return milliseconds;
  }

  // Returns what the server holds in memory, in MB (10^6 bytes).
  absl::StatusOr<double> ResidentMegabytes() const {
    const size_t bytes = server_->ResidentBytes();
    if (bytes > 0) return static_cast<double>(bytes) / 1e6;
    return absl::InternalError("no VmRSS of the server");
  }

 private:
  // By raw bytes, since Debian ships no stub of grpc.health.v1: an empty
  // request asks for the whole server, field 1 with 1 is SERVING.
  static absl::Status CheckHealth(
      const std::shared_ptr<grpc::Channel>& channel) {
    grpc::GenericStub stub(channel);
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    const grpc::ByteBuffer request = ToBuffer(std::string());
    grpc::ByteBuffer response;
    std::promise<grpc::Status> answered;
    stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request,
                   &response, [&answered](const grpc::Status& status) {
                     answered.set_value(status);
                   });
    const grpc::Status status = answered.get_future().get();
    if (!status.ok()) return FromGrpc(status);
    if (ToBytes(response) == "\x08\x01") return absl::OkStatus();
    return absl::UnavailableError("the server is up and not SERVING");
  }

  grpc::Status LoadSome(std::atomic<int>& next, Steady::time_point start) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetMaxReceiveMessageSize(-1);
    const auto stub = MandateService::NewStub(grpc::CreateCustomChannel(
        server_->address(), grpc::InsecureChannelCredentials(), arguments));
    for (int first = next.fetch_add(kBatch); first < mandates_;
         first = next.fetch_add(kBatch)) {
      mandates::v1::BatchRecordDecisionsRequest request;
      for (int64_t i = first; i < first + kBatch; ++i) {
        *request.add_requests() = Establish("s", i, LastDayOf(i, mandates_));
      }
      grpc::ClientContext context;
      mandates::v1::BatchRecordDecisionsResponse response;
      grpc::Status status =
          stub->BatchRecordDecisions(&context, request, &response);
      if (!status.ok()) return status;
      if (first % (kMandatesMany / 10) == 0) {
        Say(absl::StrFormat("scale: loading, %d of %d after %.0f s", first,
                            mandates_, SecondsSince(start)));
      }
    }
    return grpc::Status::OK;
  }

  absl::Status Advance(const mandates::v1::AdvanceClockRequest& request) {
    grpc::ClientContext context;
    mandates::v1::AdvanceClockResponse response;
    return FromGrpc(admin_->AdvanceClock(&context, request, &response));
  }

  absl::StatusOr<int64_t> Head() {
    grpc::ClientContext context;
    mandates::v1::GetServerInfoResponse info;
    absl::Status status = FromGrpc(admin_->GetServerInfo(&context, {}, &info));
    if (!status.ok()) return status;
    return info.head_revision();
  }

  // Fails unless exactly 100 events follow the revision: what was timed is what
  // is claimed.
  absl::Status CheckDue(int64_t after_revision) {
    mandates::v1::ListEventsRequest request;
    request.mutable_start()->set_revision(after_revision + 1);
    request.set_page_size(2 * kDueADay);
    grpc::ClientContext context;
    mandates::v1::ListEventsResponse response;
    absl::Status status =
        FromGrpc(expiries_->ListEvents(&context, request, &response));
    if (!status.ok() || response.events_size() == kDueADay) return status;
    return absl::InternalError(absl::StrCat(
        "a tick fired ", response.events_size(), " events, not ", kDueADay));
  }

  const int mandates_;
  const testing::TemporaryDirectory directory_;
  std::unique_ptr<ServerProcess> server_;
  std::unique_ptr<AdminService::Stub> admin_;
  std::unique_ptr<ExpiryService::Stub> expiries_;
};

// Runs one step on both, ours first, and keeps both values.
template <typename Step>
absl::Status Both(Subject& many, Subject& few, Step step,
                  std::vector<double>& ours, std::vector<double>& ceiling) {
  const absl::StatusOr<double> a = step(many);
  if (!a.ok()) return a.status();
  const absl::StatusOr<double> b = step(few);
  if (!b.ok()) return b.status();
  ours.push_back(*a);
  ceiling.push_back(*b);
  return absl::OkStatus();
}

absl::Status Prepare(Subject& subject) {
  const auto started = subject.Start();
  if (!started.ok()) return started.status();
  return subject.Load();
}

// Restarts the server, so that nothing of the store is in its own cache, and
// moves the clock to the eve of the window.
absl::Status EnterWindow(Subject& subject, absl::CivilDay window) {
  subject.Terminate();
  const auto started = subject.Start();
  return started.ok() ? subject.MoveBefore(window) : started.status();
}

// Ticks day by day through all windows, then makes one value a round of equal
// shares of them.
absl::Status MeasureTicks(Subject& many, Subject& few, int rounds, Row& row) {
  std::vector<double> ours;
  std::vector<double> ceiling;
  for (const absl::CivilDay window : kWindows) {
    absl::Status status = EnterWindow(many, window);
    if (status.ok()) status = EnterWindow(few, window);
    for (int day = 0; status.ok() && day < kDaysDue; ++day) {
      status = Both(
          many, few, [](Subject& s) { return s.Tick(); }, ours, ceiling);
    }
    if (!status.ok()) return status;
    const auto last = [](const std::vector<double>& values) {
      return SpreadOf({values.end() - kDaysDue, values.end()}).median;
    };
    Say(absl::StrFormat("scale: %d ticks of %d due took %.1f ms against %.1f",
                        kDaysDue, kDueADay, last(ours), last(ceiling)));
  }
  const int share = static_cast<int>(ours.size()) / rounds;
  for (int round = 0; round < rounds; ++round) {
    const auto median = [&](const std::vector<double>& values) {
      const auto first = values.begin() + round * share;
      return SpreadOf(std::vector<double>(first, first + share)).median;
    };
    row.ours.push_back(median(ours));
    row.ceiling.push_back(median(ceiling));
  }
  return absl::OkStatus();
}

// Ends both servers by `end`, starts them again and reads their memory.
absl::Status Restart(Subject& many, Subject& few, void (Subject::*end)(),
                     Row& starts, Row& memory) {
  (many.*end)();
  (few.*end)();
  absl::Status status = Both(
      many, few, [](Subject& s) { return s.Start(); }, starts.ours,
      starts.ceiling);
  if (!status.ok()) return status;
  Say(absl::StrCat("scale: a start took ", starts.ours.back(), " s against ",
                   starts.ceiling.back(), " s"));
  return Both(
      many, few, [](Subject& s) { return s.ResidentMegabytes(); }, memory.ours,
      memory.ceiling);
}

}  // namespace

absl::StatusOr<std::vector<Row>> MeasureScale(const Run& run) {
  const int mandates = run.quick ? kMandatesManyQuick : kMandatesMany;
  const std::string size = absl::StrCat(mandates, " mandates");
  Row tick{.name = "scale_tick",
           .what = absl::StrCat("AdvanceClock by a day on which 100 of ", size,
                                " are due"),
           .unit = "ms",
           .ceiling_is = "the same of 1000",
           .goal = 1.5,
           .at_least = false};
  Row start{.name = "scale_start",
            .what = absl::StrCat("from the start of the process to SERVING, ",
                                 size, "; one start is after SIGKILL"),
            .unit = "s",
            .ceiling_is = "the same with 1000",
            .comparison = Comparison::kDifference,
            .goal = 2,
            .at_least = false};
  Row memory{.name = "scale_memory",
             .what = absl::StrCat("VmRSS with ", size,
                                  " after loading, ticking and each start"),
             .unit = "MB",
             .ceiling_is = "the same with 1000, for comparison only",
             .comparison = Comparison::kValue,
             .goal = 600,
             .at_least = false};
  Subject many(mandates);
  Subject few(kMandatesFew);
  const auto resident = [](Subject& s) { return s.ResidentMegabytes(); };
  absl::Status status = Prepare(many);
  if (status.ok()) status = Prepare(few);
  if (status.ok()) {
    status = Both(many, few, resident, memory.ours, memory.ceiling);
  }
  // Right after loading, so that there is much to replay.
  if (status.ok()) {
    status = Restart(many, few, &Subject::Kill, start, memory);
  }
  if (status.ok()) status = MeasureTicks(many, few, run.rounds, tick);
  if (status.ok()) {
    status = Both(many, few, resident, memory.ours, memory.ceiling);
  }
  for (int round = 1; status.ok() && round < run.rounds; ++round) {
    status = Restart(many, few, &Subject::Terminate, start, memory);
  }
  if (!status.ok()) return status;
  return std::vector<Row>{tick, start, memory};
}

}  // namespace mandated::bench
