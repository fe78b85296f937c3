#include "services/server/config_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/domain/toml.h"

namespace mandated::server {
namespace {

// A file of settings has a few kB; this is another file.
constexpr size_t kFileBytesMax = 1 << 20;

std::optional<std::string> ReadFile(const std::string& path,
                                    std::vector<FileLine>* faults) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text(kFileBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file.eof()) {
    const bool is_long = file.good();
    faults->push_back(
        {0, "",
         is_long ? std::string("is longer than 1 MiB")
                 : std::string("cannot be read: ") + std::strerror(errno)});
    return std::nullopt;
  }
  text.resize(static_cast<size_t>(file.gcount()));
  return text;
}

// The value as a flag would say it; nullopt: no flag could.
std::optional<std::string> TextOf(const toml::node& node) {
  if (node.is_table()) return std::nullopt;
  if (const auto* list = node.as_array()) {
    std::vector<std::string> texts;
    for (const toml::node& one : *list) {
      const auto text = one.is_array() ? std::nullopt : TextOf(one);
      if (!text) return std::nullopt;
      texts.push_back(*text);
    }
    return absl::StrJoin(texts, ",");
  }
  if (const auto* text = node.as_string()) return text->get();
  std::ostringstream written;
  node.visit([&written](const auto& value) { written << value; });
  return written.str();
}

}  // namespace

ConfigFile ReadConfigFile(const std::string& path) {
  ConfigFile read;
  const auto text = ReadFile(path, &read.faults);
  if (!text) return read;
  const toml::parse_result parsed = toml::parse(*text);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    read.faults.push_back({static_cast<int>(error.source().begin.line), "",
                           std::string(error.description())});
    return read;
  }
  for (const auto& [key, node] : parsed.table()) {
    const int line = static_cast<int>(key.source().begin.line);
    const std::string name(key.str());
    if (const auto value = TextOf(node)) {
      read.values.push_back({line, name, *value});
    } else {
      read.faults.push_back({line, name, "is a table; settings have none"});
    }
  }
  const auto by_line = [](const FileLine& a, const FileLine& b) {
    return a.line < b.line;
  };
  std::sort(read.values.begin(), read.values.end(), by_line);
  std::sort(read.faults.begin(), read.faults.end(), by_line);
  return read;
}

std::string ToToml(Setting::Kind kind, const std::string& text) {
  const auto quoted = [](const std::string& words) {
    std::ostringstream written;
    const toml::value<std::string> value(words);
    written << toml::toml_formatter(value, toml::format_flags::none);
    return written.str();
  };
  switch (kind) {
    case Setting::Kind::kNumber:
    case Setting::Kind::kSwitch:
      return text;
    case Setting::Kind::kText:
      return quoted(text);
    case Setting::Kind::kList:
      break;
  }
  std::vector<std::string> list;
  for (const absl::string_view one :
       absl::StrSplit(text, ',', absl::SkipEmpty())) {
    list.push_back(quoted(std::string(one)));
  }
  return "[" + absl::StrJoin(list, ", ") + "]";
}

}  // namespace mandated::server
