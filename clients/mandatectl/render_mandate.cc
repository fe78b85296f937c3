#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/mandatectl/render.h"
#include "clients/mandatectl/render_cells.h"
#include "clients/mandatectl/table.h"
#include "clients/mandatectl/words.h"

namespace mandated::mandatectl {
namespace {

using mandates::v1::Decision;
using mandates::v1::Mandate;
using mandates::v1::Term;

Color ColorOfState(const Mandate& mandate) {
  switch (mandate.state()) {
    case mandates::v1::STATE_LAPSED:
    case mandates::v1::STATE_OVERDUE:
      return Color::kRed;
    case mandates::v1::STATE_TERMINATED:
    case mandates::v1::STATE_MERGED:
    case mandates::v1::STATE_DORMANT:
      return Color::kDim;
    default:
      return Color::kNone;
  }
}

std::string LastDayWords(const Term& term) {
  const std::string day = DateText(term.has_last_day(), term.last_day());
  return term.projected() ? absl::StrCat(day, " projected") : day;
}

Cell DaysLeftCell(const Mandate& mandate) {
  if (!mandate.has_days_left()) return {};
  return {absl::StrCat(mandate.days_left()),
          ColorOfDaysLeft(mandate.days_left())};
}

// Lines of "label  value", the values aligned; empty values are left out.
class Facts {
 public:
  explicit Facts(const Style& style) : style_(style) {}

  void Add(const std::string& label, const std::string& value,
           Color color = Color::kNone) {
    if (value.empty()) return;
    constexpr int kLabelWidth = 13;
    const std::string space(std::max(kLabelWidth - DisplayWidth(label), 1),
                            ' ');
    absl::StrAppend(&text_, Paint(label, Color::kDim, style_), space,
                    Paint(OneLine(value), color, style_), "\n");
  }

  const std::string& text() const { return text_; }

 private:
  const Style style_;
  std::string text_;
};

// "A/HRC/RES/53/5 of 2023-07-12, session hrc-53, paragraph 9, 31-13-3".
std::string DecisionFacts(const Decision& decision) {
  std::vector<std::string> parts = {absl::StrCat(
      decision.symbol(), " of ", DateText(true, decision.adopted_on()))};
  if (!decision.session().empty()) {
    parts.push_back(absl::StrCat("session ", ShortName(decision.session())));
  }
  if (!decision.paragraph().empty()) {
    parts.push_back(absl::StrCat("paragraph ", decision.paragraph()));
  }
  const std::string adoption = AdoptionWords(decision);
  if (!adoption.empty()) parts.push_back(adoption);
  return absl::StrJoin(parts, ", ");
}

std::string StateAndDays(const Mandate& mandate) {
  std::string text = StateWords(mandate.state());
  if (mandate.has_days_left()) {
    absl::StrAppend(&text, ", ", DaysLeftWords(mandate.days_left()));
  }
  if (!mandate.successor().empty()) {
    absl::StrAppend(&text, " into ", ShortName(mandate.successor()));
  }
  return text;
}

std::string BasisSentence(const Term& term) {
  if (term.basis() == mandates::v1::BASIS_INFERRED) {
    return "INFERRED: taken from practice, not read in the text";
  }
  return "READ: the text states it";
}

void AddTerm(const Mandate& mandate, Facts& facts) {
  if (!mandate.has_term()) return;
  const Term& term = mandate.term();
  facts.Add("Last day", LastDayWords(term),
            mandate.has_days_left() ? ColorOfDaysLeft(mandate.days_left())
                                    : Color::kNone);
  const std::string period =
      term.period().empty() ? ""
                            : absl::StrCat(", decided for ", term.period());
  facts.Add("Rule", absl::StrCat(RuleWords(term), period));
  facts.Add("Nominal end",
            DateText(term.has_nominal_end(), term.nominal_end()));
  const Decision* decision = DecisionNamed(mandate, mandate.term_decision());
  if (decision != nullptr) facts.Add("Decided by", DecisionFacts(*decision));
  facts.Add("Basis", BasisSentence(term),
            term.basis() == mandates::v1::BASIS_INFERRED ? Color::kYellow
                                                         : Color::kNone);
}

std::string Established(const Mandate& mandate) {
  std::string text;
  if (mandate.established_year() > 0) {
    text = absl::StrCat(mandate.established_year());
  }
  if (!mandate.established_by().empty()) {
    absl::StrAppend(&text, text.empty() ? "by " : " by ",
                    mandate.established_by());
  }
  return text;
}

std::string Labels(const Mandate& mandate) {
  std::vector<std::string> labels;
  for (const auto& [key, value] : mandate.labels()) {
    labels.push_back(absl::StrCat(key, "=", value));
  }
  std::sort(labels.begin(), labels.end());
  return absl::StrJoin(labels, ", ");
}

void AddRecord(const Mandate& mandate, Facts& facts) {
  facts.Add("Holder", mandate.holder());
  facts.Add("Established", Established(mandate));
  for (const std::string& title : mandate.former_titles()) {
    facts.Add("Formerly", title);
  }
  facts.Add("Labels", Labels(mandate));
  facts.Add("Note", mandate.note());
  facts.Add(
      "Record",
      absl::StrCat("revision ", mandate.revision(), " of ",
                   TimeText(mandate.update_time()), ", etag ", mandate.etag()),
      Color::kDim);
}

std::string ActText(const Decision& decision) {
  const std::string act = ActWord(decision.act());
  if (decision.retracted()) return absl::StrCat(act, " (taken back)");
  return decision.corrections() > 0 ? absl::StrCat(act, " (corrected)") : act;
}

Table DecisionTable(const Mandate& mandate) {
  Table table({{"ADOPTED"},
               {"ACT"},
               {"SYMBOL"},
               {"SESSION", Align::kLeft, 1},
               {"PARA", Align::kRight, 2},
               {"VOTE", Align::kLeft, 3},
               {"LAST DAY"},
               {"BASIS"},
               {"TERM"}});
  for (const Decision& decision : mandate.decisions()) {
    const Color color = decision.retracted() ? Color::kDim : Color::kNone;
    const bool inferred =
        decision.term().basis() == mandates::v1::BASIS_INFERRED;
    const std::string basis =
        decision.has_term() ? BasisWord(decision.term().basis()) : "";
    table.AddRow({{DateText(true, decision.adopted_on()), color},
                  {ActText(decision), color},
                  {decision.symbol(), color},
                  {ShortName(decision.session()), color},
                  {decision.paragraph(), color},
                  {AdoptionWords(decision), color},
                  LastDayCell(decision.term(), color, table),
                  {basis, inferred ? Color::kYellow : color},
                  {TermWords(decision.term()), color}});
  }
  return table;
}

// The line under the title of a card.
std::string Subtitle(const Mandate& mandate) {
  return absl::StrCat(mandate.name(), ", ", KindWords(mandate), ", ",
                      HolderTypeWords(mandate.holder_type()), ", ",
                      mandate.body());
}

}  // namespace

std::string RenderList(const mandates::v1::ListMandatesResponse& response,
                       const Style& style) {
  Table table({{"MANDATE"},
               {"KIND", Align::kLeft, 2},
               {"STATE"},
               {"LAST DAY"},
               {"DAYS", Align::kRight},
               {"TITLE", Align::kLeft, 1}});
  for (const Mandate& mandate : response.mandates()) {
    table.AddRow({{ShortName(mandate.name())},
                  {KindWords(mandate)},
                  {StateWords(mandate.state()), ColorOfState(mandate)},
                  LastDayCell(mandate.term(), Color::kNone, table),
                  DaysLeftCell(mandate),
                  {mandate.title()}});
  }
  return table.Render(style);
}

std::string RenderCard(const Mandate& mandate, const Style& style) {
  Facts facts(style);
  facts.Add("State", StateAndDays(mandate), ColorOfState(mandate));
  AddTerm(mandate, facts);
  AddRecord(mandate, facts);
  std::string text =
      absl::StrCat(Paint(OneLine(mandate.title()), Color::kBold, style), "\n",
                   Paint(OneLine(Subtitle(mandate)), Color::kDim, style),
                   "\n\n", facts.text());
  if (mandate.decisions_size() > 0) {
    absl::StrAppend(&text, "\n", DecisionTable(mandate).Render(style));
  }
  return text;
}

std::string RenderHistory(const Mandate& mandate, const Style& style) {
  std::string text =
      absl::StrCat(Paint(OneLine(mandate.title()), Color::kBold, style), "\n",
                   Paint(OneLine(Subtitle(mandate)), Color::kDim, style),
                   "\n\n", DecisionTable(mandate).Render(style));
  std::string notes;
  for (const Decision& decision : mandate.decisions()) {
    std::string note = decision.note();
    if (!decision.correction_reason().empty()) {
      absl::StrAppend(&note, note.empty() ? "" : "; ",
                      decision.retracted() ? "taken back: " : "corrected: ",
                      decision.correction_reason());
    }
    if (note.empty()) continue;
    absl::StrAppend(&notes, decision.symbol(), ": ", OneLine(note), "\n");
  }
  if (!notes.empty()) absl::StrAppend(&text, "\n", notes);
  return text;
}

std::string RenderRevisions(
    const mandates::v1::ListMandateRevisionsResponse& response,
    const Style& style) {
  Table table({{"REVISION", Align::kRight},
               {"WHEN"},
               {"WHO"},
               {"LAST DAY"},
               {"STATE"},
               {"DECISION"},
               {"WHY"}});
  for (int i = response.revisions_size() - 1; i >= 0; --i) {
    const auto& revision = response.revisions(i);
    table.AddRow({{absl::StrCat(revision.revision())},
                  {TimeText(revision.commit_time())},
                  {revision.actor()},
                  LastDayCell(revision.mandate().term(), Color::kNone, table),
                  {StateWords(revision.mandate().state())},
                  {ShortName(revision.decision())},
                  {revision.reason()}});
  }
  return table.Render(style);
}

}  // namespace mandated::mandatectl
