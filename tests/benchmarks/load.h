#ifndef MANDATED_TESTS_BENCHMARKS_LOAD_H_
#define MANDATED_TESTS_BENCHMARKS_LOAD_H_

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <sys/types.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace mandated::bench {

// Few connections, as a service has clients; the same for ours and the ceiling.
inline constexpr int kChannels = 4;

// UNAVAILABLE with the message, unless `status` is OK.
absl::Status FromGrpc(const grpc::Status& status);

// Channels of their own connections to one server, over raw bytes.
class Connections {
 public:
  explicit Connections(const std::string& address);

  // Returns the `number`-th stub, counted round.
  grpc::GenericStub& stub(int number) {
    return *stubs_[static_cast<size_t>(number) % stubs_.size()];
  }

 private:
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
};

// How unary calls went. Processor time is steadier than a rate when others use
// the machine.
struct UnaryRate {
  double calls_per_second = 0;
  double server_micros = 0;  // of processor time for one call
  double client_micros = 0;
};

// Keeps a number of unary calls in flight until it goes. Each answer starts the
// next call.
class UnaryLoad {
 public:
  // Returns the request of the call of this number, from 0.
  using RequestMaker = std::function<grpc::ByteBuffer(int64_t)>;

  UnaryLoad(const std::string& address, const std::string& method,
            int in_flight, RequestMaker make_request);
  ~UnaryLoad();

  UnaryLoad(const UnaryLoad&) = delete;
  UnaryLoad& operator=(const UnaryLoad&) = delete;

  // Returns what calls are answered a second and cost, after a warm-up of a
  // quarter of that time. UNAVAILABLE: a call failed, or none was answered.
  absl::StatusOr<UnaryRate> Measure(double seconds, pid_t server);

  // Ends the load and returns the bytes of one answer. Call once.
  std::string Stop();

 private:
  struct Call;

  void Next(Call* call);
  void Answered(Call* call, const grpc::Status& status);

  Connections connections_;
  const std::string method_;
  const RequestMaker make_request_;
  std::atomic<int64_t> started_ = 0;
  std::atomic<int64_t> answered_ = 0;
  std::atomic<bool> stopping_ = false;
  std::vector<std::unique_ptr<Call>> calls_;
  std::mutex mutex_;
  std::condition_variable idle_;
  int running_ = 0;        // guarded by mutex_
  grpc::Status failed_;    // guarded by mutex_: the first
  std::string an_answer_;  // guarded by mutex_
};

// Returns the processor time a process has used so far, in microseconds.
double ProcessorMicros(pid_t pid);

// Returns how often `count` rises a second, after a warm-up of a quarter of
// `seconds`. Goes on for half a minute at most until it has risen at all.
double RateOf(const std::function<int64_t()>& count, double seconds);

}  // namespace mandated::bench

#endif  // MANDATED_TESTS_BENCHMARKS_LOAD_H_
