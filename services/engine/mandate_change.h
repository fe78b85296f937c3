#ifndef MANDATED_SERVICES_ENGINE_MANDATE_CHANGE_H_
#define MANDATED_SERVICES_ENGINE_MANDATE_CHANGE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "mandates/storage/v1/records.pb.h"
#include "mandates/v1/event.pb.h"
#include "mandates/v1/mandate.pb.h"
#include "mandates/v1/mandate_service.pb.h"
#include "services/domain/announcements.h"
#include "services/engine/draft.h"
#include "services/engine/events.h"

namespace mandated::engine {

// A mandate as an answer carries it: the bytes of a mandates.v1.Mandate, as it
// stood on the day of the commit.
struct MandateBytes {
  std::string id;
  std::string bytes;
};

// One mandate while a draft changes it: load, change one or more times, write.
// What its changes made wrong is retracted and what they made due is announced
// once, by Write. Used by one thread; does not own the draft.
class MandateChange {
 public:
  // Loads mandate `id`; a mandate that does not exist is empty.
  static absl::StatusOr<MandateChange> Load(Draft* draft, std::string id);

  bool exists() const { return !mandate_.name().empty(); }
  const mandates::v1::Mandate& mandate() const& { return mandate_; }

  // ABORTED (ETAG_STALE) unless `etag` is empty or the mandate's.
  absl::Status CheckEtag(const std::string& etag) const;

  // Makes the mandate from what a caller sent.
  void Create(const mandates::v1::Mandate& facts);

  // Adds a decision and appends its event. Errors as domain::Fold and
  // domain::CheckAdoption; ALREADY_EXISTS (DECISION_ALREADY_RECORDED);
  // RESOURCE_EXHAUSTED (TOO_MANY_DECISIONS).
  absl::Status Record(const mandates::v1::Decision& decision,
                      const Cause& cause);

  // Replaces the facts of a decision and appends CORRECTED. Errors as Record;
  // NOT_FOUND (DECISION_NOT_FOUND); FAILED_PRECONDITION (DECISION_RETRACTED).
  absl::Status Amend(const mandates::v1::Decision& decision,
                     const Cause& cause);

  // Takes a decision back and appends CORRECTED. NOT_FOUND
  // (DECISION_NOT_FOUND); FAILED_PRECONDITION (DECISION_RETRACTED); errors as
  // domain::Fold for what is left.
  absl::Status Retract(const std::string& decision_name, const Cause& cause);

  // Replaces a decision by itself with more proof; no date moves and no event
  // follows. NOT_FOUND (DECISION_NOT_FOUND); errors as domain::Fold.
  absl::Status Prove(const mandates::v1::Decision& proved);

  // Changes what no decision says, to what `update` says for `paths`.
  absl::Status Update(const mandates::v1::UpdateMandateRequest& update);

  // Folds over the draft's calendar again and appends RESCHEDULED when the
  // last day moved; `discriminator` tells this move from an earlier one.
  absl::Status Refold(const Cause& cause, const std::string& discriminator);

  // Retracts, announces, and puts the mandate, its history and its indexes.
  absl::Status Write(const Cause& cause, absl::TimeZone zone);

  // Returns the mandate for an answer; its revision is added once it is known.
  MandateBytes ToBytes();

 private:
  // How a term ends: when that is as it was, nothing new is due at once.
  struct End {
    std::optional<absl::CivilDay> last_day;
    std::string decision;
    bool projected = false;

    friend bool operator==(const End&, const End&) = default;
  };

  explicit MandateChange(Draft* draft)
      : draft_(draft), mandate_(draft->Make<mandates::v1::Mandate>()) {}

  static End EndOf(const mandates::v1::Mandate& mandate);

  mandates::v1::Decision* Find(const std::string& decision_name);
  absl::Status Fold();
  // Appends the event of a change by `decision_name`. `previous`: the last day
  // before it, where the event has it.
  void Append(mandates::v1::EventType type, const std::string& decision_name,
              std::optional<absl::CivilDay> previous, const Cause& cause,
              const std::string& discriminator);
  void AppendCorrected(const mandates::v1::Decision& decision,
                       std::optional<absl::CivilDay> previous,
                       const Cause& cause);
  absl::Status Reconcile(const Cause& cause, absl::TimeZone zone);
  void WriteIndexes();

  Draft* draft_;
  std::string id_;
  mandates::v1::Mandate& mandate_;  // lives as long as the draft
  End end_before_;
  std::vector<std::string> keys_before_;  // of IndexKeys
  mandates::storage::v1::Announcements announcements_;
  std::string changed_decision_;
  std::string written_;  // by Write
};

// Returns the keys that index `mandate` by last day and by the sessions that
// move it: the one its last day hangs on, and those after which it had run out.
std::vector<std::string> IndexKeys(const mandates::v1::Mandate& mandate,
                                   const std::string& id);

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_MANDATE_CHANGE_H_
