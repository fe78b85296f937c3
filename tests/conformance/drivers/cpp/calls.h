#ifndef MANDATED_TESTS_CONFORMANCE_DRIVERS_CPP_CALLS_H_
#define MANDATED_TESTS_CONFORMANCE_DRIVERS_CPP_CALLS_H_

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace grpc {
class Channel;
class ClientContext;
}  // namespace grpc

namespace mandated::conformance {

// One unary call. Run by one thread; Cancel from any.
class Call {
 public:
  Call();
  ~Call();

  // Calls `method`, "mandates.v1.MandateService/GetMandate", by the generated
  // stub, and returns the line that answers. `deadline_seconds` of 0: none.
  nlohmann::json Run(const std::shared_ptr<grpc::Channel>& channel,
                     const std::string& method, const nlohmann::json& request,
                     double deadline_seconds);
  void Cancel();

 private:
  const std::unique_ptr<grpc::ClientContext> context_;
};

}  // namespace mandated::conformance

#endif  // MANDATED_TESTS_CONFORMANCE_DRIVERS_CPP_CALLS_H_
