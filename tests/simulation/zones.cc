#include "tests/simulation/zones.h"

#include <string>

namespace mandated::simulation {
namespace {

absl::TimeZone LoadZone(const std::string& name) {
  absl::TimeZone zone;
  absl::LoadTimeZone(name, &zone);
  return zone;
}

}  // namespace

// In Geneva the hour changes at 2 in the morning; in the others at midnight, so
// that one midnight a year does not exist and another comes twice.
const std::vector<absl::TimeZone>& Zones() {
  static const auto& zones = *new std::vector<absl::TimeZone>{
      LoadZone("Europe/Zurich"), LoadZone("Europe/Zurich"),
      LoadZone("America/Havana"), LoadZone("Asia/Beirut")};
  return zones;
}

}  // namespace mandated::simulation
