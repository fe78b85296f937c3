#ifndef MANDATED_CLIENTS_MANDATECTL_OPTIONS_H_
#define MANDATED_CLIENTS_MANDATECTL_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "clients/mandatectl/arguments.h"
#include "clients/mandatectl/remind/sink_options.h"
#include "mandates/v1/event.pb.h"
#include "mandates/v1/mandate.pb.h"
#include "mandates/v1/session.pb.h"

// What a command line says, read and checked: one struct for each command.
// Names are whole ("mandates/sr-torture"), an absent value was not given.
namespace mandated::mandatectl {

enum class Format { kTable, kJson, kJsonLines };
enum class ColorMode { kAuto, kAlways, kNever };

struct GlobalOptions {
  std::string server = "127.0.0.1:50051";
  Format format = Format::kTable;
  ColorMode color = ColorMode::kAuto;
  std::string actor;
  absl::Duration timeout = absl::Seconds(30);
  // Files, as paths; empty: none.
  bool tls = false;  // also where only the files say so
  std::string tls_ca;
  std::string tls_certificate;
  std::string tls_key;
  std::string bearer_token_file;
};

struct ListOptions {
  std::string filter;
  std::string order_by;
  int64_t limit = 0;  // 0: all
};

struct GetOptions {
  std::string mandate;
  std::optional<Moment> as_of;
  std::optional<int64_t> revision;
};

struct HistoryOptions {
  std::string mandate;
  bool revisions = false;
};

struct ExpiringOptions {
  std::string within;
  std::optional<mandates::v1::Date> as_of;
  std::string filter;
  bool by_session = false;
  bool include_overdue = true;
};

struct DueOptions {
  std::string session;
  std::optional<mandates::v1::Date> as_of;
};

struct WatchOptions {
  Start start;  // unset: now
  std::string filter;
  std::vector<mandates::v1::EventType> types;
  std::vector<std::string> leads;
  std::string token_file;  // empty: none
  int64_t limit = 0;       // 0: for ever
};

// How a write is made.
struct WriteOptions {
  bool dry_run = false;
  std::string reason;
  std::string request_id;
  std::string etag;
};

// The facts of a decision that were given.
struct DecisionFacts {
  std::optional<std::string> symbol;
  std::optional<mandates::v1::Date> adopted_on;
  std::optional<std::string> session;
  std::optional<int64_t> meeting;
  std::optional<int64_t> agenda_item;
  std::optional<std::string> paragraph;
  std::optional<mandates::v1::Vote> vote;
  std::optional<mandates::v1::Adoption> adoption;
  std::optional<std::string> new_title;
  std::optional<std::string> source;
  std::optional<std::string> note;

  // The term: its length, its start, at most one end and how it is known.
  std::optional<std::string> period;
  std::optional<std::string> starts_at_end_of;
  std::optional<std::string> until_session;
  std::optional<mandates::v1::Date> until_day;
  std::optional<std::string> until_event;
  bool anniversary = false;
  std::optional<mandates::v1::Date> anniversary_from;
  bool open_ended = false;
  bool dormant = false;
  std::optional<mandates::v1::Basis> basis;
};

// The facts of a mandate that were given.
struct MandateFacts {
  std::optional<std::string> title;
  std::optional<mandates::v1::Kind> kind;
  std::optional<std::string> country;
  std::optional<mandates::v1::HolderType> holder_type;
  std::optional<std::string> holder;
  std::optional<int64_t> established_year;
  std::optional<std::string> established_by;
  std::optional<std::string> note;
  std::vector<Label> labels;
};

// establish, extend, terminate and rename: one decision with its act.
struct RecordOptions {
  mandates::v1::Act act = mandates::v1::ACT_UNSPECIFIED;
  std::string mandate;
  DecisionFacts decision;
  MandateFacts facts;  // ESTABLISH only
  std::string successor;
  WriteOptions write;
};

struct CorrectOptions {
  std::string mandate;
  std::string decision;  // symbol, "44/11" or the last segment of its name
  DecisionFacts changes;
  bool retract = false;
  WriteOptions write;
};

struct UpdateOptions {
  std::string mandate;
  MandateFacts changes;
  WriteOptions write;
};

struct SessionsOptions {
  std::optional<mandates::v1::Date> closing_from;
  bool regular_only = false;
  int64_t projected = 3;
};

struct SetSessionOptions {
  mandates::v1::Session session;
  WriteOptions write;
};

struct LoadOptions {
  std::vector<std::string> paths;
  bool skip_invalid = false;
};

struct ImportOptions {
  std::vector<std::string> paths;
  std::string language;
  std::string symbol;
  std::optional<mandates::v1::Date> adopted_on;
  std::vector<Settled> mandates;
  std::vector<Settled> terms;
  std::vector<int64_t> skipped;  // decisions, counted from 1
  bool read_only = false;
  bool dry_run = false;
  bool yes = false;
  bool skip_invalid = false;
};

struct WhyOptions {
  std::string mandate;
};

struct ResolutionsOptions {};

struct ReplayOptions {
  std::string catalogue;
  absl::CivilDay from;
  std::optional<absl::CivilDay> until;
  double days_per_second = 0;  // 0: as fast as possible
};

struct ServerInfoOptions {};

struct SimulateOptions {
  std::optional<mandates::v1::Date> from;
  mandates::v1::Date to;
  std::vector<Assumption> assumptions;
  std::string filter;
};

struct AdvanceClockOptions {
  std::string by;  // a period; empty: `to`
  std::optional<Moment> to;
};

// What a subscription is to want; what was not given stays as it is.
struct SubscriptionFacts {
  std::optional<std::string> filter;
  std::vector<mandates::v1::EventType> types;
  bool any_type = false;
  std::vector<std::string> leads;
  bool any_lead = false;
  std::optional<absl::Duration> lease;
  std::optional<int64_t> delivery_attempts_max;
  std::optional<std::string> description;
};

struct CreateSubscriptionOptions {
  std::string id;
  SubscriptionFacts facts;
  Start start;  // unset: now
  bool dry_run = false;
};

struct GetSubscriptionOptions {
  std::string name;
};

struct ListSubscriptionsOptions {};

struct UpdateSubscriptionOptions {
  std::string name;
  SubscriptionFacts changes;
  std::string etag;
  bool dry_run = false;
};

struct DeleteSubscriptionOptions {
  std::string name;
  std::string etag;
};

struct SeekOptions {
  std::string name;
  Start start;
};

enum class DeadLettersAction { kList, kReplay, kPurge };

struct DeadLettersOptions {
  DeadLettersAction action = DeadLettersAction::kList;
  std::string subscription;
  std::vector<int64_t> numbers;  // none: all
};

struct RemindOptions {
  std::string subscription;
  remind::SinkOptions sinks;
  std::optional<int64_t> max_events;
  absl::Duration lease = absl::Minutes(5);
  absl::Duration wait = absl::ZeroDuration();
  std::string state_directory;  // empty: the usual one
  bool dry_run = false;
  bool idle_ok = false;  // nothing to do counts as done
};

struct CreateTokenOptions {
  std::string name;
  std::string role;
  std::optional<absl::Time> expires;  // never, if absent
};

struct CreateBackupOptions {
  int64_t keep = 0;  // 0: all
};

struct ListBackupsOptions {
  std::string directory;  // empty: the server's
};

struct VerifyBackupsOptions {
  std::string directory;
  std::optional<int64_t> number;  // none: all
};

// At most one of the three; none: the newest.
struct RestoreBackupOptions {
  std::string directory;
  std::string store;
  std::optional<int64_t> number;
  std::optional<int64_t> revision;
  std::optional<Moment> time;
};

using CommandOptions = std::variant<
    ListOptions, GetOptions, HistoryOptions, ExpiringOptions, DueOptions,
    WatchOptions, RecordOptions, CorrectOptions, UpdateOptions, SessionsOptions,
    SetSessionOptions, LoadOptions, ImportOptions, WhyOptions,
    ResolutionsOptions, ReplayOptions, ServerInfoOptions, SimulateOptions,
    AdvanceClockOptions, CreateSubscriptionOptions, GetSubscriptionOptions,
    ListSubscriptionsOptions, UpdateSubscriptionOptions,
    DeleteSubscriptionOptions, SeekOptions, DeadLettersOptions, RemindOptions,
    CreateTokenOptions, CreateBackupOptions, ListBackupsOptions,
    VerifyBackupsOptions, RestoreBackupOptions>;

struct Options {
  GlobalOptions global;
  CommandOptions command;
};

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_OPTIONS_H_
