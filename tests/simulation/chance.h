#ifndef MANDATED_TESTS_SIMULATION_CHANCE_H_
#define MANDATED_TESTS_SIMULATION_CHANCE_H_

#include <cstdint>
#include <random>

namespace mandated::simulation {

// All chance of one history.
class Chance {
 public:
  explicit Chance(uint64_t seed) : random_(seed) {}

  // Returns a number in [min, max]. Not by the standard's distributions, which
  // differ between libraries: a seed is to mean the same everywhere.
  int64_t Draw(int64_t min, int64_t max) {
    const auto span = static_cast<uint64_t>(max - min) + 1;
    return min + static_cast<int64_t>(random_() % span);
  }

  // Returns true once in `times`.
  bool OneIn(int64_t times) { return Draw(1, times) == 1; }

 private:
  std::mt19937_64 random_;
};

}  // namespace mandated::simulation

#endif  // MANDATED_TESTS_SIMULATION_CHANCE_H_
