#include "clients/mandatectl/flags.h"
#include "services/domain/limits.h"

// The commands about the texts of resolutions.
namespace mandated::mandatectl {
namespace {

constexpr char kImportFooter[] =
    R"(Files are plain text in UTF-8, PDF (by pdftotext) or Word (by pandoc or
LibreOffice); "-" is standard input. Each is read, shown with the words that
prove each field, and recorded once you agree. All files are checked before any
is recorded; importing one again changes nothing.

Where a text leaves something open, settle it, for the decision with the number
that the reading shows (the first, unless you say another):
  mandatectl import 60-25.txt --mandate 2=sr-slavery --skip 1
  mandatectl import 48-16.txt --term P1Y)";

void AddSettlements(CLI::App& command, ImportOptions& options) {
  AddRepeated(command,
              {"--mandate", "[N=]MANDATE",
               "The mandate that decision N is about; may be repeated"},
              options.mandates, ParseSettledMandate);
  AddRepeated(command,
              {"--term", "[N=]PERIOD",
               "How long decision N lasts, where the text does not say it or "
               "is misread; may be repeated"},
              options.terms, ParseSettledTerm);
  AddRepeated(command, {"--skip", "N", "Leaves decision N out"},
              options.skipped, AsNumber(1, domain::limits::kSettlementsMax));
  AddFlag(command,
          {"--symbol", "SYMBOL",
           "The symbol, where the text does not state it: A/HRC/RES/44/11"},
          options.symbol, AsText);
  AddFlag(command,
          {"--adopted", "DATE",
           "The day of adoption, where the text does not state it"},
          options.adopted_on, ParseDay);
}

void AddImport(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<ImportOptions>(
      app, "import", "Reads resolutions and records what they decide", chosen);
  AddRepeated(*command, {"FILE", "", "A text, a PDF or a Word file, or -"},
              options->paths, AsText)
      ->allow_extra_args(true)
      ->required();
  AddFlag(*command,
          {"--language", "CODE",
           "ar, en, es, fr, ru or zh; default: found from the text"},
          options->language, AsText);
  AddSettlements(*command, *options);
  command->add_flag("--read-only", options->read_only,
                    "Refuses what only follows from the words");
  command->add_flag("--dry-run", options->dry_run,
                    "Shows the reading and checks all; records nothing");
  command->add_flag("--yes", options->yes, "Records without asking");
  command->add_flag("--skip-invalid", options->skip_invalid,
                    "Records the good files beside bad ones");
  command->footer(kImportFooter);
}

void AddWhy(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<WhyOptions>(
      app, "why", "Shows why a mandate lasts until its last day", chosen);
  AddFlag(*command,
          {"MANDATE", "", "The mandate: sr-torture or mandates/sr-torture"},
          options->mandate, ParseMandate)
      ->required();
}

}  // namespace

void AddImportCommands(CLI::App& app, Chosen& chosen) {
  AddImport(app, chosen);
  AddWhy(app, chosen);
  AddCommand<ResolutionsOptions>(
      app, "resolutions", "Lists the resolutions that were imported", chosen);
}

}  // namespace mandated::mandatectl
