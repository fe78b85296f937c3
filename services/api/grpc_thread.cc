#include "services/api/grpc_thread.h"

#include <grpcpp/alarm.h>

#include <memory>
#include <utility>

namespace mandated::api {

void RunOnGrpcThread(std::function<void()> work) {
  // The alarm is in what it calls, which lets go of it.
  const auto alarm = std::make_shared<std::unique_ptr<grpc::Alarm>>(
      std::make_unique<grpc::Alarm>());
  (*alarm)->Set(gpr_time_0(GPR_TIMESPAN),
                [alarm, work = std::move(work)](bool) {
                  alarm->reset();
                  work();
                });
}

}  // namespace mandated::api
