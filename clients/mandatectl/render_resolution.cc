#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/mandatectl/arguments.h"
#include "clients/mandatectl/render.h"
#include "clients/mandatectl/render_cells.h"
#include "clients/mandatectl/table.h"
#include "clients/mandatectl/words.h"

// Readings of resolutions, each field over the words that prove it.
namespace mandated::mandatectl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using mandates::v1::Decision;
using mandates::v1::Evidence;
using mandates::v1::Proposal;
using mandates::v1::Reading;
using mandates::v1::Resolution;

// Columns of a field's name; its value and words begin behind them.
constexpr int kNameColumns = 20;

std::string ScalarText(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) return "";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetString(message, &field);
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return WordOf(*reflection.GetEnum(message, &field));
    default:
      return "";
  }
}

std::string MessageText(const Message& message) {
  if (const auto* date = dynamic_cast<const mandates::v1::Date*>(&message)) {
    return DateText(true, *date);
  }
  if (const auto* vote = dynamic_cast<const mandates::v1::Vote*>(&message)) {
    return absl::StrCat(vote->in_favour(), "-", vote->against(), "-",
                        vote->abstaining());
  }
  if (const auto* term = dynamic_cast<const mandates::v1::Term*>(&message)) {
    return TermWords(*term);
  }
  if (const auto* event =
          dynamic_cast<const mandates::v1::UntilEvent*>(&message)) {
    return event->words();
  }
  return message.ShortDebugString();
}

// The value of a map from text to text; empty: it has not got the key.
std::string EntryOf(const Message& message, const FieldDescriptor& map,
                    const std::string& key) {
  const auto& reflection = *message.GetReflection();
  for (int i = 0; i < reflection.FieldSize(message, &map); ++i) {
    const Message& entry = reflection.GetRepeatedMessage(message, &map, i);
    const auto& parts = *entry.GetDescriptor();
    if (ScalarText(entry, *parts.map_key()) == key) {
      return ScalarText(entry, *parts.map_value());
    }
  }
  return "";
}

// The value at a path such as "term.period" or "new_titles.fr"; empty: there is
// none.
std::string ValueAt(const Message& message, const std::string& path) {
  const Message* at = &message;
  const std::vector<std::string> names = absl::StrSplit(path, '.');
  for (size_t i = 0; i < names.size(); ++i) {
    const auto* field = at->GetDescriptor()->FindFieldByName(names[i]);
    if (field == nullptr) return "";
    if (field->is_map() && i + 1 < names.size()) {
      return EntryOf(*at, *field, names[i + 1]);
    }
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE ||
        field->is_repeated()) {
      return ScalarText(*at, *field);
    }
    at = &at->GetReflection()->GetMessage(*at, field);
  }
  return MessageText(*at);
}

std::string Row(const std::string& name, const std::string& value,
                const Style& style) {
  const int space = kNameColumns - DisplayWidth(name);
  return absl::StrCat(Paint(name, Color::kDim, style),
                      std::string(space > 1 ? space : 1, ' '), OneLine(value),
                      "\n");
}

// "  10: “for a period of three years”", green where read, yellow where
// inferred, which also says by which rule.
std::string WordsRow(const Evidence& evidence, const std::string& rule,
                     const Style& style) {
  const std::string where =
      absl::StrCat(std::string(kNameColumns, ' '), evidence.paragraph(), ": ");
  std::string words = absl::StrCat("“", OneLine(evidence.words()), "”");
  if (style.width > 0) {
    const int room = style.width - DisplayWidth(where);
    words = Truncate(words, room > 1 ? room : 1);
  }
  std::string text = absl::StrCat(
      Paint(where, Color::kDim, style),
      Paint(words, rule.empty() ? Color::kGreen : Color::kYellow, style), "\n");
  if (!rule.empty()) {
    absl::StrAppend(
        &text, std::string(kNameColumns, ' '),
        Paint(absl::StrCat("inferred: ", OneLine(rule)), Color::kYellow, style),
        "\n");
  }
  return text;
}

std::string RuleOf(const Reading& reading) {
  if (reading.confidence() != mandates::v1::CONFIDENCE_INFERRED) return "";
  return reading.rule().empty() ? "from the words" : reading.rule();
}

std::string ReadingRows(const Message& message, const Reading& reading,
                        const std::string& indent, const Style& style) {
  return absl::StrCat(Row(absl::StrCat(indent, reading.field()),
                          ValueAt(message, reading.field()), style),
                      WordsRow(reading.evidence(), RuleOf(reading), style));
}

// The title of a mandate that is new, in the language of its text.
std::string TitleOf(const mandates::v1::Mandate& mandate) {
  if (!mandate.title().empty()) return mandate.title();
  for (const auto& [code, list] : mandate.titles()) {
    if (!list.titles().empty()) return list.titles(0);
  }
  return "";
}

std::string MandateWords(const Proposal& proposal) {
  std::vector<std::string> names;
  for (const std::string& name : proposal.mandates()) {
    names.push_back(ShortName(name));
  }
  if (names.size() == 1) return names.front();
  if (!names.empty()) {
    return absl::StrCat("one of ", absl::StrJoin(names, ", "));
  }
  const std::string title = TitleOf(proposal.new_mandate());
  if (proposal.new_mandate_name().empty()) {
    return title.empty() ? "unknown" : absl::StrCat("unknown: ", title);
  }
  return absl::StrCat(ShortName(proposal.new_mandate_name()),
                      " (new): ", title);
}

std::string ProposalRows(const Proposal& proposal, int number,
                         const Style& style) {
  const Decision& decision = proposal.decision();
  std::string text = absl::StrCat(
      "\n", Paint(absl::StrCat("decision ", number), Color::kBold, style), ": ",
      ActWord(decision.act()), " ", OneLine(MandateWords(proposal)), " ",
      TermWords(decision.term()), "\n");
  if (proposal.has_mandate_reading()) {
    absl::StrAppend(&text, Row("  mandate", MandateWords(proposal), style),
                    WordsRow(proposal.mandate_reading().evidence(),
                             RuleOf(proposal.mandate_reading()), style));
  }
  for (const Reading& reading : decision.readings()) {
    absl::StrAppend(&text, ReadingRows(decision, reading, "  ", style));
  }
  return text;
}

std::string DiagnosticRows(const Resolution& resolution, const Style& style) {
  std::string text;
  for (const auto& diagnostic : resolution.diagnostics()) {
    const bool error = diagnostic.severity() == mandates::v1::SEVERITY_ERROR;
    const bool note = diagnostic.severity() == mandates::v1::SEVERITY_NOTE;
    const Color color =
        error ? Color::kRed : (note ? Color::kDim : Color::kYellow);
    absl::StrAppend(&text, Paint(diagnostic.reason(), color, style), " ",
                    OneLine(diagnostic.message()), "\n");
  }
  return text.empty() ? "" : "\n" + text;
}

}  // namespace

std::string RenderReading(const Resolution& resolution, const Style& style) {
  std::string text =
      absl::StrCat(Paint(resolution.symbol().empty() ? "(no symbol read)"
                                                     : resolution.symbol(),
                         Color::kBold, style),
                   "  ", OneLine(resolution.title()), "\n\n");
  for (const Reading& reading : resolution.readings()) {
    absl::StrAppend(&text, ReadingRows(resolution, reading, "", style));
  }
  for (int i = 0; i < resolution.proposals_size(); ++i) {
    absl::StrAppend(&text, ProposalRows(resolution.proposals(i), i + 1, style));
  }
  return absl::StrCat(text, DiagnosticRows(resolution, style));
}

std::string RenderReadingLine(const Resolution& resolution) {
  std::vector<std::string> decisions;
  for (const Proposal& proposal : resolution.proposals()) {
    decisions.push_back(absl::StrCat(ActWord(proposal.decision().act()), " ",
                                     OneLine(MandateWords(proposal)), " ",
                                     TermWords(proposal.decision().term())));
  }
  return absl::StrCat(
      resolution.symbol().empty() ? "(no symbol)" : resolution.symbol(), "  ",
      decisions.empty() ? "no decision on a mandate"
                        : absl::StrJoin(decisions, "; "));
}

std::string RenderResolutions(
    const mandates::v1::ListResolutionsResponse& response, const Style& style) {
  Table table(
      {{"SYMBOL"}, {"ADOPTED"}, {"LANGUAGE"}, {"DECISIONS"}, {"TITLE"}});
  for (const Resolution& resolution : response.resolutions()) {
    table.AddRow(
        {{resolution.symbol()},
         {DateText(resolution.has_adopted_on(), resolution.adopted_on())},
         {resolution.language()},
         {absl::StrCat(resolution.decisions_size())},
         {resolution.title()}});
  }
  return table.Render(style);
}

namespace {

std::string DecidedBy(const Decision& decision) {
  return absl::StrCat(
      decision.symbol(), ", adopted ", DateText(true, decision.adopted_on()),
      decision.paragraph().empty()
          ? ""
          : absl::StrCat(", operative paragraph ", decision.paragraph()),
      ":\n");
}

bool IsNewTitle(const Reading& reading) {
  return reading.field() == "new_title" ||
         absl::StartsWith(reading.field(), "new_titles.");
}

// The titles that decisions gave before or after the one that gave the term,
// which shows its own.
std::string RenamingRows(const mandates::v1::Mandate& mandate,
                         const Style& style) {
  std::string text;
  for (const Decision& decision : mandate.decisions()) {
    if (decision.retracted() || decision.name() == mandate.term_decision()) {
      continue;
    }
    std::string rows;
    for (const Reading& reading : decision.readings()) {
      if (!IsNewTitle(reading)) continue;
      absl::StrAppend(&rows, ReadingRows(decision, reading, "  ", style));
    }
    if (rows.empty()) continue;
    absl::StrAppend(&text, "\nRenamed by ", DecidedBy(decision), rows);
  }
  return text;
}

}  // namespace

std::string RenderWhy(const mandates::v1::Mandate& mandate,
                      const Style& style) {
  std::string text =
      absl::StrCat(Paint(OneLine(mandate.title()), Color::kBold, style), "\n");
  const auto& term = mandate.term();
  if (!term.has_last_day()) {
    absl::StrAppend(&text, "has no last day: ", RuleWords(term), ".\n");
  } else {
    absl::StrAppend(&text, "lasts through ", DateText(true, term.last_day()),
                    term.projected() ? " (projected)" : "", ": ",
                    RuleWords(term), ".\n");
  }
  const Decision* decision = DecisionNamed(mandate, mandate.term_decision());
  if (decision == nullptr) {
    return absl::StrCat(text, "No decision says so.\n",
                        RenamingRows(mandate, style));
  }
  absl::StrAppend(&text, "\nDecided by ", DecidedBy(*decision));
  for (const Reading& reading : decision->readings()) {
    absl::StrAppend(&text, ReadingRows(*decision, reading, "  ", style));
  }
  if (decision->readings().empty()) {
    absl::StrAppend(
        &text, "No words are on record; the facts are from: ",
        decision->source().empty() ? "a person" : OneLine(decision->source()),
        "\nImport its text to keep the words: mandatectl import FILE\n");
  }
  return absl::StrCat(text, RenamingRows(mandate, style));
}

}  // namespace mandated::mandatectl
