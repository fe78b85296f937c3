#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "clients/mandatectl/catalogue.h"
#include "clients/mandatectl/row.h"
#include "clients/mandatectl/words.h"
#include "services/domain/calendar.h"
#include "services/domain/fold.h"
#include "services/domain/names.h"
#include "services/domain/validation.h"

// What the rows of a catalogue mean together.
namespace mandated::mandatectl {
namespace {

// Sees rows one by one and keeps those that are right.
class Check {
 public:
  explicit Check(Catalogue& catalogue) : catalogue_(catalogue) {}

  void Run() {
    Keep(catalogue_.sessions,
         [&](const SessionRow& row) { return CheckSession(row); });
    Keep(catalogue_.mandates,
         [&](const MandateRow& row) { return CheckMandate(row); });
    Keep(catalogue_.decisions,
         [&](const DecisionRow& row) { return CheckDecision(row); });
    Keep(catalogue_.names, [&](const NameRow& row) { return CheckName(row); });
    NameMandates();
  }

 private:
  // Moves to the problems what `check` finds wrong.
  template <typename Rows, typename CheckRow>
  void Keep(Rows& rows, CheckRow check) {
    Rows kept;
    for (auto& row : rows) {
      std::string what = check(row);
      if (what.empty()) {
        kept.push_back(std::move(row));
      } else {
        catalogue_.problems.push_back(
            {row.place.file, row.place.line, std::move(what)});
      }
    }
    rows = std::move(kept);
  }

  // Says what is wrong when `name` came before, and remembers it.
  std::string CheckOnce(const std::string& name, const Place& place) {
    const auto [found, is_new] = places_.emplace(name, place);
    if (is_new) return "";
    const Place& first = found->second;
    return absl::StrCat(name, " stands in ", first.file, ":", first.line,
                        " already; keep one of the two");
  }

  std::string CheckSession(const SessionRow& row) {
    std::string twice = CheckOnce(row.session.name(), row.place);
    const auto name = domain::ParseSessionName("session", row.session.name());
    if (!twice.empty() || !name.ok()) return twice;
    mandates::v1::Session session = row.session;
    session.set_body(name->body);
    session.set_number(name->number);
    session.set_special(name->special);
    calendar_.Put(session);
    return "";
  }

  std::string CheckMandate(const MandateRow& row) {
    std::string twice = CheckOnce(row.mandate.name(), row.place);
    if (twice.empty()) folds_[row.mandate.name()] = row.mandate;
    return twice;
  }

  std::string CheckDecision(const DecisionRow& row) {
    const std::string id = domain::SlugOfSymbol(row.decision.symbol());
    std::string twice =
        CheckOnce(absl::StrCat(row.mandate, "/decisions/", id), row.place);
    if (!twice.empty()) return twice;
    // A file of decisions alone adds to what the server has.
    if (catalogue_.mandates.empty()) return "";
    const auto mandate = folds_.find(row.mandate);
    if (mandate == folds_.end()) {
      return absl::StrCat("mandate: ", ShortName(row.mandate),
                          " is not in mandates.csv, or wrong there");
    }
    const std::string& successor = row.decision.successor();
    if (!successor.empty() && folds_.find(successor) == folds_.end()) {
      return absl::StrCat("successor: ", ShortName(successor),
                          " is not in mandates.csv, or wrong there");
    }
    return catalogue_.sessions.empty() ? "" : CheckFold(row, mandate->second);
  }

  std::string CheckName(const NameRow& row) {
    if (!catalogue_.mandates.empty() &&
        folds_.find(row.mandate) == folds_.end()) {
      return absl::StrCat("mandate: ", ShortName(row.mandate),
                          " is not in mandates.csv, or wrong there");
    }
    return CheckOnce(
        absl::StrCat(row.mandate, ", ", row.language, ", \"", row.title, "\""),
        row.place);
  }

  void NameMandates() {
    std::map<std::string, mandates::v1::Mandate*> mandates;
    for (MandateRow& row : catalogue_.mandates) {
      mandates[row.mandate.name()] = &row.mandate;
    }
    for (const NameRow& row : catalogue_.names) {
      const auto found = mandates.find(row.mandate);
      if (found == mandates.end()) continue;
      auto& titles = *found->second->mutable_titles();
      titles[row.language].add_titles(row.title);
    }
  }

  // Adds the decision to the mandate, as the server would.
  std::string CheckFold(const DecisionRow& row,
                        mandates::v1::Mandate& mandate) {
    constexpr int kLastYear = 9999;  // the server knows which day is today
    absl::Status status = domain::CheckAdoption(
        "decision", calendar_, row.decision, absl::CivilDay(kLastYear, 12, 31));
    if (status.ok()) {
      mandates::v1::Mandate next = mandate;
      next.set_body("HRC");
      auto& added = *next.add_decisions();
      added = row.decision;
      added.set_name(absl::StrCat(row.mandate, "/decisions/",
                                  domain::SlugOfSymbol(added.symbol())));
      status = domain::Fold(calendar_, next);
      if (status.ok()) mandate = std::move(next);
    }
    return MessageBelow("decision", std::string(status.message()));
  }

  Catalogue& catalogue_;
  domain::Calendar calendar_;
  std::map<std::string, Place> places_;
  std::map<std::string, mandates::v1::Mandate> folds_;  // by name
};

}  // namespace

void CheckCatalogue(Catalogue& catalogue) {
  Check(catalogue).Run();
  std::stable_sort(catalogue.problems.begin(), catalogue.problems.end(),
                   [](const Problem& a, const Problem& b) {
                     return std::tie(a.file, a.line) < std::tie(b.file, b.line);
                   });
}

}  // namespace mandated::mandatectl
