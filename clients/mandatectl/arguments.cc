#include "clients/mandatectl/arguments.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/domain/date.h"
#include "services/domain/errors.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/period.h"

namespace mandated::mandatectl {
namespace {

constexpr std::string_view kMandates = "mandates/";
constexpr std::string_view kSessions = "sessions/";
constexpr std::string_view kSubscriptions = "subscriptions/";
constexpr std::string_view kBody = "hrc-";  // of a session without one

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

bool IsDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

absl::Status Invalid(std::string_view field, std::string_view text,
                     std::string_view what) {
  return domain::FieldInvalid(
      field, "ARGUMENT_INVALID",
      std::string("\"").append(text).append("\" is not ").append(what));
}

// Reads "VALUE", which is for the first decision, or "N=VALUE".
template <typename Parse>
absl::StatusOr<Settled> ParseSettled(std::string_view field,
                                     std::string_view text, Parse parse) {
  Settled settled;
  const size_t equals = text.find('=');
  if (equals != std::string_view::npos) {
    const auto number = ParseNumber(field, text.substr(0, equals), 1,
                                    domain::limits::kSettlementsMax);
    if (!number.ok()) return number.status();
    settled.decision = static_cast<int>(*number);
    text.remove_prefix(equals + 1);
  }
  auto value = parse(field, text);
  if (!value.ok()) return value.status();
  settled.value = *std::move(value);
  return settled;
}

}  // namespace

std::string WordOf(const google::protobuf::EnumValueDescriptor& value) {
  std::string prefix = value.type()->value(0)->name();
  prefix.resize(prefix.rfind('_') + 1);
  std::string word = value.name().substr(prefix.size());
  std::replace(word.begin(), word.end(), '_', '-');
  return absl::AsciiStrToLower(word);
}

absl::StatusOr<Settled> ParseSettledMandate(std::string_view field,
                                            std::string_view text) {
  return ParseSettled(field, text, ParseMandate);
}

absl::StatusOr<Settled> ParseSettledTerm(std::string_view field,
                                         std::string_view text) {
  return ParseSettled(field, text, ParsePeriodText);
}

absl::StatusOr<std::string> ParseMandate(std::string_view field,
                                         std::string_view text) {
  std::string name(text);
  if (!StartsWith(name, kMandates)) name.insert(0, kMandates);
  const auto id = domain::ParseMandateName(field, name);
  if (!id.ok()) {
    return Invalid(field, text,
                   "a mandate; write its id, such as sr-torture, or its "
                   "name, mandates/sr-torture");
  }
  return name;
}

absl::StatusOr<std::string> ParseSubscription(std::string_view field,
                                              std::string_view text) {
  std::string name(text);
  if (!StartsWith(name, kSubscriptions)) name.insert(0, kSubscriptions);
  if (domain::ParseSubscriptionName(field, name).ok()) return name;
  return Invalid(field, text,
                 "a subscription; write its id, such as deadlines, or its "
                 "name, subscriptions/deadlines");
}

absl::StatusOr<std::string> ParseSession(std::string_view field,
                                         std::string_view text) {
  std::string name = absl::AsciiStrToLower(std::string(text));
  if (StartsWith(name, kSessions)) name.erase(0, kSessions.size());
  const bool special = StartsWith(name, "s-") && IsDigits(name.substr(2));
  if (special || IsDigits(name)) name.insert(0, kBody);
  name.insert(0, kSessions);
  const auto session = domain::ParseSessionName(field, name);
  if (!session.ok()) {
    return Invalid(field, text,
                   "a session; write 62 or hrc-62, a special one s-39 or "
                   "hrc-s-39");
  }
  return session->ToString();
}

absl::StatusOr<std::string> ParsePeriodText(std::string_view field,
                                            std::string_view text) {
  const auto period = domain::ParsePeriod(field, text);
  if (!period.ok()) return period.status();
  return std::string(text);
}

absl::StatusOr<mandates::v1::Date> ParseDay(std::string_view field,
                                            std::string_view text) {
  const auto day = domain::ParseDate(field, text);
  if (!day.ok()) return day.status();
  return domain::ToDate(*day);
}

absl::StatusOr<Moment> ParseMoment(std::string_view field,
                                   std::string_view text) {
  if (text.find('T') == std::string_view::npos) {
    const auto day = domain::ParseDate(field, text);
    if (!day.ok()) return day.status();
    return *day;
  }
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, std::string(text), &time, &error)) {
    return time;
  }
  return Invalid(field, text,
                 "a time; write a day, 2020-07-16, or an instant, "
                 "2020-07-16T10:00:00Z");
}

absl::StatusOr<mandates::v1::Vote> ParseVote(std::string_view field,
                                             std::string_view text) {
  const std::vector<std::string> parts = absl::StrSplit(std::string(text), '-');
  constexpr int kVotesMax = 1'000;  // no UN body is larger
  int counts[3] = {};
  bool valid = parts.size() == 3;
  for (size_t i = 0; valid && i < parts.size(); ++i) {
    valid = IsDigits(parts[i]) && absl::SimpleAtoi(parts[i], &counts[i]) &&
            counts[i] <= kVotesMax;
  }
  if (!valid) {
    return Invalid(field, text,
                   "a vote; write in favour, against and abstaining as "
                   "31-15-1");
  }
  mandates::v1::Vote vote;
  vote.set_in_favour(counts[0]);
  vote.set_against(counts[1]);
  vote.set_abstaining(counts[2]);
  return vote;
}

absl::StatusOr<double> ParseSpeed(std::string_view field,
                                  std::string_view text) {
  if (text == "max" || text == "0") return 0.0;
  constexpr std::string_view kUnit = "d/s";
  constexpr double kSpeedMin = 0.001;   // a day takes 17 minutes
  constexpr double kSpeedMax = 10'000;  // the server is slower
  double speed = 0;
  const bool unit = text.size() > kUnit.size() &&
                    text.substr(text.size() - kUnit.size()) == kUnit;
  const std::string number(text.substr(0, text.size() - 3 * unit));
  if (absl::SimpleAtod(number, &speed) && speed >= kSpeedMin &&
      speed <= kSpeedMax) {
    return speed;
  }
  return Invalid(field, text,
                 "a speed; write days per second such as 20d/s, up to "
                 "10000d/s, or max");
}

absl::StatusOr<absl::Duration> ParseTimeout(std::string_view field,
                                            std::string_view text) {
  absl::Duration timeout;
  const std::string spelled =
      IsDigits(text) ? absl::StrCat(std::string(text), "s") : std::string(text);
  if (absl::ParseDuration(spelled, &timeout) &&
      timeout > absl::ZeroDuration() && timeout <= absl::Hours(24)) {
    return timeout;
  }
  return Invalid(field, text,
                 "a time; write it as 30s, 500ms or 2m, 24h at "
                 "most");
}

absl::StatusOr<int64_t> ParseNumber(std::string_view field,
                                    std::string_view text, int64_t min,
                                    int64_t max) {
  int64_t number = 0;
  if (IsDigits(text) && absl::SimpleAtoi(std::string(text), &number) &&
      number >= min && number <= max) {
    return number;
  }
  return Invalid(field, text,
                 absl::StrCat("a whole number from ", min, " to ", max));
}

absl::StatusOr<Label> ParseLabel(std::string_view field,
                                 std::string_view text) {
  const size_t at = text.find('=');
  if (at == std::string_view::npos || at == 0) {
    return Invalid(field, text, "a label; write it as key=value");
  }
  return Label{.key = std::string(text.substr(0, at)),
               .value = std::string(text.substr(at + 1))};
}

absl::StatusOr<Assumption> ParseAssumption(std::string_view field,
                                           std::string_view text) {
  const size_t equals = text.find('=');
  if (equals == std::string_view::npos) {
    return Invalid(field, text,
                   "an assumed extension; write it as MANDATE=PERIOD, such as "
                   "sr-torture=P3Y, or with the day of adoption as "
                   "sr-torture=P3Y@2026-07-10");
  }
  Assumption assumption;
  const auto mandate = ParseMandate(field, text.substr(0, equals));
  if (!mandate.ok()) return mandate.status();
  assumption.mandate = *mandate;
  std::string_view rest = text.substr(equals + 1);
  if (const size_t at = rest.find('@'); at != std::string_view::npos) {
    auto day = ParseDay(field, rest.substr(at + 1));
    if (!day.ok()) return day.status();
    assumption.adopted_on = *std::move(day);
    rest = rest.substr(0, at);
  }
  const auto period = ParsePeriodText(field, rest);
  if (!period.ok()) return period.status();
  assumption.period = *period;
  return assumption;
}

absl::StatusOr<Start> ParseStart(std::string_view field,
                                 std::string_view text) {
  mandates::v1::WatchStart start;
  if (text == "now") {
    start.mutable_now();
    return start;
  }
  if (text == "snapshot") {
    start.mutable_snapshot();
    return start;
  }
  if (IsDigits(text)) {
    const auto revision = ParseNumber(field, text, 1, INT64_MAX);
    if (!revision.ok()) return revision.status();
    start.set_revision(*revision);
    return start;
  }
  const auto moment = ParseMoment(field, text);
  if (moment.ok()) return *moment;
  const bool date_like = text.size() >= 10 && IsDigits(text.substr(0, 4)) &&
                         text[4] == '-' && text[7] == '-';
  if (date_like) return moment.status();
  const auto token = ParseToken(field, text);
  if (!token.ok()) {
    return Invalid(field, text,
                   "a start; write now, snapshot, a revision such as 42, a "
                   "time such as 2026-01-31 or 2026-01-31T10:00:00Z, or a "
                   "resume token in base64");
  }
  start.set_resume_token(*token);
  return start;
}

absl::StatusOr<std::string> ParseToken(std::string_view field,
                                       std::string_view text) {
  const std::string spelled(text);
  std::string token;
  if ((absl::Base64Unescape(spelled, &token) ||
       absl::WebSafeBase64Unescape(spelled, &token)) &&
      !token.empty()) {
    return token;
  }
  return Invalid(field, text, "a resume token in base64");
}

std::string FormatToken(const std::string& token) {
  return absl::Base64Escape(token);
}

std::vector<std::string> WordsOf(const google::protobuf::EnumDescriptor& type) {
  std::vector<std::string> words;
  for (int i = 1; i < type.value_count(); ++i) {
    words.push_back(WordOf(*type.value(i)));
  }
  return words;
}

absl::StatusOr<int> ParseWord(const google::protobuf::EnumDescriptor& type,
                              std::string_view field, std::string_view text) {
  std::string word = absl::AsciiStrToLower(std::string(text));
  std::replace(word.begin(), word.end(), '_', '-');
  for (int i = 1; i < type.value_count(); ++i) {
    std::string full = absl::AsciiStrToLower(type.value(i)->name());
    std::replace(full.begin(), full.end(), '_', '-');
    if (word == WordOf(*type.value(i)) || word == full) {
      return type.value(i)->number();
    }
  }
  return Invalid(field, text,
                 absl::StrCat("known here; write one of ",
                              absl::StrJoin(WordsOf(type), ", ")));
}

}  // namespace mandated::mandatectl
