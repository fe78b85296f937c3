#include "services/domain/reading/terms.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/domain/date.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"

namespace mandated::domain {
namespace {

using mandates::v1::Term;

constexpr int kMonthsOfYear = 12;

// One statement about a term: a field's value.
struct Statement {
  std::string field;
  std::string value;  // to compare two of one field
  Span span;          // of the phrase
  Span proof;         // of the words that state the value
  Term term;          // with this field alone
};

int NumberOf(const Match& match) {
  for (const char* name : {"number", "session", "ordinal"}) {
    if (const Capture* capture = match.Find(name)) return capture->number;
  }
  return 0;
}

// Collects statements; a stretch of words makes one statement alone.
class Statements {
 public:
  Statements(const Language& language, std::string_view clause)
      : language_(language), clause_(clause) {}

  void AddYears(std::string_view key, int fallback);
  void AddMonths();
  void AddPeriod(int months, Span span, bool in_months = false);
  void AddSessions(std::string_view key, const std::string& field);
  void AddDates();
  void AddEvents();
  void AddOpenEnded();
  const std::vector<Statement>& all() const { return all_; }

 private:
  bool Taken(Span span) const {
    return std::any_of(all_.begin(), all_.end(), [&](const Statement& s) {
      return Overlap(s.span, span);
    });
  }
  void Add(const std::string& field, std::string value, Span span, Term term) {
    all_.push_back({field, std::move(value), span, span, std::move(term)});
  }

  const Language& language_;
  const std::string_view clause_;
  std::vector<Statement> all_;
};

// What follows a period of years adds to it: "and six months"; half a year
// where no number stands there.
void Statements::AddYears(std::string_view key, int fallback) {
  for (const Match& match : language_.FindAll(key, clause_)) {
    const int years = fallback > 0 ? fallback : NumberOf(match);
    if (years < 1 || years > limits::kPeriodYearsMax) continue;
    Span span = match.span;
    int months = 0;
    const auto more = language_.Find("terms.years_more", clause_, span.end);
    if (more && more->span.begin == span.end) {
      const int number = NumberOf(*more);
      months = number > 0 ? number : kMonthsOfYear / 2;
      span.end = more->span.end;
    }
    AddPeriod(years * kMonthsOfYear + months, span);
  }
}

void Statements::AddMonths() {
  for (const Match& match : language_.FindAll("terms.months", clause_)) {
    AddPeriod(NumberOf(match), match.span, /*in_months=*/true);
  }
}

// Whole years are a period of years, unless the text counts in months.
void Statements::AddPeriod(int months, Span span, bool in_months) {
  const int max = limits::kPeriodYearsMax * kMonthsOfYear;
  if (months < 1 || months > max || Taken(span)) return;
  const bool years = !in_months && months % kMonthsOfYear == 0;
  Term term;
  term.set_period(years ? "P" + std::to_string(months / kMonthsOfYear) + "Y"
                        : "P" + std::to_string(months) + "M");
  Add("period", term.period(), span, term);
}

// The General Assembly counts its own sessions.
void Statements::AddSessions(std::string_view key, const std::string& field) {
  const std::vector<Match> others =
      language_.FindAll("sessions.assembly", clause_);
  for (const Match& match : language_.FindAll(key, clause_)) {
    const int number = NumberOf(match);
    if (number < 1 || number > limits::kSessionNumberMax) continue;
    const bool other = std::any_of(
        others.begin(), others.end(),
        [&](const Match& one) { return Overlap(one.span, match.span); });
    if (other || Taken(match.span)) continue;
    const std::string session = SessionName{"HRC", number, false}.ToString();
    Term term;
    if (field == "end_of_session") {
      term.set_end_of_session(session);
    } else {
      term.set_starts_at_end_of(session);
    }
    Add(field, session, match.span, term);
  }
}

// A month alone means its last day.
std::optional<absl::CivilDay> LastDayOf(const Match& match) {
  if (match.Find("date") != nullptr) return DayOf(match);
  const Capture* month = match.Find("month");
  const Capture* year = match.Find("year");
  if (month == nullptr || year == nullptr) return std::nullopt;
  const auto first = DayOf(1, month->number, year->number);
  if (!first) return std::nullopt;
  return absl::CivilDay(absl::CivilMonth(*first) + 1) - 1;
}

void Statements::AddDates() {
  for (const Match& match : language_.FindAll("terms.until_date", clause_)) {
    const auto day = LastDayOf(match);
    if (!day || Taken(match.span)) continue;
    Term term;
    *term.mutable_fixed() = ToDate(*day);
    Add("fixed", FormatDate(*day), match.span, term);
  }
}

void Statements::AddEvents() {
  for (const Match& match : language_.FindAll("terms.until_event", clause_)) {
    const Capture* words = match.Find("words");
    if (words == nullptr || Taken(match.span)) continue;
    // What the pattern leaves open runs to the end of the clause.
    Span span = words->span;
    if (span.end == match.span.end) span.end = clause_.size();
    std::string event(clause_.substr(span.begin, span.end - span.begin));
    while (!event.empty() && (event.back() == ' ' || event.back() == ',')) {
      event.pop_back();
    }
    if (event.empty() || event.size() > limits::kWordsBytesMax) continue;
    Term term;
    term.mutable_until_event()->set_words(event);
    const Span phrase = {match.span.begin, span.end};
    span.end = span.begin + event.size();
    all_.push_back({"until_event", event, phrase, span, term});
  }
}

void Statements::AddOpenEnded() {
  for (const Match& match : language_.FindAll("terms.open_ended", clause_)) {
    if (Taken(match.span)) continue;
    Term term;
    term.mutable_open_ended();
    Add("open_ended", "open_ended", match.span, term);
  }
}

// An end is one of several fields: two of them differ.
bool IsEnd(const Statement& statement) {
  return statement.term.end_case() != Term::END_NOT_SET;
}

bool Contradicts(const Statement& a, const Statement& b) {
  if (IsEnd(a) && IsEnd(b)) return a.field != b.field || a.value != b.value;
  return a.field == b.field && a.value != b.value;
}

TermRead Merge(const std::vector<Statement>& statements) {
  TermRead read;
  for (const Statement& a : statements) {
    for (const Statement& b : statements) {
      if (!Contradicts(a, b)) continue;
      read.contradictions.push_back({a.field, a.proof});
      break;
    }
  }
  if (statements.empty() || !read.contradictions.empty()) return read;
  read.term.emplace().set_basis(mandates::v1::BASIS_READ);
  for (const Statement& statement : statements) {
    const bool twice = std::any_of(
        read.proofs.begin(), read.proofs.end(),
        [&](const TermProof& proof) { return proof.field == statement.field; });
    if (twice) continue;
    read.term->MergeFrom(statement.term);
    read.proofs.push_back({statement.field, statement.proof});
  }
  return read;
}

}  // namespace

TermRead ReadTerm(const Language& language, std::string_view clause) {
  Statements found(language, clause);
  found.AddSessions("terms.from_end_of_session", "starts_at_end_of");
  found.AddSessions("terms.until_session", "end_of_session");
  found.AddDates();
  found.AddYears("terms.years", 0);
  found.AddMonths();
  found.AddYears("terms.one_year", 1);
  found.AddYears("terms.two_years", 2);
  found.AddOpenEnded();
  found.AddEvents();
  return Merge(found.all());
}

}  // namespace mandated::domain
