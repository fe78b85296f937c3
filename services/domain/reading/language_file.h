#ifndef MANDATED_SERVICES_DOMAIN_READING_LANGUAGE_FILE_H_
#define MANDATED_SERVICES_DOMAIN_READING_LANGUAGE_FILE_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mandates/v1/mandate.pb.h"

namespace mandated::domain {

// A language's file as it is written, its keys checked against the schema of
// services/domain/language/README.md.
struct LanguageFile {
  struct Act {
    mandates::v1::Act act;
    std::string pattern;
  };

  std::string file;  // its name, for errors
  std::string code;
  std::string name;
  bool noun_last = false;
  std::map<std::string, std::string> fragments;
  // Dotted key to its patterns: "back.meeting".
  std::map<std::string, std::vector<std::string>> lists;
  // Words in normal form to their value.
  std::map<std::string, int> cardinals;
  std::map<std::string, int> ordinals;
  std::map<std::string, int> months;
  // Names in normal form to the State's code.
  std::map<std::string, std::string> states;
  std::vector<Act> acts;
};

// Reads the file. INVALID_ARGUMENT: it is no TOML; a key is missing, unknown
// or empty; a word has two values; a code is not ISO 3166-1 alpha-3.
absl::StatusOr<LanguageFile> ReadLanguageFile(const std::string& file,
                                              std::string_view toml);

// Makes the error for a key of a file: INVALID_ARGUMENT.
absl::Status LanguageFileError(const std::string& file, const std::string& key,
                               const std::string& what);

// Tells whether the schema has a list of patterns of that key.
bool IsListKey(std::string_view key);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_LANGUAGE_FILE_H_
