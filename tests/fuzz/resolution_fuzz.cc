#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "mandates/v1/mandate.pb.h"
#include "services/domain/calendar.h"
#include "services/domain/reading/language.h"
#include "services/domain/reading/mandate_names.h"
#include "services/domain/reading/resolution_reader.h"
#include "tests/fuzz/require.h"

// A text is refused or read, in whatever language; what a reading points at is
// in the text.
namespace mandated::fuzz {
namespace {

using domain::MandateNames;
using mandates::v1::Evidence;

const MandateNames& SomeNames() {
  static const auto* const names = [] {
    mandates::v1::Mandate mandate;
    mandate.set_name("mandates/sr-food");
    mandate.set_title("Special Rapporteur on the right to food");
    mandate.set_holder_type(mandates::v1::HOLDER_TYPE_SPECIAL_RAPPORTEUR);
    (*mandate.mutable_titles())["zh"].add_titles("食物权问题特别报告员");
    return new MandateNames(domain::Languages::BuiltIn(), {mandate});
  }();
  return *names;
}

void RequireWithin(const Evidence& evidence, size_t size) {
  Require(evidence.begin_byte() >= 0);
  Require(evidence.begin_byte() <= evidence.end_byte());
  Require(evidence.end_byte() <= static_cast<int64_t>(size));
}

}  // namespace
}  // namespace mandated::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using mandated::fuzz::RequireWithin;
  static const auto* const calendar = new mandated::domain::Calendar();
  const mandated::domain::ReadingContext context = {
      .languages = &mandated::domain::Languages::BuiltIn(),
      .names = &mandated::fuzz::SomeNames(),
      .calendar = calendar};
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto read = mandated::domain::ReadResolution(context, text, "", "");
  if (!read.ok()) return 0;
  for (const auto& reading : read->readings()) {
    RequireWithin(reading.evidence(), size);
  }
  for (const auto& paragraph : read->paragraphs()) {
    mandated::fuzz::Require(paragraph.begin_byte() <= paragraph.end_byte());
    mandated::fuzz::Require(paragraph.end_byte() <= static_cast<int64_t>(size));
  }
  for (const auto& diagnostic : read->diagnostics()) {
    RequireWithin(diagnostic.evidence(), size);
  }
  return 0;
}
