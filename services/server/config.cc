#include "services/server/config.h"

#include <string_view>

#include "absl/flags/flag.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/domain/date.h"
#include "services/domain/limits.h"
#include "services/domain/period.h"
#include "services/engine/expiry.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:50051",
          "Address to serve gRPC on, without TLS; port 0 picks a free one.");
ABSL_FLAG(std::string, store, "var/mandated",
          "Directory of the RocksDB store, made where absent; \"memory\" keeps "
          "everything in memory and forgets it.");
ABSL_FLAG(std::string, clock, "system",
          "\"system\", or \"simulated\" for a clock that AdvanceClock moves.");
ABSL_FLAG(std::string, simulated_start, "2017-03-01",
          "Day a simulated clock starts on, at noon in Geneva; a store that "
          "has seen later days continues from there.");
ABSL_FLAG(std::string, simulated_speed, "0",
          "Days a simulated clock runs in a real second, for example 20d/s; "
          "0 stands still.");
ABSL_FLAG(std::vector<std::string>, leads,
          std::vector<std::string>(std::begin(mandated::engine::kLeadsDefault),
                                   std::end(mandated::engine::kLeadsDefault)),
          "How long before a last day EXPIRING is announced: civil periods.");
ABSL_FLAG(int, log_retention_days, 5 * 365,
          "Events older than this are dropped from the log.");
ABSL_FLAG(int64_t, log_retention_events, 10'000'000,
          "The oldest events beyond this number are dropped from the log, a "
          "whole day at a time.");
ABSL_FLAG(absl::Duration, grace, absl::Seconds(10),
          "How long a shutdown waits for calls in flight.");
ABSL_FLAG(absl::Duration, progress_interval, absl::Seconds(10),
          "How often an idle stream is told how far the server is.");

namespace mandated::server {
namespace {

// The zone in which mandates of the Human Rights Council lapse: Geneva's.
constexpr char kZone[] = "Europe/Zurich";

absl::Status FlagInvalid(const std::string& flag, const std::string& value,
                         const std::string& expected) {
  return absl::InvalidArgumentError(absl::StrCat(
      "--", flag, "=", value, " is not valid: expected ", expected));
}

absl::StatusOr<double> ParseSpeed(const std::string& text) {
  double days_per_second = 0;
  const absl::string_view number = absl::StripSuffix(text, "d/s");
  constexpr double kDaysPerSecondMax = 10'000;  // the disk is slower
  if (!absl::SimpleAtod(number, &days_per_second) || days_per_second < 0 ||
      days_per_second > kDaysPerSecondMax) {
    return FlagInvalid("simulated_speed", text, "0 to 10000d/s");
  }
  return days_per_second * absl::ToDoubleSeconds(absl::Hours(24));
}

absl::StatusOr<std::optional<Config::SimulatedClock>> ParseClock(
    absl::TimeZone zone) {
  const std::string clock = absl::GetFlag(FLAGS_clock);
  if (clock == "system") return std::nullopt;
  if (clock != "simulated") {
    return FlagInvalid("clock", clock, "system or simulated");
  }
  const auto day = domain::ParseDate("simulated_start",
                                     absl::GetFlag(FLAGS_simulated_start));
  if (!day.ok()) return day.status();
  const auto speed = ParseSpeed(absl::GetFlag(FLAGS_simulated_speed));
  if (!speed.ok()) return speed.status();
  constexpr int kNoon = 12;  // no change of the hour comes near
  return Config::SimulatedClock{
      .start = absl::FromCivil(absl::CivilHour(*day) + kNoon, zone),
      .speed = *speed};
}

absl::Status CheckLeads(const std::vector<std::string>& leads) {
  if (leads.empty() || leads.size() > domain::limits::kLeadsMax) {
    return FlagInvalid("leads", absl::StrJoin(leads, ","), "1 to 64 periods");
  }
  for (const std::string& lead : leads) {
    const auto period = domain::ParsePeriod("leads", lead);
    if (!period.ok()) return period.status();
  }
  return absl::OkStatus();
}

// What comes more often than `min` would keep a core busy; what takes more than
// an hour is a typing error.
absl::Status CheckDuration(const std::string& flag, absl::Duration value,
                           absl::Duration min) {
  if (value >= min && value <= absl::Hours(1)) return absl::OkStatus();
  return FlagInvalid(flag, absl::FormatDuration(value),
                     absl::StrCat(absl::FormatDuration(min), " to 1h"));
}

absl::Status CheckRetention(const engine::Retention& retention) {
  if (retention.age_days < 1) {
    return FlagInvalid("log_retention_days", absl::StrCat(retention.age_days),
                       "1 or more");
  }
  if (retention.events_max < 1) {
    return FlagInvalid("log_retention_events",
                       absl::StrCat(retention.events_max), "1 or more");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Config> ConfigFromFlags() {
  Config config;
  config.listen = absl::GetFlag(FLAGS_listen);
  config.store_directory = absl::GetFlag(FLAGS_store);
  if (config.store_directory == "memory") config.store_directory.clear();
  if (!absl::LoadTimeZone(kZone, &config.zone)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the time zone ", kZone, " is not installed: install tzdata"));
  }
  auto clock = ParseClock(config.zone);
  if (!clock.ok()) return clock.status();
  config.simulated_clock = *clock;
  config.leads = absl::GetFlag(FLAGS_leads);
  absl::Status checked = CheckLeads(config.leads);
  if (!checked.ok()) return checked;
  config.retention = {.age_days = absl::GetFlag(FLAGS_log_retention_days),
                      .events_max = absl::GetFlag(FLAGS_log_retention_events)};
  checked = CheckRetention(config.retention);
  if (!checked.ok()) return checked;
  config.grace = absl::GetFlag(FLAGS_grace);
  checked = CheckDuration("grace", config.grace, absl::ZeroDuration());
  if (!checked.ok()) return checked;
  config.progress_interval = absl::GetFlag(FLAGS_progress_interval);
  checked = CheckDuration("progress_interval", config.progress_interval,
                          absl::Milliseconds(10));
  if (!checked.ok()) return checked;
  return config;
}

}  // namespace mandated::server
