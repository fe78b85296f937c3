#ifndef MANDATED_SERVICES_API_ACTOR_H_
#define MANDATED_SERVICES_API_ACTOR_H_

#include "mandates/v1/mandate_service.pb.h"
#include "services/api/gate.h"

namespace mandated::api {

// Makes the caller the actor of what a request changes, whoever it says it is;
// where the server asks nobody for a name, the request's stays. The request is
// the one of a handler, which gRPC made for this call alone and never const.
template <typename Request>
void SetActor(const Caller& caller, const Request& request) {
  if (caller.name.empty()) return;
  const_cast<Request&>(request).set_actor(caller.name);
}
void SetActor(const Caller& caller,
              const mandates::v1::BatchRecordDecisionsRequest& request);

}  // namespace mandated::api

#endif  // MANDATED_SERVICES_API_ACTOR_H_
