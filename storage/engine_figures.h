#ifndef MANDATED_STORAGE_ENGINE_FIGURES_H_
#define MANDATED_STORAGE_ENGINE_FIGURES_H_

#include <string_view>
#include <vector>

#include "storage/ordered_bytes.h"

namespace mandated::storage {

// One figure that an engine keeps of itself, as it is now.
struct EngineFigure {
  std::string_view name;  // "sst_bytes", for the life of the program
  double value = 0;
};

// Returns what RocksDB says of itself, which costs it next to nothing; nothing
// of other engines.
std::vector<EngineFigure> ReadEngineFigures(const OrderedBytes& bytes);

}  // namespace mandated::storage

#endif  // MANDATED_STORAGE_ENGINE_FIGURES_H_
