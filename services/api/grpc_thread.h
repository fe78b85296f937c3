#ifndef MANDATED_SERVICES_API_GRPC_THREAD_H_
#define MANDATED_SERVICES_API_GRPC_THREAD_H_

#include <functional>

namespace mandated::api {

// Runs `work` soon on one of gRPC's threads: for who is told something on the
// hub's thread or the writer's, which must not wait for reads of the log.
void RunOnGrpcThread(std::function<void()> work);

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_GRPC_THREAD_H_
