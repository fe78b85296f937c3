#include "clients/mandatectl/flags.h"

// The commands that change a mandate.
namespace mandated::mandatectl {
namespace {

using mandates::v1::Act;
using mandates::v1::Adoption;
using mandates::v1::Basis;
using mandates::v1::HolderType;
using mandates::v1::Kind;

void AddWriteOptions(CLI::App& app, WriteOptions& write, bool needs_reason) {
  app.add_flag("--dry-run", write.dry_run,
               "Checks all and shows the outcome; writes nothing");
  AddFlag(app, {"--reason", "TEXT", "Why, for the record"}, write.reason,
          AsText)
      ->required(needs_reason);
  AddFlag(app, {"--if-etag", "ETAG", "Refuses unless the record still has it"},
          write.etag, AsText);
}

void AddRequestId(CLI::App& app, WriteOptions& write) {
  AddFlag(app,
          {"--request-id", "ID",
           "Makes it safe to repeat the command with the same ID"},
          write.request_id, AsText);
}

// Where a decision stands in the documents.
void AddDocumentOptions(CLI::App& app, DecisionFacts& facts) {
  AddFlag(app, {"--session", "SESSION", "The session: hrc-44 or 44"},
          facts.session, ParseSession);
  AddFlag(app, {"--meeting", "N", "The meeting of the session"}, facts.meeting,
          AsNumber(1, 10'000));
  AddFlag(app, {"--agenda-item", "N", "The agenda item"}, facts.agenda_item,
          AsNumber(1, 10));
  AddFlag(app, {"--paragraph", "P", "The operative paragraph"}, facts.paragraph,
          AsText);
  CLI::Option* vote = AddFlag(
      app, {"--vote", "F-A-A", "In favour, against, abstaining: 31-15-1"},
      facts.vote, ParseVote);
  AddFlag(app, {"--adoption", Choices<Adoption>(), "How it was adopted"},
          facts.adoption, ParseEnum<Adoption>)
      ->excludes(vote);
  AddFlag(app, {"--new-title", "TITLE", "The title it gives the mandate"},
          facts.new_title, AsText);
  AddFlag(app, {"--source", "TEXT", "Where these facts come from"},
          facts.source, AsText);
  AddFlag(app, {"--note", "TEXT", "What a reader should know"}, facts.note,
          AsText);
}

void AddTermOptions(CLI::App& app, DecisionFacts& facts) {
  AddFlag(app,
          {"--period", "PERIOD",
           "The length: P3Y. Whole years end with the session due then"},
          facts.period, ParsePeriodText);
  AddFlag(app,
          {"--starts-at-end-of", "SESSION",
           "The session from whose end the term runs"},
          facts.starts_at_end_of, ParseSession);
  AddFlag(app,
          {"--basis", Choices<Basis>(),
           "Read in the text, or inferred from practice"},
          facts.basis, ParseEnum<Basis>);
  ExcludeEachOther(
      {AddFlag(app, {"--until-session", "SESSION", "It ends with this session"},
               facts.until_session, ParseSession),
       AddFlag(app, {"--until", "DATE", "It ends on this day, inclusive"},
               facts.until_day, ParseDay),
       AddFlag(app, {"--until-event", "WORDS", "It ends with this event"},
               facts.until_event, AsText),
       app.add_flag("--anniversary", facts.anniversary,
                    "It ends its period after the day of adoption"),
       AddFlag(
           app,
           {"--anniversary-of", "DATE", "It ends its period after this day"},
           facts.anniversary_from, ParseDay),
       app.add_flag("--open-ended", facts.open_ended, "It has no end"),
       app.add_flag("--dormant", facts.dormant, "It does not run yet")});
}

void AddMandateOptions(CLI::App& app, MandateFacts& facts, bool is_new) {
  AddFlag(app, {"--title", "TITLE", "The full English title"}, facts.title,
          AsText)
      ->required(is_new);
  AddFlag(app, {"--kind", Choices<Kind>(), "Theme or country"}, facts.kind,
          ParseEnum<Kind>)
      ->required(is_new);
  AddFlag(app, {"--country", "CODE", "ISO 3166-1 alpha-3: AFG"}, facts.country,
          AsText);
  AddFlag(app, {"--holder-type", Choices<HolderType>(), "Who holds it"},
          facts.holder_type, ParseEnum<HolderType>)
      ->required(is_new);
  AddFlag(app, {"--holder", "NAME", "The present holder"}, facts.holder,
          AsText);
  AddFlag(app, {"--established-year", "YEAR", "The year of establishment"},
          facts.established_year, AsNumber(1900, 9999));
  AddFlag(app, {"--established-by", "SYMBOL", "The establishing document"},
          facts.established_by, AsText);
  AddRepeated(app,
              {"--label", "KEY=VALUE",
               "A mark of your own, removed by KEY=; may be repeated"},
              facts.labels, ParseLabel);
}

std::pair<CLI::App*, std::shared_ptr<RecordOptions>> AddRecord(
    CLI::App& app, const char* name, const char* description, Act act,
    Chosen& chosen) {
  const auto [command, options] =
      AddCommand<RecordOptions>(app, name, description, chosen);
  options->act = act;
  AddFlag(*command, kMandateFlag, options->mandate, ParseMandate)->required();
  AddFlag(*command, {"--symbol", "SYMBOL", "The document: A/HRC/RES/44/11"},
          options->decision.symbol, AsText)
      ->required();
  AddFlag(*command, {"--adopted", "DATE", "The day of adoption"},
          options->decision.adopted_on, ParseDay)
      ->required();
  AddDocumentOptions(*command, options->decision);
  AddWriteOptions(*command, options->write, false);
  AddRequestId(*command, options->write);
  return {command, options};
}

void AddRecordCommands(CLI::App& app, Chosen& chosen) {
  const auto [establish, established] =
      AddRecord(app, "establish", "Records that a mandate was established",
                mandates::v1::ACT_ESTABLISH, chosen);
  AddMandateOptions(*establish, established->facts, true);
  AddTermOptions(*establish, established->decision);

  const auto [extend, extended] =
      AddRecord(app, "extend", "Records that a mandate was extended",
                mandates::v1::ACT_EXTEND, chosen);
  AddTermOptions(*extend, extended->decision);
  extend->add_flag_callback(
      "--rollover",
      [options = extended] { options->act = mandates::v1::ACT_ROLLOVER; },
      "A technical extension, together with many others");

  const auto [terminate, terminated] =
      AddRecord(app, "terminate", "Records that a mandate was ended",
                mandates::v1::ACT_TERMINATE, chosen);
  AddFlag(*terminate,
          {"--merge-into", "MANDATE", "It ended by merging into this one"},
          terminated->successor, ParseMandate);

  const auto [rename, renamed] =
      AddRecord(app, "rename", "Records that a mandate was renamed",
                mandates::v1::ACT_RENAME, chosen);
  rename->get_option("--new-title")->required();
}

void AddCorrect(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<CorrectOptions>(
      app, "correct", "Corrects the record of a decision, or takes it back",
      chosen);
  AddFlag(*command, kMandateFlag, options->mandate, ParseMandate)->required();
  AddFlag(*command, {"DECISION", "", "The decision: A/HRC/RES/44/11 or 44/11"},
          options->decision, AsText)
      ->required();
  command->add_flag("--retract", options->retract,
                    "Takes it back; else only what is given changes");
  AddFlag(*command, {"--adopted", "DATE", "The day of adoption"},
          options->changes.adopted_on, ParseDay);
  AddDocumentOptions(*command, options->changes);
  AddTermOptions(*command, options->changes);
  AddWriteOptions(*command, options->write, true);
  AddRequestId(*command, options->write);
}

void AddUpdate(CLI::App& app, Chosen& chosen) {
  const auto [command, options] = AddCommand<UpdateOptions>(
      app, "update", "Changes what no decision says: holder, labels, ...",
      chosen);
  AddFlag(*command, kMandateFlag, options->mandate, ParseMandate)->required();
  AddMandateOptions(*command, options->changes, false);
  AddFlag(*command, {"--note", "TEXT", "What a reader should know"},
          options->changes.note, AsText);
  AddWriteOptions(*command, options->write, false);
  AddRequestId(*command, options->write);
}

}  // namespace

void AddWriteCommands(CLI::App& app, Chosen& chosen) {
  AddRecordCommands(app, chosen);
  AddCorrect(app, chosen);
  AddUpdate(app, chosen);
}

}  // namespace mandated::mandatectl
