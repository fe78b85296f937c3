#include "services/server/process_figures.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace mandated::server {
namespace {

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_usec) * 1e-6;
}

int64_t EntriesOf(const char* directory) {
  std::error_code error;
  const std::filesystem::directory_iterator entries(directory, error);
  if (error) return 0;
  return std::distance(begin(entries), end(entries));
}

}  // namespace

ProcessFigures ReadProcessFigures() {
  ProcessFigures figures;
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) == 0) {
    figures.cpu_seconds = Seconds(usage.ru_utime) + Seconds(usage.ru_stime);
  }
  std::ifstream file("/proc/self/statm");
  int64_t size = 0;
  int64_t resident = 0;
  if (file >> size >> resident) {
    figures.resident_bytes = resident * sysconf(_SC_PAGESIZE);
  }
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    figures.open_files_max = static_cast<int64_t>(limit.rlim_cur);
  }
  figures.open_files = EntriesOf("/proc/self/fd");
  figures.threads = EntriesOf("/proc/self/task");
  return figures;
}

DiskSpace ReadDiskSpace(const std::string& directory) {
  if (directory.empty()) return {};
  std::error_code error;
  const auto space = std::filesystem::space(directory, error);
  if (error) return {};
  return {.free_bytes = static_cast<int64_t>(space.available),
          .size_bytes = static_cast<int64_t>(space.capacity)};
}

}  // namespace mandated::server
