#ifndef MANDATED_TESTS_SIMULATION_FACT_H_
#define MANDATED_TESTS_SIMULATION_FACT_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "mandates/v1/event.pb.h"

namespace mandated::simulation {

// What the past determines of one event. Empty where the event has none.
struct Fact {
  std::string type;  // "EXPIRING"
  std::string mandate;
  std::string decision;
  std::string last_day;  // "2023-07-14"
  std::string previous_last_day;
  std::string lead;
  std::string date;
  std::string retracts;
  std::string id;

  friend auto operator<=>(const Fact&, const Fact&) = default;
};
using Facts = std::vector<Fact>;

Fact FactOf(const mandates::v1::Event& event);

std::string ToString(const Fact& fact);

}  // namespace mandated::simulation

#endif  // MANDATED_TESTS_SIMULATION_FACT_H_
