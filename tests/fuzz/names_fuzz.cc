#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "services/domain/date.h"
#include "services/domain/names.h"
#include "services/domain/period.h"
#include "tests/fuzz/require.h"

// Names, symbols, periods and days: what is read is written back the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using mandated::fuzz::Require;
  namespace domain = mandated::domain;
  const std::string_view text(reinterpret_cast<const char*>(data), size);

  const auto mandate = domain::ParseMandateName("name", text);
  Require(!mandate.ok() || "mandates/" + *mandate == text);
  const auto session = domain::ParseSessionName("name", text);
  Require(!session.ok() || session->ToString() == text);
  const auto decision = domain::ParseDecisionName("name", text);
  Require(!decision.ok() || decision->ToString() == text);
  const auto day = domain::ParseDate("day", text);
  Require(!day.ok() || domain::FormatDate(*day) == text);
  const auto period = domain::ParsePeriod("period", text);
  if (period.ok()) {
    const absl::CivilDay first(2020, 2, 29);
    const absl::CivilDay end = domain::Add(first, *period);
    Require(first < end);
    Require(domain::Subtract(end, *period) - first <= domain::kClampDays);
  }
  if (domain::IsSymbol(text)) Require(!domain::SlugOfSymbol(text).empty());
  return 0;
}
