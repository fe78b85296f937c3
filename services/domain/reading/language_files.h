#ifndef MANDATED_SERVICES_DOMAIN_READING_LANGUAGE_FILES_H_
#define MANDATED_SERVICES_DOMAIN_READING_LANGUAGE_FILES_H_

#include <string_view>
#include <vector>

namespace mandated::domain {

// A file of services/domain/language, built in.
struct LanguageFileText {
  const char* name;  // "en.toml"
  std::string_view text;
};

// Generated from the folder by CMake, in the order of the names.
extern const std::vector<LanguageFileText> kLanguageFiles;

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_LANGUAGE_FILES_H_
