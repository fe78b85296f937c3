#ifndef MANDATED_TESTS_SIMULATION_MODEL_H_
#define MANDATED_TESTS_SIMULATION_MODEL_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "mandates/v1/mandate.pb.h"
#include "mandates/v1/session.pb.h"
#include "services/domain/calendar.h"
#include "tests/simulation/fact.h"
#include "tests/simulation/request.h"

namespace mandated::simulation {

// What must come of one request.
struct Prediction {
  bool refused = false;
  // A session that moves may make an old chain of decisions impossible; the
  // engine refuses that where it still follows the session.
  bool may_be_refused = false;
  Facts facts;
};

// The naive registry: a list of decisions for each mandate, folded anew at
// every step, and every day, mandate and lead looked at one by one. Knows
// neither indexes nor commits nor clocks. A value; used by one thread.
class Model {
 public:
  // One announcement that was made.
  struct Made {
    std::string type;
    std::string decision;  // name
    absl::CivilDay last_day;
    std::string lead;  // empty: the lapse
    absl::CivilDay on;
    std::string id;
    bool retracted = false;
  };
  struct Known {
    mandates::v1::Mandate mandate;  // folded
    std::vector<Made> made;
  };
  // By id.
  using Mandates = std::map<std::string, Known>;

  // Announces `leads` from `today` on, and those it announced before from
  // where they were.
  void SetLeads(const std::vector<std::string>& leads, absl::CivilDay today);

  // Does what `request` asks on `today` and tells what follows. A refused
  // request changes nothing.
  Prediction Apply(const Request& request, absl::CivilDay today);

  // Lets all days up to and with `today` pass.
  Facts Tick(absl::CivilDay today);

  const Mandates& mandates() const { return mandates_; }
  const domain::Calendar& calendar() const { return calendar_; }

  // Returns the leads that are announced, without the lapse.
  std::vector<std::string> leads() const;

  // Returns the day until which everything is announced.
  absl::CivilDay through() const;

  // Returns the tightest lead within which `last_day` lies on `today`, of
  // those that are announced; empty: none.
  std::string TightestLead(absl::CivilDay last_day, absl::CivilDay today) const;

 private:
  Prediction Record(const mandates::v1::RecordDecisionRequest& request,
                    absl::CivilDay today);
  Prediction Amend(const mandates::v1::AmendDecisionRequest& request,
                   absl::CivilDay today);
  Prediction Retract(const mandates::v1::RetractDecisionRequest& request,
                     absl::CivilDay today);
  Prediction Upsert(const mandates::v1::UpsertSessionRequest& request,
                    absl::CivilDay today);
  Facts MoveAll(const std::string& discriminator, absl::CivilDay today,
                bool& broken);
  void Correct(Known known, const std::string& decision, absl::CivilDay today,
               Prediction& prediction);
  void Reconcile(const mandates::v1::Mandate& before, Known& known,
                 absl::CivilDay today, Facts& facts) const;
  absl::CivilDay Crossing(const std::string& lead, absl::CivilDay last) const;

  domain::Calendar calendar_;
  std::map<std::string, mandates::v1::Session> sessions_;  // by name
  Mandates mandates_;
  // The day up to which each lead is announced; the lapse has the empty lead.
  std::map<std::string, absl::CivilDay> through_;
};

}  // namespace mandated::simulation

#endif  // MANDATED_TESTS_SIMULATION_MODEL_H_
