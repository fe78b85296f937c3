#ifndef MANDATED_SERVICES_DOMAIN_READING_FINDINGS_H_
#define MANDATED_SERVICES_DOMAIN_READING_FINDINGS_H_

#include <string>
#include <string_view>

#include "google/protobuf/repeated_field.h"
#include "mandates/v1/resolution.pb.h"

// How the parts of the reader put down what they found and what not.
namespace mandated::domain {

using Readings = google::protobuf::RepeatedPtrField<mandates::v1::Reading>;

// Proves `field` with the words that state it; with a rule, it is INFERRED.
void AddReading(Readings* readings, std::string field,
                mandates::v1::Evidence evidence, std::string rule = "");

// Returns the reading of `field`; null: it was not read.
const mandates::v1::Reading* FindReading(const Readings& readings,
                                         std::string_view field);

// Takes back that `field` was read.
void RemoveReading(Readings* readings, std::string_view field);

// Adds a diagnostic and returns it, for its evidence.
mandates::v1::Diagnostic& AddDiagnostic(mandates::v1::Resolution& resolution,
                                        mandates::v1::Severity severity,
                                        std::string reason, std::string field,
                                        std::string message);

// Tells whether a diagnostic speaks of `field`.
bool HasDiagnostic(const mandates::v1::Resolution& resolution,
                   std::string_view field);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_FINDINGS_H_
