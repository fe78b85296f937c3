#include "storage/rocksdb_info_log.h"

#include <cstdarg>
#include <cstdio>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "storage/mutex.h"

namespace mandated::storage {
namespace {

constexpr size_t kFileBytesMax = 4 << 20;
constexpr size_t kLineBytesMax = 4 << 10;  // longer ones are cut

// By RocksDB's clock, in local time: 2026/02/28-23:59:59.
std::string Now() {
  rocksdb::Env* const env = rocksdb::Env::Default();
  return env->TimeToString(env->NowMicros() / 1'000'000);
}

class InfoLog : public rocksdb::Logger {
 public:
  explicit InfoLog(std::string path) : path_(std::move(path)) { Rotate(); }

  ~InfoLog() override {
    if (file_ != nullptr) fclose(file_);
  }

  using rocksdb::Logger::Logv;
  void Logv(const char* format, va_list arguments) override {
    char text[kLineBytesMax];
    vsnprintf(text, sizeof(text), format, arguments);
    const std::string line = Now() + " " + text + "\n";
    const MutexLock lock(&mutex_);
    if (bytes_ + line.size() > kFileBytesMax) Rotate();
    if (file_ == nullptr) return;
    fwrite(line.data(), 1, line.size(), file_);
    fflush(file_);
    bytes_ += line.size();
  }

 private:
  void Rotate() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (file_ != nullptr) fclose(file_);
    std::rename(path_.c_str(), (path_ + ".old").c_str());
    file_ = fopen(path_.c_str(), "we");
    bytes_ = 0;
  }

  const std::string path_;
  Mutex mutex_;
  FILE* file_ ABSL_GUARDED_BY(mutex_) = nullptr;
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace

std::shared_ptr<rocksdb::Logger> NewRocksdbInfoLog(
    const std::string& directory) {
  return std::make_shared<InfoLog>(directory + "/LOG");
}

}  // namespace mandated::storage
