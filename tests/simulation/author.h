#ifndef MANDATED_TESTS_SIMULATION_AUTHOR_H_
#define MANDATED_TESTS_SIMULATION_AUTHOR_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "mandates/v1/mandate.pb.h"
#include "tests/simulation/chance.h"
#include "tests/simulation/model.h"
#include "tests/simulation/request.h"

namespace mandated::simulation {

// Writes what the Council might: mostly possible, sometimes not.
class Author {
 public:
  explicit Author(Chance* chance) : chance_(chance) {}

  // The sessions 44 to 53, as they were.
  static std::vector<Request> FirstSessions();

  // Returns a request about what `model` knows, made on `today`.
  Request Write(const Model& model, absl::CivilDay today);

 private:
  Request Record(const Model& model, absl::CivilDay today);
  Request Amend(const Model& model, absl::CivilDay today);
  Request Retract(const Model& model, absl::CivilDay today);
  Request MoveSession(const Model& model);
  mandates::v1::Act DrawAct(bool known);
  void DrawTerm(absl::CivilDay today, mandates::v1::Decision& decision);
  std::string DrawId();
  const mandates::v1::Decision* DrawDecision(const Model& model);
  std::string NextRequestId();

  Chance* const chance_;
  int symbols_ = 0;
  int requests_ = 0;
};

}  // namespace mandated::simulation

#endif  // MANDATED_TESTS_SIMULATION_AUTHOR_H_
