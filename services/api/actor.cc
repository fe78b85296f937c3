#include "services/api/actor.h"

namespace mandated::api {

void SetActor(const Caller& caller,
              const mandates::v1::BatchRecordDecisionsRequest& request) {
  for (const auto& one : request.requests()) SetActor(caller, one);
}

}  // namespace mandated::api
