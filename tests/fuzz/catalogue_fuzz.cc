#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "clients/mandatectl/catalogue.h"
#include "tests/fuzz/require.h"

// Files of a catalogue: a row is taken or told with its line. The files stand
// one behind the other, parted by a byte that no text has.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace mandatectl = mandated::mandatectl;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  mandatectl::Catalogue catalogue;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\0'), rest.size() - 1);
    const std::string_view file = rest.substr(0, end + 1);
    mandatectl::ReadCatalogueFile("fuzz.csv", file, catalogue);
    rest.remove_prefix(end + 1);
  }
  mandatectl::CheckCatalogue(catalogue);
  for (const auto& problem : catalogue.problems) {
    mandated::fuzz::Require(problem.line >= 0 && !problem.what.empty());
  }
  return 0;
}
