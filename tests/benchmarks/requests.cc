#include "tests/benchmarks/requests.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace mandated::bench {
namespace {

void Set(absl::CivilDay day, mandates::v1::Date* date) {
  date->set_year(static_cast<int32_t>(day.year()));
  date->set_month(day.month());
  date->set_day(day.day());
}

}  // namespace

mandates::v1::RecordDecisionRequest Establish(const std::string& series,
                                              int64_t number,
                                              absl::CivilDay last_day) {
  mandates::v1::RecordDecisionRequest request;
  request.set_mandate_name(
      absl::StrFormat("mandates/bench-%s-%07d", series, number));
  request.set_actor("bench");
  auto* mandate = request.mutable_mandate();
  mandate->set_title(
      "Special Rapporteur on the situation of human rights defenders");
  mandate->set_kind(mandates::v1::KIND_THEMATIC);
  mandate->set_holder_type(mandates::v1::HOLDER_TYPE_SPECIAL_RAPPORTEUR);
  auto* decision = request.mutable_decision();
  decision->set_act(mandates::v1::ACT_ESTABLISH);
  decision->set_symbol("A/HRC/RES/34/5");
  Set(kAdopted, decision->mutable_adopted_on());
  Set(last_day, decision->mutable_term()->mutable_fixed());
  return request;
}

absl::CivilDay FarLastDay(int64_t number) {
  constexpr int64_t kDays = 60 * 365;
  return absl::CivilDay(2030, 1, 1) + number % kDays;
}

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

grpc::ByteBuffer ToBuffer(const google::protobuf::MessageLite& message) {
  return ToBuffer(message.SerializeAsString());
}

std::string ToBytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

}  // namespace mandated::bench
