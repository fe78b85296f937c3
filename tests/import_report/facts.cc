#include "tests/import_report/facts.h"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "services/domain/date.h"
#include "services/domain/reading/normal_text.h"

namespace mandated::import_report {
namespace {

using Json = nlohmann::json;
using mandates::v1::Resolution;

constexpr char kSessionPrefix[] = "sessions/hrc-";

std::string Text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// Puts `key` of the file as `field`; null: the field has no value.
void Take(const Json& from, const char* key, const char* field, Facts& facts,
          std::vector<std::string>* none) {
  const auto value = from.find(key);
  if (value == from.end()) return;
  if (!value->is_null()) {
    facts[field] = Text(*value);
  } else if (none != nullptr) {
    none->push_back(field);
  }
}

// Titles are the same that differ in their quotes and spaces alone.
void Normalise(Facts& facts, const std::string& field) {
  const auto title = facts.find(field);
  if (title != facts.end())
    title->second = domain::NormalText::Of(title->second);
}

std::string VoteOf(const Json& vote) {
  const char* abstaining = vote.contains("abstain") ? "abstain" : "abstaining";
  return Text(vote.at("for")) + "-" + Text(vote.at("against")) + "-" +
         Text(vote.at(abstaining));
}

std::string MandateOf(const Json& decision, const Registry& registry) {
  if (decision.contains("mandate")) {
    return "mandates/" + Text(decision.at("mandate"));
  }
  const auto key = registry.keys.find(decision.value("mandate_key", ""));
  return key == registry.keys.end() ? "" : key->second;
}

std::string SessionOf(const Json& number) {
  std::string session = kSessionPrefix + Text(number);
  for (char& c : session) c = c == 'S' ? 's' : c;
  return session;
}

Facts DecisionOf(const Json& decision, const Registry& registry) {
  Facts facts;
  facts["mandate"] = MandateOf(decision, registry);
  Take(decision, "decision", "act", facts, nullptr);
  Take(decision, "term", "term.period", facts, nullptr);
  Take(decision, "operative_paragraph", "paragraph", facts, nullptr);
  Take(decision, "fixed", "term.fixed", facts, nullptr);
  Take(decision, "new_title", "new_title", facts, nullptr);
  for (const char* key : {"end_of_session", "starts_at_end_of"}) {
    if (!decision.contains(key) || decision.at(key).is_null()) continue;
    facts[std::string("term.") + key] = SessionOf(decision.at(key));
  }
  Normalise(facts, "new_title");
  return facts;
}

// The mandate of that title; empty: the registry has none.
std::string MandateByTitle(const std::string& language,
                           const std::string& title, const Registry& registry) {
  const std::string normal = domain::NormalText::Of(title);
  for (const auto& mandate : registry.mandates) {
    const auto titles = mandate.titles().find(language);
    if (titles == mandate.titles().end()) continue;
    for (const std::string& known : titles->second.titles()) {
      if (domain::NormalText::Of(known) == normal) return mandate.name();
    }
  }
  return "";
}

Facts PiecedDecisionOf(const Json& mandate, const std::string& language,
                       const Registry& registry) {
  Facts facts;
  facts["mandate"] =
      MandateByTitle(language, Text(mandate.at("mandate_title")), registry);
  std::string act = Text(mandate.at("decision"));
  for (char& c : act) c = static_cast<char>(std::toupper(c));
  facts["act"] = act;
  const Json& term = mandate.at("term");
  const std::string unit = Text(term.at("unit"));
  facts["term.period"] =
      "P" + Text(term.at("length")) + (unit == "month" ? "M" : "Y");
  Take(mandate, "paragraph", "paragraph", facts, nullptr);
  return facts;
}

void TakeDecisions(const Json& file, const Registry& registry,
                   TextFacts& expected) {
  if (file.contains("decisions") && file.at("decisions").is_array()) {
    expected.decisions.emplace();
    for (const Json& decision : file.at("decisions")) {
      expected.decisions->push_back(DecisionOf(decision, registry));
    }
  }
  if (!file.contains("mandates")) return;
  expected.decisions.emplace();
  for (const Json& mandate : file.at("mandates")) {
    expected.decisions->push_back(
        PiecedDecisionOf(mandate, expected.language, registry));
  }
}

void TakeFields(const Json& file, TextFacts& expected) {
  for (const char* key :
       {"symbol", "language", "title", "body", "session_first_day",
        "session_last_day", "agenda_item", "adopted_on", "meeting",
        "how_adopted"}) {
    Take(file, key, key, expected.facts, &expected.none);
  }
  Normalise(expected.facts, "title");
  if (file.contains("session") && !file.at("session").is_null()) {
    expected.facts["session"] = SessionOf(file.at("session"));
  }
  if (file.contains("vote") && file.at("vote").is_object()) {
    expected.facts["vote"] = VoteOf(file.at("vote"));
  } else if (file.contains("vote")) {
    expected.none.push_back("vote");
  }
  expected.language = file.value("language", "");
  expected.diagnostics = file.value("diagnostics", std::vector<std::string>());
}

void Put(Facts& facts, const std::string& field, const std::string& value) {
  if (!value.empty()) facts[field] = value;
}

void PutNumber(Facts& facts, const std::string& field, int number) {
  if (number != 0) facts[field] = std::to_string(number);
}

void PutDay(Facts& facts, const std::string& field, bool has,
            const mandates::v1::Date& day) {
  if (has) facts[field] = domain::FormatDate(domain::ToCivil(day));
}

std::string AdoptionOf(mandates::v1::Adoption adoption) {
  switch (adoption) {
    case mandates::v1::ADOPTION_RECORDED_VOTE:
      return "recorded";
    case mandates::v1::ADOPTION_WITHOUT_A_VOTE:
      return "without a vote";
    case mandates::v1::ADOPTION_SILENCE_PROCEDURE:
      return "silence procedure";
    default:
      return "";
  }
}

Facts ProposalFacts(const mandates::v1::Proposal& proposal) {
  Facts facts;
  const mandates::v1::Decision& decision = proposal.decision();
  if (proposal.mandates_size() == 1) facts["mandate"] = proposal.mandates(0);
  facts["act"] = mandates::v1::Act_Name(decision.act()).substr(4);  // ACT_
  Put(facts, "paragraph", decision.paragraph());
  Put(facts, "new_title", domain::NormalText::Of(proposal.new_title()));
  const mandates::v1::Term& term = decision.term();
  Put(facts, "term.period", term.period());
  Put(facts, "term.starts_at_end_of", term.starts_at_end_of());
  Put(facts, "term.end_of_session", term.end_of_session());
  PutDay(facts, "term.fixed", term.has_fixed(), term.fixed());
  return facts;
}

}  // namespace

absl::StatusOr<TextFacts> ReadExpected(const std::string& json,
                                       const Registry& registry) {
  TextFacts expected;
  try {  // the library throws; nothing of ours does
    const Json file = Json::parse(json);
    TakeFields(file, expected);
    TakeDecisions(file, registry, expected);
  } catch (const nlohmann::json::exception& error) {
    return absl::FailedPreconditionError(error.what());
  }
  return expected;
}

TextFacts FactsOf(const Resolution& resolution) {
  TextFacts read;
  read.language = resolution.language();
  Facts& facts = read.facts;
  Put(facts, "symbol", resolution.symbol());
  Put(facts, "language", resolution.language());
  Put(facts, "title", domain::NormalText::Of(resolution.title()));
  Put(facts, "body", resolution.body());
  Put(facts, "session", resolution.session());
  PutDay(facts, "session_first_day", resolution.has_session_first_day(),
         resolution.session_first_day());
  PutDay(facts, "session_last_day", resolution.has_session_last_day(),
         resolution.session_last_day());
  PutNumber(facts, "agenda_item", resolution.agenda_item());
  PutDay(facts, "adopted_on", resolution.has_adopted_on(),
         resolution.adopted_on());
  PutNumber(facts, "meeting", resolution.meeting());
  Put(facts, "how_adopted", AdoptionOf(resolution.adoption()));
  if (resolution.has_vote()) {
    const mandates::v1::Vote& vote = resolution.vote();
    facts["vote"] = std::to_string(vote.in_favour()) + "-" +
                    std::to_string(vote.against()) + "-" +
                    std::to_string(vote.abstaining());
  }
  read.decisions.emplace();
  for (const auto& proposal : resolution.proposals()) {
    read.decisions->push_back(ProposalFacts(proposal));
  }
  for (const auto& diagnostic : resolution.diagnostics()) {
    read.diagnostics.push_back(diagnostic.reason());
  }
  return read;
}

}  // namespace mandated::import_report
