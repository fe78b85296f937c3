#ifndef MANDATED_TESTS_FUZZ_REQUIRE_H_
#define MANDATED_TESTS_FUZZ_REQUIRE_H_

#include <cstdlib>

namespace mandated::fuzz {

// Makes of a broken promise what libFuzzer takes for a crash.
inline void Require(bool promise) {
  if (!promise) std::abort();
}

}  // namespace mandated::fuzz

#endif  // MANDATED_TESTS_FUZZ_REQUIRE_H_
