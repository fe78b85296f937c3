#include "services/domain/reading/findings.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace mandated::domain {

void AddReading(Readings* readings, std::string field,
                mandates::v1::Evidence evidence, std::string rule) {
  mandates::v1::Reading& reading = *readings->Add();
  reading.set_field(std::move(field));
  reading.set_confidence(rule.empty() ? mandates::v1::CONFIDENCE_READ
                                      : mandates::v1::CONFIDENCE_INFERRED);
  reading.set_rule(std::move(rule));
  *reading.mutable_evidence() = std::move(evidence);
}

const mandates::v1::Reading* FindReading(const Readings& readings,
                                         std::string_view field) {
  for (const mandates::v1::Reading& reading : readings) {
    if (reading.field() == field) return &reading;
  }
  return nullptr;
}

void RemoveReading(Readings* readings, std::string_view field) {
  readings->erase(std::remove_if(readings->begin(), readings->end(),
                                 [&](const auto& reading) {
                                   return reading.field() == field;
                                 }),
                  readings->end());
}

mandates::v1::Diagnostic& AddDiagnostic(mandates::v1::Resolution& resolution,
                                        mandates::v1::Severity severity,
                                        std::string reason, std::string field,
                                        std::string message) {
  mandates::v1::Diagnostic& diagnostic = *resolution.add_diagnostics();
  diagnostic.set_severity(severity);
  diagnostic.set_reason(std::move(reason));
  diagnostic.set_field(std::move(field));
  diagnostic.set_message(std::move(message));
  return diagnostic;
}

bool HasDiagnostic(const mandates::v1::Resolution& resolution,
                   std::string_view field) {
  return std::any_of(resolution.diagnostics().begin(),
                     resolution.diagnostics().end(),
                     [&](const auto& d) { return d.field() == field; });
}

}  // namespace mandated::domain
