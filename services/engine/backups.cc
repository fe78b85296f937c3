#include "services/engine/backups.h"

#include <utility>

#include "services/domain/errors.h"
#include "storage/errors.h"

namespace mandated::engine {

Backups::Backups(storage::Store* store, std::string directory, Done on_end)
    : store_(store),
      directory_(std::move(directory)),
      on_end_(std::move(on_end)) {
  if (!directory_.empty()) thread_ = std::thread([this] { Run(); });
}

Backups::~Backups() { Stop(); }

absl::Status Backups::Begin(int keep, storage::BackupProgress progress,
                            Done done) {
  if (directory_.empty()) return storage::BackupNotConfigured();
  const MutexLock lock(&mutex_);
  if (stopping_) return domain::ShuttingDown();
  if (running_) return storage::BackupRunning(directory_, "this server");
  running_ = true;
  next_ = Work{keep, std::move(progress), std::move(done)};
  changed_.Signal();
  return absl::OkStatus();
}

absl::StatusOr<std::vector<storage::Backup>> Backups::List() const {
  if (directory_.empty()) return storage::BackupNotConfigured();
  const MutexLock lock(&mutex_);
  return known_;
}

std::optional<storage::Backup> Backups::Newest() const {
  const MutexLock lock(&mutex_);
  for (auto backup = known_.rbegin(); backup != known_.rend(); ++backup) {
    if (backup->fault.empty()) return *backup;
  }
  return std::nullopt;
}

void Backups::Stop() {
  {
    const MutexLock lock(&mutex_);
    stopping_ = true;
    changed_.Signal();
  }
  if (thread_.joinable()) thread_.join();
}

bool Backups::stopping() const {
  const MutexLock lock(&mutex_);
  return stopping_;
}

void Backups::Run() {
  Refresh();
  for (;;) {
    std::optional<Work> work;
    {
      const MutexLock lock(&mutex_);
      while (!stopping_ && !next_) changed_.Wait(&mutex_);
      if (!next_) return;
      work = std::exchange(next_, std::nullopt);
    }
    Make(*work);
  }
}

void Backups::Make(const Work& work) {
  Outcome made = store_->CreateBackup(
      {.directory = directory_,
       .keep = work.keep,
       .progress = [this, &work](const storage::BackupStep& step) {
         return work.progress(step) && !stopping();
       }});
  if (absl::IsCancelled(made.status()) && stopping()) {
    made = domain::ShuttingDown();
  }
  Refresh();
  {
    const MutexLock lock(&mutex_);
    running_ = false;
  }
  on_end_(made);
  work.done(made);
}

// What another program did there, a restore or a copy, shows after the next.
void Backups::Refresh() {
  auto backups = storage::ListBackups(directory_);
  const MutexLock lock(&mutex_);
  known_ = std::move(backups).value_or(std::vector<storage::Backup>());
}

}  // namespace mandated::engine
