#ifndef MANDATED_SERVICES_ENGINE_READER_H_
#define MANDATED_SERVICES_ENGINE_READER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "mandates/v1/event.pb.h"
#include "mandates/v1/expiry_service.pb.h"
#include "mandates/v1/mandate.pb.h"
#include "mandates/v1/mandate_service.pb.h"
#include "mandates/v1/resolution.pb.h"
#include "services/domain/calendar.h"
#include "services/domain/filter.h"
#include "services/engine/clock.h"
#include "services/engine/open_windows.h"
#include "services/engine/paging.h"
#include "services/engine/simulation.h"
#include "storage/store.h"

namespace mandated::engine {

// How ListMandates orders.
enum class Order { kName, kNameDescending, kLastDay, kLastDayDescending };

// What a page of mandates is about.
struct MandateQuery {
  domain::Filter filter;
  Order order = Order::kName;
  std::string after_key;  // from the page before; empty: the first
  int page_size = 0;
  bool with_decisions = false;
};

// What a page of expiring mandates is about.
struct ExpiringQuery {
  absl::CivilDay as_of;
  absl::CivilDay until;  // inclusive; unused with `session`
  std::string session;   // name; empty: any
  bool include_overdue = false;
  domain::Filter filter;
  std::string after_key;
  int page_size = 0;
};

// Answers reads, each from one snapshot. Dates depend on the clock's today in
// the zone. Thread-safe. Does not own what it is given.
class Reader {
 public:
  Reader(storage::Store* store, const Clock* clock, absl::TimeZone zone)
      : store_(store), clock_(clock), zone_(zone) {}

  absl::CivilDay Today() const;
  absl::TimeZone zone() const { return zone_; }

  // NOT_FOUND (MANDATE_NOT_FOUND).
  absl::StatusOr<mandates::v1::Mandate> GetMandate(const std::string& id) const;

  // The mandate right after `revision`, or at `time`. Errors as GetMandate;
  // OUT_OF_RANGE (REVISION_IN_FUTURE).
  absl::StatusOr<mandates::v1::Mandate> GetMandateAsOf(
      const std::string& id, storage::Revision revision) const;
  absl::StatusOr<mandates::v1::Mandate> GetMandateAsOf(const std::string& id,
                                                       absl::Time time) const;

  absl::StatusOr<Page<mandates::v1::Mandate>> ListMandates(
      const MandateQuery& query) const;

  // Returns every mandate written after `after` (exclusive), by name.
  // RESOURCE_EXHAUSTED (TOO_MANY_MANDATES_TO_NAME): there are more than
  // `count_max`.
  absl::StatusOr<std::vector<mandates::v1::Mandate>> ReadMandates(
      int count_max, storage::Revision after = -1) const;

  // NOT_FOUND (RESOLUTION_NOT_FOUND).
  absl::StatusOr<mandates::v1::Resolution> GetResolution(
      const std::string& name) const;

  // By name, without paragraphs and footnotes.
  absl::StatusOr<Page<mandates::v1::Resolution>> ListResolutions(
      const std::string& after_key, int page_size) const;

  // Newest first. Errors as GetMandate.
  absl::StatusOr<Page<mandates::v1::MandateRevision>> ListRevisions(
      const std::string& id, const std::string& after_key, int page_size) const;

  absl::StatusOr<Page<mandates::v1::Expiring>> ListExpiring(
      const ExpiringQuery& query) const;

  absl::StatusOr<domain::Calendar> ReadCalendar() const;

  // Answers a what-if; see Simulate.
  absl::StatusOr<std::vector<mandates::v1::Event>> Simulate(
      const SimulationRequest& request) const;

  // Returns the leads that are announced, widest first.
  absl::StatusOr<std::vector<std::string>> ReadLeads() const;

  // Returns the windows open now, each by its tightest of `leads`, which are
  // valid periods.
  OpenWindows FindOpenWindows(const std::vector<std::string>& leads) const;

 private:
  storage::Store* const store_;
  const Clock* const clock_;
  const absl::TimeZone zone_;
};

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_READER_H_
