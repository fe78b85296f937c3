#include "services/domain/validation.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/domain/date.h"
#include "services/domain/errors.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/period.h"
#include "services/domain/titles.h"

namespace mandated::domain {
namespace {

using mandates::v1::Decision;
using mandates::v1::Mandate;
using mandates::v1::Session;
using mandates::v1::Term;

// The first failure of several checks, in order.
class FirstError {
 public:
  FirstError& Check(absl::Status status) {
    if (status_.ok()) status_ = std::move(status);
    return *this;
  }
  absl::Status status() && { return std::move(status_); }

 private:
  absl::Status status_;
};

std::string Below(std::string_view field, std::string_view name) {
  return std::string(field).append(".").append(name);
}

absl::Status CheckOptionalDate(std::string_view field, bool present,
                               const mandates::v1::Date& date) {
  return present ? CheckDate(field, date).status() : absl::OkStatus();
}

absl::Status CheckOptionalSession(std::string_view field,
                                  std::string_view name) {
  return name.empty() ? absl::OkStatus()
                      : ParseSessionName(field, name).status();
}

absl::Status CheckRegularSession(std::string_view field,
                                 std::string_view name) {
  const auto session = ParseSessionName(field, name);
  if (!session.ok()) return session.status();
  if (!session->special) return absl::OkStatus();
  return FieldInvalid(field, "SESSION_NOT_REGULAR",
                      "a term runs between regular sessions; name one, for "
                      "example sessions/hrc-64");
}

absl::Status CheckEnd(const std::string& field, const Term& term) {
  switch (term.end_case()) {
    case Term::kEndOfSession:
      return CheckRegularSession(Below(field, "end_of_session"),
                                 term.end_of_session());
    case Term::kFixed:
      return CheckDate(Below(field, "fixed"), term.fixed()).status();
    case Term::kAnniversary:
      if (term.period().empty()) {
        return FieldMissing(Below(field, "period"),
                            "an anniversary needs a period such as P1Y");
      }
      return CheckOptionalDate(Below(field, "anniversary.from"),
                               term.anniversary().has_from(),
                               term.anniversary().from());
    case Term::kUntilEvent:
      return CheckRequiredText(Below(field, "until_event.words"),
                               term.until_event().words(),
                               limits::kWordsBytesMax);
    default:
      return absl::OkStatus();
  }
}

absl::Status CheckTerm(const std::string& field, const Term& term) {
  FirstError first;
  if (!term.period().empty()) {
    first.Check(ParsePeriod(Below(field, "period"), term.period()).status());
  }
  if (!term.starts_at_end_of().empty()) {
    first.Check(CheckRegularSession(Below(field, "starts_at_end_of"),
                                    term.starts_at_end_of()));
  }
  if (!mandates::v1::Basis_IsValid(term.basis())) {
    first.Check(FieldInvalid(Below(field, "basis"), "ENUM_UNKNOWN",
                             "is not a value of Basis; send BASIS_READ or "
                             "BASIS_INFERRED"));
  }
  return std::move(first.Check(CheckEnd(field, term))).status();
}

bool ActTakesTerm(mandates::v1::Act act) {
  return act == mandates::v1::ACT_ESTABLISH ||
         act == mandates::v1::ACT_EXTEND || act == mandates::v1::ACT_ROLLOVER;
}

// Checks that the act and the fields beside it fit.
absl::Status CheckActFields(const std::string& field,
                            const Decision& decision) {
  const auto act = decision.act();
  const std::string act_name = mandates::v1::Act_Name(act);
  if (decision.has_term() && !ActTakesTerm(act)) {
    return FieldForbidden(Below(field, "term"),
                          absl::StrCat(act_name, " gives no term"));
  }
  if (act == mandates::v1::ACT_RENAME && decision.new_title().empty() &&
      decision.new_titles().empty()) {
    return FieldMissing(Below(field, "new_title"),
                        "a RENAME needs the new title");
  }
  if (act == mandates::v1::ACT_MERGE) {
    return ParseMandateName(Below(field, "successor"), decision.successor())
        .status();
  }
  if (!decision.successor().empty()) {
    return FieldForbidden(Below(field, "successor"),
                          absl::StrCat(act_name, " has no successor"));
  }
  return absl::OkStatus();
}

absl::Status CheckVote(const std::string& field, const Decision& decision) {
  if (!mandates::v1::Adoption_IsValid(decision.adoption())) {
    return FieldInvalid(Below(field, "adoption"), "ENUM_UNKNOWN",
                        "is not a value of Adoption");
  }
  if (!decision.has_vote()) return absl::OkStatus();
  if (decision.adoption() != mandates::v1::ADOPTION_RECORDED_VOTE) {
    return FieldForbidden(Below(field, "vote"),
                          "only a RECORDED_VOTE has tallies");
  }
  constexpr int kMembersMax = 1'000;  // no UN body is larger
  const auto& vote = decision.vote();
  for (const auto& [name, count] :
       {std::pair("in_favour", vote.in_favour()),
        std::pair("against", vote.against()),
        std::pair("abstaining", vote.abstaining())}) {
    if (count < 0 || count > kMembersMax) {
      return FieldOutOfRange(Below(field, absl::StrCat("vote.", name)), count,
                             0, kMembersMax);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckNumber(std::string_view field, int64_t value) {
  constexpr int kNumberMax = 10'000;  // meetings and agenda items stay below
  if (value >= 0 && value <= kNumberMax) return absl::OkStatus();
  return FieldOutOfRange(field, value, 0, kNumberMax);
}

absl::Status CheckDecisionTexts(const std::string& field,
                                const Decision& decision) {
  FirstError first;
  first
      .Check(CheckText(Below(field, "new_title"), decision.new_title(),
                       limits::kTitleBytesMax))
      .Check(CheckNewTitles(Below(field, "new_titles"), decision.new_titles()))
      .Check(CheckText(Below(field, "paragraph"), decision.paragraph(),
                       limits::kSymbolBytesMax))
      .Check(CheckText(Below(field, "source"), decision.source(),
                       limits::kSourceBytesMax))
      .Check(CheckText(Below(field, "note"), decision.note(),
                       limits::kTextBytesMax))
      .Check(CheckNumber(Below(field, "meeting"), decision.meeting()))
      .Check(CheckNumber(Below(field, "agenda_item"), decision.agenda_item()));
  return std::move(first).status();
}

absl::Status CheckLabels(const std::string& field, const Mandate& mandate) {
  if (mandate.labels().size() > limits::kLabelsMax) {
    return FieldOutOfRange(field, static_cast<int64_t>(mandate.labels().size()),
                           0, limits::kLabelsMax);
  }
  for (const auto& [key, value] : mandate.labels()) {
    if (!IsLabelKey(key)) {
      return FieldInvalid(field, "LABEL_KEY_INVALID",
                          absl::StrCat("key \"", key,
                                       "\" is not 1 to 63 of [a-z0-9_-] "
                                       "beginning with a letter"));
    }
    absl::Status checked = CheckText(absl::StrCat(field, ".", key), value,
                                     limits::kLabelValueBytesMax);
    if (!checked.ok()) return checked;
  }
  return absl::OkStatus();
}

absl::Status CheckKind(const std::string& field, const Mandate& mandate) {
  if (mandate.kind() != mandates::v1::KIND_THEMATIC &&
      mandate.kind() != mandates::v1::KIND_COUNTRY) {
    return FieldMissing(Below(field, "kind"), "send THEMATIC or COUNTRY");
  }
  const std::string& country = mandate.country();
  if (mandate.kind() == mandates::v1::KIND_THEMATIC) {
    return country.empty() ? absl::OkStatus()
                           : FieldForbidden(Below(field, "country"),
                                            "a THEMATIC mandate has none");
  }
  const bool alpha3 = country.size() == 3 &&
                      std::all_of(country.begin(), country.end(), [](char c) {
                        return absl::ascii_isupper(c);
                      });
  if (alpha3) return absl::OkStatus();
  return FieldInvalid(Below(field, "country"), "COUNTRY_INVALID",
                      "is not an ISO 3166-1 alpha-3 code such as AFG");
}

absl::Status CheckHolderType(const std::string& field, const Mandate& mandate) {
  if (mandate.holder_type() != mandates::v1::HOLDER_TYPE_UNSPECIFIED &&
      mandates::v1::HolderType_IsValid(mandate.holder_type())) {
    return absl::OkStatus();
  }
  return FieldMissing(Below(field, "holder_type"),
                      "send SPECIAL_RAPPORTEUR, INDEPENDENT_EXPERT or "
                      "WORKING_GROUP");
}

absl::Status CheckEstablishment(const std::string& field,
                                const Mandate& mandate) {
  const int year = mandate.established_year();
  if (year != 0 && (year < limits::kYearMin || year > limits::kYearMax)) {
    return FieldOutOfRange(Below(field, "established_year"), year,
                           limits::kYearMin, limits::kYearMax);
  }
  return CheckText(Below(field, "established_by"), mandate.established_by(),
                   limits::kSymbolBytesMax);
}

}  // namespace

bool IsLabelKey(std::string_view key) {
  return !key.empty() && key.size() <= limits::kLabelKeyBytesMax &&
         absl::ascii_islower(key.front()) &&
         std::all_of(key.begin(), key.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) ||
                  c == '_' || c == '-';
         });
}

absl::Status CheckText(std::string_view field, std::string_view text,
                       size_t bytes_max) {
  if (text.size() <= bytes_max) return absl::OkStatus();
  return FieldTooLong(field, text.size(), bytes_max);
}

absl::Status CheckRequiredText(std::string_view field, std::string_view text,
                               size_t bytes_max) {
  if (std::all_of(text.begin(), text.end(), absl::ascii_isspace)) {
    return FieldMissing(field, "send a text");
  }
  return CheckText(field, text, bytes_max);
}

absl::Status CheckDecision(std::string_view field, const Decision& decision) {
  const std::string root(field);
  if (decision.act() == mandates::v1::ACT_UNSPECIFIED ||
      !mandates::v1::Act_IsValid(decision.act())) {
    return FieldMissing(Below(root, "act"),
                        "send ESTABLISH, EXTEND, TERMINATE, MERGE, RENAME or "
                        "ROLLOVER");
  }
  FirstError first;
  if (!IsSymbol(decision.symbol())) {
    first.Check(FieldInvalid(
        Below(root, "symbol"), "SYMBOL_INVALID",
        absl::StrCat("\"", decision.symbol().substr(0, limits::kSymbolBytesMax),
                     "\" is not a document symbol such as A/HRC/RES/44/11")));
  }
  first.Check(CheckText(Below(root, "symbol"), decision.symbol(),
                        limits::kSymbolBytesMax));
  if (!decision.has_adopted_on()) {
    first.Check(
        FieldMissing(Below(root, "adopted_on"), "send the day of adoption"));
  }
  first.Check(
      CheckDate(Below(root, "adopted_on"), decision.adopted_on()).status());
  first.Check(CheckOptionalSession(Below(root, "session"), decision.session()));
  if (decision.has_term()) {
    first.Check(CheckTerm(Below(root, "term"), decision.term()));
  }
  if (decision.readings_size() > limits::kReadingsMax) {
    first.Check(FieldOutOfRange(Below(root, "readings"),
                                decision.readings_size(), 0,
                                limits::kReadingsMax));
  }
  first.Check(CheckActFields(root, decision))
      .Check(CheckVote(root, decision))
      .Check(CheckDecisionTexts(root, decision));
  return std::move(first).status();
}

absl::Status CheckAdoption(std::string_view field, const Calendar& calendar,
                           const Decision& decision, absl::CivilDay today) {
  const absl::CivilDay adopted = ToCivil(decision.adopted_on());
  if (adopted > today) return AdoptedInFuture(adopted, today);
  if (decision.session().empty()) return absl::OkStatus();
  const std::string session_field = Below(field, "session");
  const auto name = ParseSessionName(session_field, decision.session());
  if (!name.ok()) return name.status();
  const auto days = calendar.Days(session_field, *name);
  if (!days.ok()) return days.status();
  if (days->projected) return absl::OkStatus();
  if (adopted >= days->first && adopted <= days->last) return absl::OkStatus();
  return AdoptedOutsideSession(decision.session(), adopted, days->first,
                               days->last);
}

absl::Status CheckMandateFacts(std::string_view field, const Mandate& mandate) {
  const std::string root(field);
  FirstError first;
  first
      .Check(CheckRequiredText(Below(root, "title"), mandate.title(),
                               limits::kTitleBytesMax))
      .Check(CheckKind(root, mandate))
      .Check(CheckHolderType(root, mandate))
      .Check(CheckText(Below(root, "holder"), mandate.holder(),
                       limits::kNameBytesMax))
      .Check(
          CheckText(Below(root, "note"), mandate.note(), limits::kTextBytesMax))
      .Check(CheckEstablishment(root, mandate))
      .Check(CheckLabels(Below(root, "labels"), mandate))
      .Check(CheckTitles(Below(root, "titles"), mandate.titles()));
  if (!mandate.body().empty() && mandate.body() != "HRC" &&
      mandate.body() != "CHR") {
    first.Check(FieldInvalid(Below(root, "body"), "BODY_UNKNOWN",
                             "send HRC, or CHR for history"));
  }
  return std::move(first).status();
}

absl::Status CheckSession(std::string_view field, const Session& session) {
  const std::string root(field);
  const auto name = ParseSessionName(Below(root, "name"), session.name());
  if (!name.ok()) return name.status();
  const auto first = CheckDate(Below(root, "first_day"), session.first_day());
  if (!first.ok()) return first.status();
  const auto last = CheckDate(Below(root, "last_day"), session.last_day());
  if (!last.ok()) return last.status();
  if (*last < *first) {
    return TermEndsBeforeStart(Below(root, "last_day"), *last, *first);
  }
  if (session.basis() == mandates::v1::CALENDAR_BASIS_PROJECTED ||
      !mandates::v1::CalendarBasis_IsValid(session.basis())) {
    return FieldInvalid(Below(root, "basis"), "BASIS_INVALID",
                        "a recorded session is STATED or ADOPTION_DAYS");
  }
  absl::Status texts = CheckText(Below(root, "source"), session.source(),
                                 limits::kSourceBytesMax);
  if (!texts.ok()) return texts;
  return CheckText(Below(root, "note"), session.note(), limits::kTextBytesMax);
}

absl::Status CheckRequestId(std::string_view field, std::string_view id) {
  if (id.size() > limits::kRequestIdBytesMax) {
    return FieldTooLong(field, id.size(), limits::kRequestIdBytesMax);
  }
  const bool printable = std::all_of(
      id.begin(), id.end(), [](char c) { return absl::ascii_isprint(c); });
  if (printable) return absl::OkStatus();
  return FieldInvalid(field, "REQUEST_ID_INVALID",
                      "has characters that are not printable ASCII");
}

}  // namespace mandated::domain
