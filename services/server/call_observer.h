#ifndef MANDATED_SERVICES_SERVER_CALL_OBSERVER_H_
#define MANDATED_SERVICES_SERVER_CALL_OBSERVER_H_

#include <grpcpp/grpcpp.h>
#include <grpcpp/support/server_interceptor.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "services/server/histogram.h"

namespace mandated::server {

// Codes of gRPC, OK to UNAUTHENTICATED.
inline constexpr size_t kStatusCodes = 17;

// The name of a code: "INVALID_ARGUMENT". `code` is below kStatusCodes.
const char* CodeName(size_t code);

// What came of the calls of one method since the start.
struct MethodFigures {
  explicit MethodFigures(std::string name_of_it)
      : name(std::move(name_of_it)) {}

  const std::string name;  // "mandates.v1.MandateService/GetMandate"
  std::array<std::atomic<int64_t>, kStatusCodes> ended{};  // by code
  std::atomic<int64_t> open = 0;
  // Of unary calls: a stream lasts as long as its reader likes.
  Histogram<kMicrosBounds.size()> micros{kMicrosBounds};
};

// Sees the beginning and the end of every call, counts them, and logs those
// that failed by the server's fault or took long; at level debug all. A call
// costs it a few additions, without a lock. Thread-safe; must outlive the
// server it is given to.
class CallObserver {
 public:
  // Counts the methods of `services`, named in full, and all others as one, so
  // that callers cannot make names up. A unary call is slow from `slow` on.
  CallObserver(const std::set<std::string>& services, absl::Duration slow);

  // Returns what a grpc::ServerBuilder has to be given.
  std::vector<
      std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>
  MakeInterceptors();

  // Those methods that were called.
  std::vector<const MethodFigures*> Figures() const;

 private:
  class Factory;
  class Call;

  MethodFigures* Find(std::string_view method);
  void Tell(grpc::experimental::ServerRpcInfo& info,
            const MethodFigures& figures, int64_t micros,
            const grpc::Status& status);
  bool MayLog();

  const int64_t slow_micros_;
  // Never changed after the constructor: read without a lock.
  std::unordered_map<std::string_view, std::unique_ptr<MethodFigures>> methods_;
  MethodFigures other_{"other"};
  std::atomic<int64_t> second_ = 0;  // of the lines that are counted
  std::atomic<int64_t> lines_ = 0;
  std::atomic<int64_t> unsaid_ = 0;
};

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_CALL_OBSERVER_H_
