#include "clients/mandatectl/json.h"

#include "mandates/v1/mandate.pb.h"
#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ToJsonTest, FieldsHaveTheNamesOfTheProtoAndAreAlwaysThere) {
  mandates::v1::Mandate mandate;
  mandate.set_holder_type(mandates::v1::HOLDER_TYPE_WORKING_GROUP);
  const std::string json = ToJson(mandate, JsonShape::kLine);
  EXPECT_THAT(json, HasSubstr("\"holder_type\":\"HOLDER_TYPE_WORKING_GROUP\""));
  EXPECT_THAT(json, HasSubstr("\"title\":\"\""));
  EXPECT_THAT(json, Not(HasSubstr("days_left")));  // it has presence
}

TEST(ToJsonTest, LineHasNoBreakButItsEnd) {
  mandates::v1::Date date = DateOf(2020, 7, 16);
  EXPECT_EQ(ToJson(date, JsonShape::kLine),
            "{\"year\":2020,\"month\":7,\"day\":16}\n");
  EXPECT_EQ(ToJson(date, JsonShape::kIndented),
            "{\n \"year\": 2020,\n \"month\": 7,\n \"day\": 16\n}\n");
}

TEST(ToJsonTest, EqualMapsGiveEqualText) {
  mandates::v1::Mandate one;
  mandates::v1::Mandate other;
  for (int i = 0; i < 50; ++i) {
    (*one.mutable_labels())["k" + std::to_string(i)] = "v";
    (*other.mutable_labels())["k" + std::to_string(49 - i)] = "v";
  }
  EXPECT_EQ(ToJson(one, JsonShape::kLine), ToJson(other, JsonShape::kLine));
}

}  // namespace
}  // namespace mandated::mandatectl
