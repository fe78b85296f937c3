#include "tests/benchmarks/load.h"

#include <unistd.h>

#include <chrono>
#include <fstream>
#include <limits>
#include <optional>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "tests/benchmarks/requests.h"

namespace mandated::bench {
namespace {

// How long nothing may be counted: a fraction of a second is short on a machine
// that does much else.
constexpr std::chrono::seconds kSilenceMax(30);

}  // namespace

struct UnaryLoad::Call {
  int number = 0;
  std::optional<grpc::ClientContext> context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer response;
};

absl::Status FromGrpc(const grpc::Status& status) {
  return status.ok() ? absl::OkStatus()
                     : absl::UnavailableError(status.error_message());
}

Connections::Connections(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetMaxReceiveMessageSize(-1);
  for (int i = 0; i < kChannels; ++i) {
    stubs_.push_back(
        std::make_unique<grpc::GenericStub>(grpc::CreateCustomChannel(
            address, grpc::InsecureChannelCredentials(), arguments)));
  }
}

UnaryLoad::UnaryLoad(const std::string& address, const std::string& method,
                     int in_flight, RequestMaker make_request)
    : connections_(address),
      method_(method),
      make_request_(std::move(make_request)),
      running_(in_flight) {
  for (int i = 0; i < in_flight; ++i) {
    calls_.push_back(std::make_unique<Call>());
    calls_.back()->number = i;
  }
  for (const auto& call : calls_) Next(call.get());
}

UnaryLoad::~UnaryLoad() { Stop(); }

absl::StatusOr<UnaryRate> UnaryLoad::Measure(double seconds, pid_t server) {
  UnaryRate rate;
  const int64_t before = answered_;
  const double server_before = ProcessorMicros(server);
  const double client_before = ProcessorMicros(getpid());
  rate.calls_per_second = RateOf([this] { return answered_.load(); }, seconds);
  const auto calls = static_cast<double>(answered_ - before);
  rate.server_micros = (ProcessorMicros(server) - server_before) / calls;
  rate.client_micros = (ProcessorMicros(getpid()) - client_before) / calls;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!failed_.ok()) {
    return absl::UnavailableError(
        absl::StrCat(method_, ": ", failed_.error_message()));
  }
  if (rate.calls_per_second > 0) return rate;
  return absl::UnavailableError(absl::StrCat(method_, " answered nothing"));
}

std::string UnaryLoad::Stop() {
  stopping_ = true;
  std::unique_lock<std::mutex> lock(mutex_);
  idle_.wait(lock, [this] { return running_ == 0; });
  return an_answer_;
}

void UnaryLoad::Next(Call* call) {
  call->context.emplace();
  call->request = make_request_(started_++);
  call->response.Clear();
  connections_.stub(call->number)
      .UnaryCall(
          &*call->context, method_, {}, &call->request, &call->response,
          [this, call](const grpc::Status& status) { Answered(call, status); });
}

void UnaryLoad::Answered(Call* call, const grpc::Status& status) {
  ++answered_;
  if (status.ok() && !stopping_) {
    Next(call);
    return;
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  if (failed_.ok()) failed_ = status;
  if (status.ok()) an_answer_ = ToBytes(call->response);
  --running_;
  idle_.notify_all();
}

double ProcessorMicros(pid_t pid) {
  constexpr int kFieldsBefore = 11;  // from the state to user and system time
  std::ifstream stat(absl::StrCat("/proc/", pid, "/stat"));
  stat.ignore(std::numeric_limits<std::streamsize>::max(), ')');
  std::string other;
  for (int i = 0; i < kFieldsBefore; ++i) stat >> other;
  double user = 0;
  double system = 0;
  stat >> user >> system;
  return (user + system) * 1e6 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double RateOf(const std::function<int64_t()>& count, double seconds) {
  using Steady = std::chrono::steady_clock;
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds / 4));
  const int64_t count_before = count();
  const Steady::time_point before = Steady::now();
  std::chrono::duration<double> passed;
  do {
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    passed = Steady::now() - before;
  } while (count() == count_before && passed < kSilenceMax);
  return static_cast<double>(count() - count_before) / passed.count();
}

}  // namespace mandated::bench
