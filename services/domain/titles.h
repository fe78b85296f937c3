#ifndef MANDATED_SERVICES_DOMAIN_TITLES_H_
#define MANDATED_SERVICES_DOMAIN_TITLES_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/map.h"
#include "mandates/v1/mandate.pb.h"

// What other languages call a mandate. Checks of what callers send, each
// INVALID_ARGUMENT that names the field.
namespace mandated::domain {

using Titles = google::protobuf::Map<std::string, mandates::v1::Titles>;

// Checks the primary code of a language as in BCP 47: "fr".
// LANGUAGE_CODE_INVALID.
absl::Status CheckLanguageCode(std::string_view field, std::string_view code);

// Checks codes, numbers and lengths of titles. LANGUAGE_CODE_INVALID,
// FIELD_OUT_OF_RANGE, FIELD_MISSING, FIELD_TOO_LONG.
absl::Status CheckTitles(std::string_view field, const Titles& titles);

using NewTitles = google::protobuf::Map<std::string, std::string>;

// Checks codes, number and lengths of a decision's new titles, as CheckTitles.
absl::Status CheckNewTitles(std::string_view field, const NewTitles& titles);

// Puts new titles before those that a mandate has in their languages. Where a
// language has limits::kTitlesMax, its last one falls out.
void PutNewTitles(const NewTitles& added, Titles& titles);

// Takes them back, wherever they stand.
void TakeNewTitles(const NewTitles& added, Titles& titles);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_TITLES_H_
