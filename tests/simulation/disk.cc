#include "tests/simulation/disk.h"

#include <string_view>
#include <utility>

namespace mandated::simulation {
namespace {

constexpr char kCrash[] = "SIMULATED_CRASH: the process ended at this write";

}  // namespace

// What one process has open.
class Disk::Bytes : public storage::OrderedBytes {
 public:
  explicit Bytes(Disk* disk) : disk_(disk) {}

  std::unique_ptr<storage::BytesView> View() const override {
    return disk_->kept_->View();
  }
  absl::Status Write(const storage::ByteChanges& changes) override {
    return disk_->Write(changes);
  }
  std::string_view engine() const override { return "simulated"; }
  absl::StatusOr<storage::Backup> CreateBackup(
      const storage::BackupRequest& request) override {
    return disk_->kept_->CreateBackup(request);
  }

 private:
  Disk* const disk_;
};

Disk::Disk(Sabotage sabotage)
    : kept_(storage::NewMemoryBytes()), sabotage_(std::move(sabotage)) {}

std::unique_ptr<storage::OrderedBytes> Disk::Open() {
  return std::make_unique<Bytes>(this);
}

void Disk::CrashAt(int writes, Crash crash) {
  const MutexLock lock(&mutex_);
  writes_left_ = writes;
  crash_ = crash;
}

void Disk::Calm() {
  const MutexLock lock(&mutex_);
  writes_left_ = 0;
  crashed_ = false;
}

bool Disk::crashed() const {
  const MutexLock lock(&mutex_);
  return crashed_;
}

bool Disk::survived() const {
  const MutexLock lock(&mutex_);
  return crashed_ && crash_ == Crash::kAfter;
}

bool Disk::IsCrash(const absl::Status& status) {
  return status.message() == kCrash;
}

absl::Status Disk::Write(const storage::ByteChanges& changes) {
  const MutexLock lock(&mutex_);
  if (crashed_) return absl::UnavailableError("the process has crashed");
  crashed_ = writes_left_ == 1;
  if (writes_left_ > 0) --writes_left_;
  if (crashed_ && crash_ == Crash::kBefore) {
    return absl::UnavailableError(kCrash);
  }
  storage::ByteChanges written = changes;
  if (sabotage_ != nullptr) sabotage_(written);
  const absl::Status status = kept_->Write(written);
  return crashed_ ? absl::UnavailableError(kCrash) : status;
}

}  // namespace mandated::simulation
