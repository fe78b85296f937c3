#ifndef MANDATED_TESTS_SIMULATION_CHECKS_H_
#define MANDATED_TESTS_SIMULATION_CHECKS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "mandates/v1/event.pb.h"
#include "tests/simulation/fact.h"
#include "tests/simulation/model.h"
#include "tests/simulation/world.h"

namespace mandated::simulation {

// The log as an ideal reader knows it: all events there ever were.
class Ledger {
 public:
  explicit Ledger(absl::TimeZone zone) : zone_(zone) {}

  // Reads what is new; INTERNAL when it is not `expected`, in order, or breaks
  // what holds of every log: positions rise, ids are unique, times agree.
  absl::Status ReadNew(const storage::Store& store, const Facts& expected);

  // Reads all that is kept; INTERNAL when it is not what it was, to the byte.
  absl::Status ReadAgain(const storage::Store& store) const;

  const std::vector<mandates::v1::Event>& events() const { return events_; }

 private:
  absl::Status CheckNext(const mandates::v1::Event& event,
                         storage::Revision earliest);

  const absl::TimeZone zone_;
  std::vector<mandates::v1::Event> events_;
  std::set<std::string> ids_;
};

// Compares all that a caller can read with the model. Used after each step.
class Auditor {
 public:
  // INTERNAL: what differs.
  absl::Status Check(World& world, const Model& model);

  // Remembers how a mandate, serialised, stands as of its revision, for Check.
  void Remember(const std::string& mandate);

 private:
  absl::Status CheckHorizons(World& world);
  absl::Status CheckPast(World& world);

  std::map<std::string, absl::CivilDay> horizons_;
  std::vector<mandates::v1::Mandate> past_;
  size_t next_past_ = 0;  // one of them a step
};

}  // namespace mandated::simulation

#endif  // MANDATED_TESTS_SIMULATION_CHECKS_H_
