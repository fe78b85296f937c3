#ifndef MANDATED_TESTS_SIMULATION_REQUEST_H_
#define MANDATED_TESTS_SIMULATION_REQUEST_H_

#include <variant>

#include "mandates/v1/mandate_service.pb.h"
#include "mandates/v1/session_service.pb.h"

namespace mandated::simulation {

// A write as a caller sends it.
using Request = std::variant<
    mandates::v1::RecordDecisionRequest, mandates::v1::AmendDecisionRequest,
    mandates::v1::RetractDecisionRequest, mandates::v1::UpsertSessionRequest>;

}  // namespace mandated::simulation

#endif  // MANDATED_TESTS_SIMULATION_REQUEST_H_
