#include <unistd.h>

#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/commands.h"
#include "clients/mandatectl/convert.h"
#include "clients/mandatectl/render.h"
#include "clients/mandatectl/words.h"

// The commands about the texts of resolutions.
namespace mandated::mandatectl {
namespace {

using mandates::v1::ImportResolutionRequest;
using mandates::v1::ImportResolutionResponse;
using mandates::v1::Resolution;
using mandates::v1::Settlement;

// One file that can be imported.
struct Ready {
  std::string path;
  ImportResolutionRequest request;
  ImportResolutionResponse outcome;  // of the check, then of the import
};

// Returns the settlement of a decision, counted from 1; makes it.
Settlement& SettlementOf(ImportResolutionRequest& request, int decision) {
  for (Settlement& settlement : *request.mutable_settlements()) {
    if (settlement.proposal() == decision - 1) return settlement;
  }
  Settlement& settlement = *request.add_settlements();
  settlement.set_proposal(decision - 1);
  return settlement;
}

ImportResolutionRequest RequestOf(const ImportOptions& options,
                                  const GlobalOptions& global,
                                  std::string text) {
  ImportResolutionRequest request;
  request.set_text(std::move(text));
  request.set_language(options.language);
  request.set_symbol_hint(options.symbol);
  request.set_read_only(options.read_only);
  request.set_actor(global.actor);
  if (options.adopted_on) *request.mutable_adopted_on() = *options.adopted_on;
  for (const Settled& mandate : options.mandates) {
    SettlementOf(request, mandate.decision).set_mandate_name(mandate.value);
  }
  for (const Settled& term : options.terms) {
    SettlementOf(request, term.decision).mutable_term()->set_period(term.value);
  }
  for (const int64_t decision : options.skipped) {
    SettlementOf(request, static_cast<int>(decision)).set_skip(true);
  }
  return request;
}

class Importing {
 public:
  Importing(Context* context, const ImportOptions& options)
      : context_(*context), options_(options) {}

  absl::StatusOr<ExitCode> Run() {
    for (size_t i = 0; i < options_.paths.size(); ++i) {
      absl::Status checked = Check(options_.paths[i], i + 1);
      if (checked.ok()) continue;
      // One file is shown and explained; of many, each gets its line.
      if (!many()) return checked;
      context_.output.Remark(absl::StrCat(options_.paths[i], ": ",
                                          std::string(checked.message())));
      ++refused_;
    }
    if (refused_ > 0 && !options_.skip_invalid) {
      context_.output.Remark(absl::StrCat(
          "Nothing was recorded: ", Count(refused_, "file"), " of ",
          options_.paths.size(),
          " cannot be imported. --skip-invalid records the others."));
      return kExitRefused;
    }
    if (options_.dry_run || ready_.empty()) return Finish(options_.dry_run);
    absl::Status agreed = Agree();
    if (!agreed.ok()) return agreed;
    for (Ready& ready : ready_) {
      absl::Status imported = Import(ready);
      if (!imported.ok()) return imported;
    }
    return Finish(false);
  }

 private:
  bool many() const { return options_.paths.size() > 1; }

  // Reads one file, asks the server whether it can be imported, and shows how
  // it was read. The text is read once more when a person has agreed: what is
  // recorded is never older than the record it was checked against.
  absl::Status Check(const std::string& path, size_t number) {
    if (many()) {
      context_.output.Progress(absl::StrCat("import: reading ", number, " of ",
                                            options_.paths.size(), ": ", path));
    }
    auto text = ReadDocument(path);
    if (!text.ok()) return text.status();
    Ready ready{
        .path = path,
        .request = RequestOf(options_, context_.global, *std::move(text)),
        .outcome = {}};
    ready.request.set_validate_only(true);
    auto outcome = context_.client.ImportResolution(ready.request);
    if (!outcome.ok()) return Explain(ready, outcome.status());
    ready.outcome = *std::move(outcome);
    // What was imported before may have been another text of the symbol.
    if (ready.outcome.already_imported()) {
      ShowReading(ready);
    } else {
      Show(path, ready.outcome.resolution());
    }
    ready_.push_back(std::move(ready));
    return absl::OkStatus();
  }

  // Shows the reading of a text that is refused, which the refusal does not
  // hold; returns the refusal.
  absl::Status Explain(const Ready& ready, const absl::Status& refused) {
    const bool was_read =
        absl::IsFailedPrecondition(refused) || absl::IsNotFound(refused);
    if (was_read) ShowReading(ready);
    return refused;
  }

  void ShowReading(const Ready& ready) {
    mandates::v1::ParseResolutionRequest parse;
    parse.set_text(ready.request.text());
    parse.set_language(options_.language);
    parse.set_symbol_hint(options_.symbol);
    const auto reading = context_.client.ParseResolution(parse);
    if (reading.ok()) Show(ready.path, *reading);
  }

  void Show(const std::string& path, const Resolution& reading) {
    if (context_.output.format() != Format::kTable) {
      if (options_.dry_run) context_.output.Result(reading, nullptr);
      return;
    }
    context_.output.Text(
        many() ? absl::StrCat(path, ": ", RenderReadingLine(reading), "\n")
               : RenderReading(reading, context_.output.style()));
  }

  // Asks a person; a job has said --yes.
  absl::Status Agree() {
    if (options_.yes) return absl::OkStatus();
    if (isatty(STDIN_FILENO) == 0) {
      return absl::FailedPreconditionError(
          "nothing was recorded: there is no terminal to ask on; say --yes, or "
          "--dry-run to look only");
    }
    int64_t decisions = 0;
    for (const Ready& ready : ready_) {
      decisions += ready.outcome.resolution().decisions_size();
    }
    context_.output.Flush();
    std::cerr << "\nRecord " << Count(decisions, "decision") << " of "
              << Count(static_cast<int64_t>(ready_.size()), "resolution")
              << "? [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    if (answer == "y" || answer == "yes") return absl::OkStatus();
    return absl::CancelledError("nothing was recorded, as you asked");
  }

  absl::Status Import(Ready& ready) {
    ready.request.set_validate_only(false);
    auto outcome = context_.client.ImportResolution(ready.request);
    if (!outcome.ok()) return outcome.status();
    ready.outcome = *std::move(outcome);
    if (ready.outcome.already_imported()) {
      ++repeated_;
    } else {
      ++imported_;
      decisions_ += ready.outcome.resolution().decisions_size();
    }
    if (context_.output.format() != Format::kTable) {
      context_.output.Result(ready.outcome, nullptr);
    }
    return absl::OkStatus();
  }

  ExitCode Finish(bool dry) {
    if (dry) {
      context_.output.Remark(absl::StrCat(
          "Dry run: nothing was recorded; ",
          Count(static_cast<int64_t>(ready_.size()), "file"), " could be."));
    } else {
      std::string summary =
          absl::StrCat("Imported ", Count(decisions_, "decision"), " of ",
                       Count(imported_, "resolution"));
      if (repeated_ > 0) {
        absl::StrAppend(&summary, "; ", Count(repeated_, "resolution"),
                        " imported before");
      }
      context_.output.Remark(summary + ".");
    }
    return refused_ > 0 ? kExitPartly : kExitDone;
  }

  Context& context_;
  const ImportOptions& options_;
  std::vector<Ready> ready_;
  int64_t refused_ = 0;
  int64_t imported_ = 0;
  int64_t repeated_ = 0;
  int64_t decisions_ = 0;
};

}  // namespace

absl::StatusOr<ExitCode> Run(Context& context, const ImportOptions& options) {
  return Importing(&context, options).Run();
}

absl::StatusOr<ExitCode> Run(Context& context, const WhyOptions& options) {
  mandates::v1::GetMandateRequest request;
  request.set_name(options.mandate);
  const auto mandate = context.client.GetMandate(request);
  if (!mandate.ok()) return mandate.status();
  context.output.Result(
      *mandate, [&] { return RenderWhy(*mandate, context.output.style()); });
  return kExitDone;
}

absl::StatusOr<ExitCode> Run(Context& context, const ResolutionsOptions&) {
  const auto response = context.client.ListResolutions();
  if (!response.ok()) return response.status();
  if (response->resolutions().empty()) {
    context.output.Remark(
        "No resolution was imported yet: mandatectl import FILE");
    if (context.output.format() == Format::kTable) return kExitDone;
  }
  context.output.Result(*response, [&] {
    return RenderResolutions(*response, context.output.style());
  });
  return kExitDone;
}

}  // namespace mandated::mandatectl
