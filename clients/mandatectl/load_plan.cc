#include "clients/mandatectl/load_plan.h"

#include <uuid/uuid.h>

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/mandatectl/decision_facts.h"
#include "clients/mandatectl/words.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/util/message_differencer.h"
#include "mandates/client/error.h"
#include "services/domain/date.h"
#include "services/domain/names.h"

namespace mandated::mandatectl {
namespace {

using google::protobuf::util::MessageDifferencer;
using mandates::v1::Decision;
using mandates::v1::Mandate;
using mandates::v1::RecordDecisionRequest;
using mandates::v1::Session;
using mandates::v1::Term;

constexpr char kReason[] = "loaded from the catalogue";

bool SameSession(const Session& stated, const Session& recorded) {
  return MessageDifferencer::Equals(stated.first_day(), recorded.first_day()) &&
         MessageDifferencer::Equals(stated.last_day(), recorded.last_day()) &&
         stated.basis() == recorded.basis() &&
         stated.source() == recorded.source() &&
         stated.note() == recorded.note();
}

// Names the first fact that is stated and recorded otherwise.
class Difference {
 public:
  void Text(const char* name, const std::string& stated,
            const std::string& recorded) {
    if (stated.empty() || stated == recorded) return;
    Add(name, stated, recorded);
  }
  void Number(const char* name, int stated, int recorded) {
    if (stated == 0 || stated == recorded) return;
    Add(name, absl::StrCat(stated), absl::StrCat(recorded));
  }
  const std::string& text() const { return text_; }

 private:
  void Add(const char* name, const std::string& stated,
           const std::string& recorded) {
    absl::StrAppend(&text_, text_.empty() ? "" : ", ", name, " is \"", stated,
                    "\" here and \"", recorded, "\" on record");
  }

  std::string text_;
};

mandates::v1::Basis BasisOf(const Term& term) {
  return term.basis() == mandates::v1::BASIS_UNSPECIFIED
             ? mandates::v1::BASIS_READ
             : term.basis();
}

void CompareTerms(const Decision& stated, const Decision& recorded,
                  Difference& difference) {
  const Term& term = stated.term();
  difference.Text("period", term.period(), recorded.term().period());
  difference.Text("starts_at_end_of", term.starts_at_end_of(),
                  recorded.term().starts_at_end_of());
  if (term.end_case() != Term::END_NOT_SET) {
    difference.Text("end", RuleWords(term), RuleWords(recorded.term()));
  } else if (!term.period().empty() &&
             recorded.term().end_case() != Term::END_NOT_SET &&
             !HasDerivedEnd(recorded)) {
    difference.Text("end", "what follows from the period",
                    RuleWords(recorded.term()));
  }
  if (stated.has_term()) {
    difference.Text("basis", BasisWord(BasisOf(term)),
                    BasisWord(BasisOf(recorded.term())));
  }
}

const Decision* Find(const Mandate& mandate, const std::string& symbol) {
  const std::string id = domain::SlugOfSymbol(symbol);
  for (const Decision& decision : mandate.decisions()) {
    if (domain::SlugOfSymbol(decision.symbol()) == id) return &decision;
  }
  return nullptr;
}

std::string CompareMandates(const Mandate& stated, const Mandate& recorded) {
  Difference difference;
  const std::string& first = recorded.former_titles().empty()
                                 ? recorded.title()
                                 : recorded.former_titles(0);
  difference.Text("first title", stated.title(), first);
  difference.Text("kind", KindWords(stated), KindWords(recorded));
  difference.Text("holder_type", HolderTypeWords(stated.holder_type()),
                  HolderTypeWords(recorded.holder_type()));
  difference.Text("holder", stated.holder(), recorded.holder());
  difference.Number("established_year", stated.established_year(),
                    recorded.established_year());
  difference.Text("established_by", stated.established_by(),
                  recorded.established_by());
  difference.Text("note", stated.note(), recorded.note());
  return difference.text();
}

void PlanSessions(const Catalogue& catalogue, const ServerState& server,
                  LoadPlan& plan) {
  for (const SessionRow& row : catalogue.sessions) {
    const auto found = server.sessions.find(row.session.name());
    if (found != server.sessions.end() &&
        SameSession(row.session, found->second)) {
      ++plan.sessions_equal;
    } else {
      plan.sessions.push_back(&row);
    }
  }
}

void AddConflict(const Place& place, const std::string& what,
                 const std::string& command, LoadPlan& plan) {
  plan.conflicts.push_back(
      {place.file, place.line,
       absl::StrCat(what, "; the record was left alone, change it with ",
                    command)});
}

// Whether the row is to be sent; what else it is, the plan learns.
bool IsMissing(const DecisionRow& row, const ServerState& server,
               LoadPlan& plan) {
  const auto mandate = server.mandates.find(row.mandate);
  if (mandate == server.mandates.end()) return true;
  const Decision* recorded = Find(mandate->second, row.decision.symbol());
  if (recorded == nullptr) return true;
  if (recorded->retracted()) {
    ++plan.decisions_taken_back;
    return false;
  }
  const std::string difference = DifferenceOf(row.decision, *recorded);
  if (difference.empty()) {
    ++plan.decisions_equal;
  } else {
    AddConflict(row.place,
                absl::StrCat(ShortName(row.mandate), ", ",
                             row.decision.symbol(), ": ", difference),
                absl::StrCat("mandatectl correct ", ShortName(row.mandate), " ",
                             row.decision.symbol()),
                plan);
  }
  return false;
}

// Groups rows by mandate, in order of the first of each.
std::vector<LoadPlan::Batch> GroupByMandate(
    const std::vector<const DecisionRow*>& rows) {
  std::vector<LoadPlan::Batch> groups;
  std::map<std::string, size_t> index;
  for (const DecisionRow* row : rows) {
    const auto [found, is_new] = index.emplace(row->mandate, groups.size());
    if (is_new) groups.emplace_back();
    groups[found->second].push_back(row);
  }
  return groups;
}

void PlanMandates(const Catalogue& catalogue, const ServerState& server,
                  LoadPlan& plan) {
  std::set<std::string> decided;
  for (const DecisionRow& row : catalogue.decisions) {
    decided.insert(row.mandate);
  }
  for (const MandateRow& row : catalogue.mandates) {
    const std::string& name = row.mandate.name();
    const auto recorded = server.mandates.find(name);
    if (recorded != server.mandates.end()) {
      const std::string difference =
          CompareMandates(row.mandate, recorded->second);
      if (difference.empty()) continue;
      AddConflict(row.place, absl::StrCat(ShortName(name), ": ", difference),
                  absl::StrCat("mandatectl update ", ShortName(name)), plan);
    } else if (decided.find(name) == decided.end()) {
      plan.without_decisions.push_back(name);
    }
  }
}

// Adds `title` to what `mandate` is called in `language`; false: it is there.
bool AddTitle(const NameRow& row, Mandate& mandate) {
  auto& titles = *(*mandate.mutable_titles())[row.language].mutable_titles();
  if (std::find(titles.begin(), titles.end(), row.title) != titles.end()) {
    return false;
  }
  *titles.Add() = row.title;
  return true;
}

void PlanNames(const Catalogue& catalogue, const ServerState& server,
               LoadPlan& plan) {
  std::map<std::string, Mandate> titled;
  std::set<std::string> changed;
  for (const NameRow& row : catalogue.names) {
    const auto recorded = server.mandates.find(row.mandate);
    if (recorded == server.mandates.end()) continue;
    const auto [found, is_new] = titled.try_emplace(row.mandate);
    Mandate& mandate = found->second;
    if (is_new) {
      mandate.set_name(row.mandate);
      mandate.set_etag(recorded->second.etag());
      *mandate.mutable_titles() = recorded->second.titles();
    }
    if (AddTitle(row, mandate)) changed.insert(row.mandate);
  }
  for (const std::string& name : changed) {
    plan.titled.push_back(std::move(titled[name]));
  }
}

// The same bytes for equal requests: maps are sorted.
std::string StableBytes(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

std::string RequestIdOf(
    const mandates::v1::BatchRecordDecisionsRequest& request) {
  const std::string bytes = StableBytes(request);
  uuid_t space = {};  // the nil UUID: a name space of its own
  uuid_t id = {};
  uuid_generate_sha1(id, space, bytes.data(), bytes.size());
  char text[UUID_STR_LEN];
  uuid_unparse_lower(id, text);
  return absl::StrCat("load-", text);
}

}  // namespace

std::string DifferenceOf(const Decision& stated, const Decision& recorded) {
  Difference difference;
  difference.Text("act", ActWord(stated.act()), ActWord(recorded.act()));
  difference.Text("adopted_on", DateText(true, stated.adopted_on()),
                  DateText(true, recorded.adopted_on()));
  difference.Text("session", stated.session(), recorded.session());
  difference.Number("meeting", stated.meeting(), recorded.meeting());
  difference.Number("agenda_item", stated.agenda_item(),
                    recorded.agenda_item());
  difference.Text("paragraph", stated.paragraph(), recorded.paragraph());
  difference.Text("adoption", AdoptionWords(stated), AdoptionWords(recorded));
  CompareTerms(stated, recorded, difference);
  difference.Text("new_title", stated.new_title(), recorded.new_title());
  difference.Text("successor", stated.successor(), recorded.successor());
  difference.Text("source", stated.source(), recorded.source());
  difference.Text("note", stated.note(), recorded.note());
  return difference.text();
}

LoadPlan PlanLoad(const Catalogue& catalogue, const ServerState& server,
                  size_t batch_size_max) {
  LoadPlan plan;
  PlanSessions(catalogue, server, plan);
  PlanMandates(catalogue, server, plan);
  PlanNames(catalogue, server, plan);
  std::vector<const DecisionRow*> missing;
  for (const DecisionRow& row : catalogue.decisions) {
    if (IsMissing(row, server, plan)) missing.push_back(&row);
  }
  plan.batches = MakeBatches(missing, batch_size_max);
  return plan;
}

std::vector<LoadPlan::Batch> MakeBatches(
    const std::vector<const DecisionRow*>& rows, size_t size_max) {
  std::vector<LoadPlan::Batch> batches;
  for (const LoadPlan::Batch& group : GroupByMandate(rows)) {
    const bool fits =
        !batches.empty() && batches.back().size() + group.size() <= size_max;
    if (!fits) batches.emplace_back();
    batches.back().insert(batches.back().end(), group.begin(), group.end());
  }
  for (LoadPlan::Batch& batch : batches) {
    // Rows lie in order of adoption in the one vector of the catalogue.
    std::sort(batch.begin(), batch.end());
  }
  return batches;
}

mandates::v1::BatchRecordDecisionsRequest MakeBatch(
    const Catalogue& catalogue, const ServerState& server,
    const LoadPlan::Batch& batch, const std::string& actor) {
  std::map<std::string, const Mandate*> missing;
  for (const MandateRow& row : catalogue.mandates) {
    if (server.mandates.find(row.mandate.name()) == server.mandates.end()) {
      missing.emplace(row.mandate.name(), &row.mandate);
    }
  }
  mandates::v1::BatchRecordDecisionsRequest request;
  for (const DecisionRow* row : batch) {
    RecordDecisionRequest& one = *request.add_requests();
    one.set_mandate_name(row->mandate);
    *one.mutable_decision() = row->decision;
    one.set_allow_missing(true);
    one.set_actor(actor);
    one.set_reason(kReason);
    const auto found = missing.find(row->mandate);
    if (found == missing.end()) continue;
    *one.mutable_mandate() = *found->second;
    missing.erase(found);
  }
  request.set_request_id(RequestIdOf(request));
  return request;
}

const DecisionRow* BlamedRow(const LoadPlan::Batch& batch,
                             const absl::Status& error) {
  constexpr char kPrefix[] = "requests[";
  mandates::client::Error details(error);
  for (const auto& violation : details.fields) {
    size_t index = 0;
    const size_t close = violation.field.find(']');
    if (violation.field.rfind(kPrefix, 0) != 0 || close == std::string::npos) {
      continue;
    }
    const std::string number = violation.field.substr(
        sizeof(kPrefix) - 1, close - (sizeof(kPrefix) - 1));
    if (absl::SimpleAtoi(number, &index) && index < batch.size()) {
      return batch[index];
    }
  }
  const std::string mandate = details.metadata["mandate"];
  const std::string symbol = details.metadata["symbol"];
  const auto found =
      std::find_if(batch.begin(), batch.end(), [&](const DecisionRow* row) {
        return row->mandate == mandate && row->decision.symbol() == symbol;
      });
  return found == batch.end() ? nullptr : *found;
}

}  // namespace mandated::mandatectl
