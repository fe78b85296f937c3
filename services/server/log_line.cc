#include "services/server/log_line.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "spdlog/formatter.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace mandated::server {
namespace {

// Stands before each name and each value of a line, and in none of them.
constexpr char kSeparator = '\x1f';
constexpr size_t kValueBytesMax = 300;

bool IsControl(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '\x7f';
}

std::string OnOneLine(std::string text) {
  std::replace_if(text.begin(), text.end(), IsControl, ' ');
  return text;
}

// What a line says.
struct Parts {
  std::string time;
  std::string level;
  std::string message;
  std::vector<std::pair<std::string, std::string>> fields;
};

Parts Split(const spdlog::details::log_msg& line) {
  const std::string payload(line.payload.data(), line.payload.size());
  std::vector<std::string> words = absl::StrSplit(payload, kSeparator);
  Parts parts{
      .time =
          absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::FromChrono(line.time),
                           absl::UTCTimeZone()),
      .level = std::string(spdlog::level::to_string_view(line.level).data()),
      .message = OnOneLine(words.front()),
      .fields = {}};
  for (size_t i = 1; i + 1 < words.size(); i += 2) {
    parts.fields.emplace_back(OnOneLine(words[i]), OnOneLine(words[i + 1]));
  }
  return parts;
}

std::string ToText(const Parts& parts) {
  std::string text =
      absl::StrCat(parts.time, " ", parts.level, " ", parts.message);
  for (const auto& [name, value] : parts.fields) {
    const bool plain = value.find_first_of(" \"=") == std::string::npos;
    absl::StrAppend(
        &text, " ", name, "=",
        plain ? value
              : nlohmann::json(value).dump(
                    -1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  return text;
}

std::string ToJson(const Parts& parts) {
  nlohmann::ordered_json line;
  line["time"] = parts.time;
  line["level"] = parts.level;
  line["message"] = parts.message;
  for (const auto& [name, value] : parts.fields) line[name] = value;
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

class LineFormatter final : public spdlog::formatter {
 public:
  explicit LineFormatter(bool json) : json_(json) {}

  void format(const spdlog::details::log_msg& line,
              spdlog::memory_buf_t& out) override {
    const Parts parts = Split(line);
    const std::string text = (json_ ? ToJson(parts) : ToText(parts)) + "\n";
    out.append(text.data(), text.data() + text.size());
  }

  std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<LineFormatter>(json_);
  }

 private:
  const bool json_;
};

}  // namespace

LogLine& LogLine::With(std::string_view name, std::string_view value) {
  if (value.empty()) return *this;
  text_ += kSeparator;
  text_ += name;
  text_ += kSeparator;
  text_ += OnOneLine(std::string(value.substr(0, kValueBytesMax)));
  return *this;
}

void StartLogging(const Config& config) {
  auto logger = spdlog::stderr_logger_mt("mandated");
  logger->set_formatter(std::make_unique<LineFormatter>(config.log_json));
  logger->set_level(spdlog::level::from_str(config.log_level));
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace mandated::server
