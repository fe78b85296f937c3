#include "services/server/measured_bytes.h"

#include <chrono>
#include <string_view>
#include <utility>

namespace mandated::server {
namespace {

class MeasuredBytes final : public storage::OrderedBytes {
 public:
  MeasuredBytes(std::unique_ptr<storage::OrderedBytes> bytes,
                WriteFigures* figures)
      : bytes_(std::move(bytes)), figures_(figures) {}

  std::unique_ptr<storage::BytesView> View() const override {
    return bytes_->View();
  }

  absl::Status Write(const storage::ByteChanges& changes) override {
    const auto begun = std::chrono::steady_clock::now();
    absl::Status written = bytes_->Write(changes);
    figures_->sync_micros.See(
        std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::steady_clock::now() - begun)
            .count());
    if (!written.ok()) {
      figures_->failures.fetch_add(1, std::memory_order_relaxed);
    }
    return written;
  }

  std::string_view engine() const override { return bytes_->engine(); }

  absl::StatusOr<storage::Backup> CreateBackup(
      const storage::BackupRequest& request) override {
    return bytes_->CreateBackup(request);
  }

 private:
  const std::unique_ptr<storage::OrderedBytes> bytes_;
  WriteFigures* const figures_;
};

}  // namespace

std::unique_ptr<storage::OrderedBytes> Measured(
    std::unique_ptr<storage::OrderedBytes> bytes, WriteFigures* figures) {
  figures->bytes = bytes.get();
  return std::make_unique<MeasuredBytes>(std::move(bytes), figures);
}

}  // namespace mandated::server
