#include "clients/mandatectl/words.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "services/domain/date.h"

namespace mandated::mandatectl {
namespace {

using mandates::v1::Term;

// "IN_FORCE" of STATE_IN_FORCE; "" of a zero value.
template <typename Enum>
std::string Word(Enum value, const std::string& full, const char* prefix) {
  if (value == 0) return "";
  return std::string(absl::StripPrefix(full, prefix));
}

std::string InLowerCase(std::string word) {
  std::replace(word.begin(), word.end(), '_', ' ');
  return absl::AsciiStrToLower(word);
}

}  // namespace

std::string DateText(bool present, const mandates::v1::Date& date) {
  if (!present) return "";
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(),
                         date.day());
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%SZ",
                          absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

std::string ShortName(std::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

std::string StateWords(mandates::v1::State state) {
  return InLowerCase(Word(state, State_Name(state), "STATE_"));
}

std::string KindWords(const mandates::v1::Mandate& mandate) {
  const std::string kind =
      InLowerCase(Word(mandate.kind(), Kind_Name(mandate.kind()), "KIND_"));
  if (mandate.country().empty()) return kind;
  return absl::StrCat(kind, " ", mandate.country());
}

std::string HolderTypeWords(mandates::v1::HolderType type) {
  switch (type) {
    case mandates::v1::HOLDER_TYPE_SPECIAL_RAPPORTEUR:
      return "Special Rapporteur";
    case mandates::v1::HOLDER_TYPE_INDEPENDENT_EXPERT:
      return "Independent Expert";
    case mandates::v1::HOLDER_TYPE_WORKING_GROUP:
      return "Working Group";
    default:
      return "";
  }
}

std::string ActWord(mandates::v1::Act act) {
  return Word(act, Act_Name(act), "ACT_");
}

std::string EventWord(mandates::v1::EventType type) {
  return Word(type, EventType_Name(type), "EVENT_TYPE_");
}

std::string BasisWord(mandates::v1::Basis basis) {
  // The API treats a basis that nobody stated as READ.
  return basis == mandates::v1::BASIS_INFERRED ? "INFERRED" : "READ";
}

std::string CalendarBasisWords(mandates::v1::CalendarBasis basis) {
  return InLowerCase(Word(basis, CalendarBasis_Name(basis), "CALENDAR_BASIS_"));
}

std::string AdoptionWords(const mandates::v1::Decision& decision) {
  if (decision.has_vote()) {
    const auto& vote = decision.vote();
    return absl::StrCat(vote.in_favour(), "-", vote.against(), "-",
                        vote.abstaining());
  }
  return InLowerCase(Word(decision.adoption(),
                          Adoption_Name(decision.adoption()), "ADOPTION_"));
}

std::string TermWords(const Term& term) {
  switch (term.end_case()) {
    case Term::kOpenEnded:
      return "open-ended";
    case Term::kDormant:
      return "dormant";
    case Term::kUntilEvent:
      return absl::StrCat("until ", term.until_event().words());
    case Term::kFixed:
      return absl::StrCat("until ", DateText(true, term.fixed()));
    case Term::kEndOfSession:
      if (!term.period().empty()) break;
      return absl::StrCat("until end of ", ShortName(term.end_of_session()));
    default:
      break;
  }
  return term.period();
}

std::string RuleWords(const Term& term) {
  switch (term.end_case()) {
    case Term::kEndOfSession:
      return absl::StrCat("ends with session ",
                          ShortName(term.end_of_session()));
    case Term::kFixed:
      return "ends on a fixed day";
    case Term::kAnniversary:
      return absl::StrCat("ends ", term.period(), " after ",
                          DateText(true, term.anniversary().from()));
    case Term::kOpenEnded:
      return "has no end";
    case Term::kUntilEvent:
      return absl::StrCat("ends with an event: ", term.until_event().words());
    case Term::kDormant:
      return "does not run yet";
    default:
      return "no end is stated";
  }
}

std::string SessionWords(const mandates::v1::Session& session) {
  return absl::StrCat(session.special() ? "special session " : "session ",
                      session.number());
}

std::string DaysLeftWords(int days_left) {
  if (days_left == 0) return "ends today";
  const std::string days = Count(std::abs(days_left), "day");
  return absl::StrCat(days, days_left > 0 ? " left" : " ago");
}

std::string Count(int64_t number, std::string_view noun) {
  return absl::StrCat(number, " ", std::string(noun), number == 1 ? "" : "s");
}

std::optional<int> DaysBetween(const mandates::v1::Date& from,
                               const mandates::v1::Date& to) {
  const auto first = domain::CheckDate("from", from);
  const auto last = domain::CheckDate("to", to);
  if (!first.ok() || !last.ok()) return std::nullopt;
  return static_cast<int>(*last - *first);
}

std::string BytesWords(int64_t bytes) {
  constexpr const char* kUnits[] = {"kB", "MB", "GB", "TB"};
  constexpr double kStep = 1000;
  if (bytes < kStep) return absl::StrCat(bytes, " B");
  double count = static_cast<double>(bytes) / kStep;
  size_t unit = 0;
  while (count >= kStep && unit + 1 < std::size(kUnits)) {
    count /= kStep;
    ++unit;
  }
  return absl::StrFormat("%.1f %s", count, kUnits[unit]);
}

}  // namespace mandated::mandatectl
