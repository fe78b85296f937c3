#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/commands.h"
#include "clients/mandatectl/load.h"
#include "clients/mandatectl/table.h"
#include "clients/mandatectl/words.h"
#include "nlohmann/json.hpp"
#include "services/domain/limits.h"

// The command that loads a catalogue.
namespace mandated::mandatectl {
namespace {

// What a load did.
struct Report {
  int64_t sessions_recorded = 0;
  int64_t sessions_equal = 0;
  int64_t decisions_recorded = 0;
  int64_t decisions_equal = 0;
  int64_t decisions_taken_back = 0;
  int64_t mandates_changed = 0;
  int64_t mandates_without_decisions = 0;
  int64_t mandates_titled = 0;
  int64_t conflicts = 0;
  int64_t rows_left_out = 0;
};

class Loading {
 public:
  Loading(Context* context, const LoadOptions& options)
      : context_(*context), options_(options) {}

  absl::StatusOr<ExitCode> Run() {
    auto catalogue =
        ReadChecked(options_.paths, options_.skip_invalid, context_.output);
    if (!catalogue.ok()) return catalogue.status();
    report_.rows_left_out = static_cast<int64_t>(catalogue->problems.size());
    const auto server = FetchState(context_, *catalogue);
    if (!server.ok()) return server.status();
    LoadPlan plan =
        PlanLoad(*catalogue, *server, domain::limits::kBatchDecisionsMax);
    Count(plan);
    absl::Status sent = SendSessions(context_, plan.sessions);
    if (sent.ok()) sent = SendTitles(context_, plan.titled);
    for (size_t i = 0; sent.ok() && i < plan.batches.size(); ++i) {
      sent = SendAll(*catalogue, *server, std::move(plan.batches[i]));
    }
    if (!sent.ok()) return sent;
    for (const Problem& conflict : plan.conflicts) {
      context_.output.Remark(conflict.ToString());
    }
    Print();
    const bool whole = report_.conflicts == 0 && report_.rows_left_out == 0;
    return whole ? kExitDone : kExitPartly;
  }

 private:
  void Count(const LoadPlan& plan) {
    report_.sessions_recorded = static_cast<int64_t>(plan.sessions.size());
    report_.sessions_equal = plan.sessions_equal;
    report_.decisions_equal = plan.decisions_equal;
    report_.decisions_taken_back = plan.decisions_taken_back;
    report_.conflicts = static_cast<int64_t>(plan.conflicts.size());
    report_.mandates_without_decisions =
        static_cast<int64_t>(plan.without_decisions.size());
    report_.mandates_titled = static_cast<int64_t>(plan.titled.size());
  }

  // Sends a batch; with --skip-invalid again and again, each time without the
  // row that the server refused.
  absl::Status SendAll(const Catalogue& catalogue, const ServerState& server,
                       LoadPlan::Batch batch) {
    while (!batch.empty()) {
      const BatchResult result = SendBatch(context_, catalogue, server, batch);
      const absl::Status status = result.response.status();
      if (status.ok()) {
        report_.decisions_recorded += static_cast<int64_t>(batch.size());
        report_.mandates_changed += result.response->mandates_size();
        context_.output.Progress(
            absl::StrCat("load: ", report_.decisions_recorded, " decisions"));
        return status;
      }
      if (result.refused == nullptr || !options_.skip_invalid) return status;
      context_.output.Remark(std::string(status.message()));
      ++report_.rows_left_out;
      batch.erase(std::find(batch.begin(), batch.end(), result.refused));
    }
    return absl::OkStatus();
  }

  void Print() {
    if (context_.output.format() == Format::kTable) {
      context_.output.Text(Sentences());
      return;
    }
    const nlohmann::ordered_json json = {
        {"sessions_recorded", report_.sessions_recorded},
        {"sessions_equal", report_.sessions_equal},
        {"decisions_recorded", report_.decisions_recorded},
        {"decisions_equal", report_.decisions_equal},
        {"decisions_taken_back", report_.decisions_taken_back},
        {"mandates_changed", report_.mandates_changed},
        {"mandates_without_decisions", report_.mandates_without_decisions},
        {"mandates_titled", report_.mandates_titled},
        {"conflicts", report_.conflicts},
        {"rows_left_out", report_.rows_left_out}};
    const int indent = context_.output.format() == Format::kJson ? 1 : -1;
    context_.output.Text(json.dump(indent) + "\n");
  }

  std::string Sentences() const {
    using mandatectl::Count;
    std::string text = absl::StrCat(
        "Recorded ", Count(report_.decisions_recorded, "decision"), " on ",
        Count(report_.mandates_changed, "mandate"), " and ",
        Count(report_.sessions_recorded, "session"), "; ",
        Count(report_.decisions_equal, "decision"), " and ",
        Count(report_.sessions_equal, "session"), " were on record already.\n");
    const auto add = [&](int64_t number, const char* noun, const char* rest) {
      if (number > 0) absl::StrAppend(&text, Count(number, noun), rest, "\n");
    };
    add(report_.mandates_without_decisions, "mandate",
        " without any decision with a date: left out.");
    add(report_.mandates_titled, "mandate",
        " on record got titles in other languages.");
    add(report_.decisions_taken_back, "decision",
        " that the server has taken back: left alone.");
    add(report_.conflicts, "conflict", " with the record, above: left alone.");
    add(report_.rows_left_out, "row", " wrong, above: left out.");
    return text;
  }

  Context& context_;
  const LoadOptions& options_;
  Report report_;
};

}  // namespace

absl::StatusOr<ExitCode> Run(Context& context, const LoadOptions& options) {
  return Loading(&context, options).Run();
}

}  // namespace mandated::mandatectl
