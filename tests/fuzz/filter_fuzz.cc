#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mandates/v1/mandate.pb.h"
#include "services/domain/date.h"
#include "services/domain/filter.h"
#include "tests/fuzz/require.h"

// A filter is refused, or its canonical spelling is a filter of that spelling
// which matches the same.
namespace mandated::fuzz {
namespace {

const mandates::v1::Mandate& SomeMandate() {
  static const auto* const mandate = [] {
    auto* made = new mandates::v1::Mandate();
    made->set_name("mandates/sr-food");
    made->set_title("Special Rapporteur on the right to food");
    made->set_kind(mandates::v1::KIND_THEMATIC);
    made->set_state(mandates::v1::STATE_IN_FORCE);
    made->set_established_year(2000);
    (*made->mutable_labels())["team"] = "one";
    auto& term = *made->mutable_term();
    *term.mutable_last_day() = domain::ToDate(absl::CivilDay(2026, 7, 3));
    return made;
  }();
  return *mandate;
}

}  // namespace
}  // namespace mandated::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using mandated::domain::Filter;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto filter = Filter::Parse(text);
  if (!filter.ok()) return 0;
  const auto again = Filter::Parse(filter->canonical());
  mandated::fuzz::Require(again.ok());
  mandated::fuzz::Require(again->canonical() == filter->canonical());
  const absl::CivilDay today(2026, 3, 31);
  const auto& mandate = mandated::fuzz::SomeMandate();
  mandated::fuzz::Require(filter->Matches(mandate, today) ==
                          again->Matches(mandate, today));
  return 0;
}
