#ifndef MANDATED_SERVICES_SERVER_PROCESS_FIGURES_H_
#define MANDATED_SERVICES_SERVER_PROCESS_FIGURES_H_

#include <cstdint>
#include <string>

namespace mandated::server {

// What the system says of this process; 0 where it does not say.
struct ProcessFigures {
  double cpu_seconds = 0;  // user and system, since the start
  int64_t resident_bytes = 0;
  int64_t open_files = 0;
  int64_t open_files_max = 0;
  int64_t threads = 0;
};

ProcessFigures ReadProcessFigures();

// The disk that has a directory; zeros where the system does not say.
struct DiskSpace {
  int64_t free_bytes = 0;  // for this process
  int64_t size_bytes = 0;
};

// Of an empty name, which is no directory: zeros.
DiskSpace ReadDiskSpace(const std::string& directory);

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_PROCESS_FIGURES_H_
