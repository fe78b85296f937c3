#include "services/server/config.h"

#include <cstdint>
#include <iterator>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/domain/date.h"
#include "services/domain/limits.h"
#include "services/domain/period.h"
#include "services/engine/expiry.h"
#include "services/server/security_settings.h"

namespace mandated::server {
namespace {

using Kind = Setting::Kind;

// The zone in which mandates of the Human Rights Council lapse: Geneva's.
constexpr char kZone[] = "Europe/Zurich";

absl::Status Expected(const std::string& text, const std::string& expected) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text, "\" is not valid: expected ", expected));
}

// Reads "HOST:PORT"; an address of IPv6 stands in brackets.
absl::Status ParseAddress(const std::string& text, std::string* address) {
  constexpr int kPortMax = 65'535;
  const size_t colon = text.rfind(':');
  int port = -1;
  if (colon == std::string::npos || colon == 0 ||
      !absl::SimpleAtoi(text.substr(colon + 1), &port) || port < 0 ||
      port > kPortMax) {
    return Expected(text, "HOST:PORT, such as 127.0.0.1:50051");
  }
  *address = text;
  return absl::OkStatus();
}

absl::Status ParseListen(const std::string& text, Config* config) {
  return ParseAddress(text, &config->listen);
}

absl::Status ParseStore(const std::string& text, Config* config) {
  if (text.empty()) return Expected(text, "a directory, or memory");
  config->store_directory = text == "memory" ? "" : text;
  return absl::OkStatus();
}

absl::Status ParseBackupDirectory(const std::string& text, Config* config) {
  config->backup_directory = text;
  return absl::OkStatus();
}

absl::Status ParseClock(const std::string& text, Config* config) {
  if (text != "system" && text != "simulated") {
    return Expected(text, "system or simulated");
  }
  config->clock_simulated = text == "simulated";
  return absl::OkStatus();
}

absl::Status ParseSimulatedStart(const std::string& text, Config* config) {
  const auto day = domain::ParseDate("simulated-start", text);
  if (!day.ok()) return day.status();
  config->simulated_start = *day;
  return absl::OkStatus();
}

absl::Status ParseSpeed(const std::string& text, Config* config) {
  double days_per_second = 0;
  const absl::string_view number = absl::StripSuffix(text, "d/s");
  constexpr double kDaysPerSecondMax = 10'000;  // the disk is slower
  if (!absl::SimpleAtod(number, &days_per_second) ||
      !(days_per_second >= 0 && days_per_second <= kDaysPerSecondMax)) {
    return Expected(text, "0 to 10000d/s");
  }
  config->simulated_speed =
      days_per_second * absl::ToDoubleSeconds(absl::Hours(24));
  return absl::OkStatus();
}

absl::Status ParseLeads(const std::string& text, Config* config) {
  const std::vector<std::string> leads = absl::StrSplit(text, ',');
  if (text.empty() || leads.size() > domain::limits::kLeadsMax) {
    return Expected(text, "1 to 64 periods, such as P6M,P1W");
  }
  for (const std::string& lead : leads) {
    const auto period = domain::ParsePeriod("leads", lead);
    if (!period.ok()) return period.status();
  }
  config->leads = leads;
  return absl::OkStatus();
}

template <typename Number>
absl::Status ParseCount(const std::string& text, Number* number) {
  Number read = 0;
  if (!absl::SimpleAtoi(text, &read) || read < 1) {
    return Expected(text, "a whole number, 1 or more");
  }
  *number = read;
  return absl::OkStatus();
}

absl::Status ParseRetentionDays(const std::string& text, Config* config) {
  return ParseCount(text, &config->retention.age_days);
}

absl::Status ParseRetentionEvents(const std::string& text, Config* config) {
  return ParseCount(text, &config->retention.events_max);
}

// What comes more often than `min` would keep a core busy; what takes more than
// an hour is a typing error.
absl::Status ParseDuration(const std::string& text, absl::Duration min,
                           absl::Duration* duration) {
  absl::Duration read;
  if (!absl::ParseDuration(text, &read) || read < min ||
      read > absl::Hours(1)) {
    return Expected(
        text, absl::StrCat(absl::FormatDuration(min), " to 1h, such as 10s"));
  }
  *duration = read;
  return absl::OkStatus();
}

absl::Status ParseGrace(const std::string& text, Config* config) {
  return ParseDuration(text, absl::ZeroDuration(), &config->grace);
}

absl::Status ParseProgressInterval(const std::string& text, Config* config) {
  return ParseDuration(text, absl::Milliseconds(10),
                       &config->progress_interval);
}

absl::Status ParseMetricsListen(const std::string& text, Config* config) {
  if (text != "off") return ParseAddress(text, &config->metrics_listen);
  config->metrics_listen.clear();
  return absl::OkStatus();
}

absl::Status ParseLogFormat(const std::string& text, Config* config) {
  if (text != "text" && text != "json") return Expected(text, "text or json");
  config->log_json = text == "json";
  return absl::OkStatus();
}

absl::Status ParseLogLevel(const std::string& text, Config* config) {
  if (text != "debug" && text != "info" && text != "warn" && text != "error") {
    return Expected(text, "debug, info, warn or error");
  }
  config->log_level = text;
  return absl::OkStatus();
}

absl::Status ParseLogSlowCall(const std::string& text, Config* config) {
  return ParseDuration(text, absl::ZeroDuration(), &config->log_slow_call);
}

std::vector<Setting> GeneralSettings() {
  return {
      {"listen", Kind::kText, "ADDRESS", "127.0.0.1:50051",
       "Address to serve gRPC on; port 0 picks a free one.", ParseListen},
      {"store", Kind::kText, "DIRECTORY", "var/mandated",
       "Directory of the RocksDB store, made where absent; \"memory\" keeps "
       "everything in memory and forgets it.",
       ParseStore},
      {"backup-directory", Kind::kText, "DIRECTORY", "",
       "Directory that backups are made into (mandatectl backup create), made "
       "where absent; empty: none are made.",
       ParseBackupDirectory},
      {"clock", Kind::kText, "CLOCK", "system",
       "\"system\", or \"simulated\" for a clock that AdvanceClock moves.",
       ParseClock},
      {"simulated-start", Kind::kText, "DATE", "2017-03-01",
       "Day a simulated clock starts on, at noon in Geneva; a store that has "
       "seen later days continues from there.",
       ParseSimulatedStart},
      {"simulated-speed", Kind::kText, "RATE", "0",
       "Days a simulated clock runs in a real second, for example 20d/s; 0 "
       "stands still.",
       ParseSpeed},
      {"leads", Kind::kList, "PERIODS",
       absl::StrJoin(engine::kLeadsDefault, ","),
       "How long before a last day EXPIRING is announced: civil periods.",
       ParseLeads},
      {"log-retention-days", Kind::kNumber, "DAYS", "1825",
       "Events older than this are dropped from the log.", ParseRetentionDays},
      {"log-retention-events", Kind::kNumber, "COUNT", "10000000",
       "The oldest events beyond this number are dropped from the log, a whole "
       "day at a time.",
       ParseRetentionEvents},
      {"grace", Kind::kText, "DURATION", "10s",
       "How long a shutdown waits for calls in flight.", ParseGrace},
      {"progress-interval", Kind::kText, "DURATION", "10s",
       "How often an idle stream is told how far the server is.",
       ParseProgressInterval},
      {"metrics-listen", Kind::kText, "ADDRESS", "off",
       "Address to serve metrics on for Prometheus, at /metrics, to whoever "
       "reaches it; port 0 picks a free one; \"off\" serves none.",
       ParseMetricsListen},
      {"log-format", Kind::kText, "FORMAT", "text",
       "How the log is written, one line an event: \"text\" or \"json\".",
       ParseLogFormat},
      {"log-level", Kind::kText, "LEVEL", "info",
       "What the log has: \"error\", \"warn\", \"info\", or \"debug\", which "
       "has a line for every call.",
       ParseLogLevel},
      {"log-slow-call", Kind::kText, "DURATION", "1s",
       "Unary calls that take this long have a line in the log.",
       ParseLogSlowCall},
  };
}

}  // namespace

const std::vector<Setting>& Settings() {
  static const auto* const kSettings = [] {
    auto* const all = new std::vector<Setting>(GeneralSettings());
    const std::vector<Setting> security = SecuritySettings();
    all->insert(all->end(), security.begin(), security.end());
    return all;
  }();
  return *kSettings;
}

std::vector<std::string> CheckTogether(Config* config) {
  std::vector<std::string> faults = CheckSecurity(*config);
  if (!absl::LoadTimeZone(kZone, &config->zone)) {
    faults.push_back(absl::StrCat("the time zone ", kZone,
                                  " is not installed: install tzdata"));
  }
  if (!config->backup_directory.empty() &&
      config->backup_directory == config->store_directory) {
    faults.push_back(
        "backup-directory and store name one directory: give the backups "
        "another, best on another disk");
  }
  return faults;
}

}  // namespace mandated::server
