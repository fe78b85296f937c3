#ifndef MANDATED_TESTS_BENCHMARKS_REQUESTS_H_
#define MANDATED_TESTS_BENCHMARKS_REQUESTS_H_

#include <google/protobuf/message_lite.h>
#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <string>

#include "absl/time/civil_time.h"
#include "mandates/v1/mandate_service.pb.h"

namespace mandated::bench {

inline constexpr char kRecordDecision[] =
    "/mandates.v1.MandateService/RecordDecision";
inline constexpr char kWatch[] = "/mandates.v1.ExpiryService/Watch";

// The day every decision here was adopted on, which is the first day of the
// simulated clock.
inline constexpr absl::CivilDay kAdopted(2017, 3, 1);

// Returns a request that establishes mandates/bench-{series}-{number} until
// `last_day`; of the same size for all numbers below 10,000,000.
mandates::v1::RecordDecisionRequest Establish(const std::string& series,
                                              int64_t number,
                                              absl::CivilDay last_day);

// A last day no lead comes near.
absl::CivilDay FarLastDay(int64_t number);

grpc::ByteBuffer ToBuffer(const std::string& bytes);
grpc::ByteBuffer ToBuffer(const google::protobuf::MessageLite& message);
std::string ToBytes(const grpc::ByteBuffer& buffer);

}  // namespace mandated::bench

#endif  // MANDATED_TESTS_BENCHMARKS_REQUESTS_H_
