#include "tests/unit/stream/harness.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <utility>

#include "services/stream/frame.h"
#include "storage/ordered_bytes.h"

namespace mandated::stream {
namespace {

using mandates::v1::Event;
using mandates::v1::WatchResponse;

// How long a wake that must come may take on a busy machine.
constexpr std::chrono::seconds kPatience(60);

class CountingView final : public storage::BytesView {
 public:
  CountingView(std::unique_ptr<storage::BytesView> view, ScanCount* count)
      : view_(std::move(view)), count_(count) {}

  absl::StatusOr<std::optional<std::string>> Get(
      std::string_view key) const override {
    return view_->Get(key);
  }
  absl::Status Scan(std::string_view begin, std::string_view end,
                    const storage::EntryVisitor& visit) const override {
    ++count_->scans;
    return view_->Scan(begin, end, visit);
  }
  absl::Status ScanBackward(std::string_view begin, std::string_view end,
                            const storage::EntryVisitor& visit) const override {
    return view_->ScanBackward(begin, end, visit);
  }

 private:
  const std::unique_ptr<storage::BytesView> view_;
  ScanCount* const count_;
};

class CountingBytes final : public storage::OrderedBytes {
 public:
  explicit CountingBytes(ScanCount* count) : count_(count) {}

  std::unique_ptr<storage::BytesView> View() const override {
    return std::make_unique<CountingView>(bytes_->View(), count_);
  }
  absl::Status Write(const storage::ByteChanges& changes) override {
    return bytes_->Write(changes);
  }
  std::string_view engine() const override { return bytes_->engine(); }
  absl::StatusOr<storage::Backup> CreateBackup(
      const storage::BackupRequest& request) override {
    return bytes_->CreateBackup(request);
  }

 private:
  const std::unique_ptr<storage::OrderedBytes> bytes_ =
      storage::NewMemoryBytes();
  ScanCount* const count_;
};

}  // namespace

uint64_t Seed() {
  const char* given = std::getenv("MANDATED_TEST_SEED");
  const uint64_t seed = given == nullptr ? std::random_device()()
                                         : std::strtoull(given, nullptr, 10);
  std::cout << "MANDATED_TEST_SEED=" << seed << "\n";
  return seed;
}

std::unique_ptr<storage::Store> NewCountingStore(ScanCount* count) {
  auto store = storage::Store::Open(std::make_unique<CountingBytes>(count));
  EXPECT_TRUE(store.ok()) << store.status();
  return std::move(*store);
}

void Trim(storage::Store& store, storage::Revision before) {
  storage::Commit commit;
  commit.trim_before = before;
  EXPECT_TRUE(store.CommitOne(commit).ok());
}

Selection Choosing(const std::string& letters, std::atomic<int>* asked) {
  return {.key = letters, .matches = [=](std::string_view bytes) {
            if (asked != nullptr) ++*asked;
            return letters.empty() ||
                   letters.find(IdOf(bytes)[0]) != std::string::npos;
          }};
}

std::ostream& operator<<(std::ostream& out, const Got& got) {
  return out << got.id << "@" << got.position.revision << "."
             << got.position.index;
}

std::vector<Got> Expected(const storage::Store& store,
                          const Selection& selection, storage::Position after) {
  std::vector<Got> expected;
  const auto take = [&](const storage::LogEntry& entry) {
    if (selection.Wants(entry.bytes)) {
      expected.push_back({entry.position, IdOf(entry.bytes)});
    }
    return true;
  };
  EXPECT_TRUE(store.GetSnapshot()->ReadLog(after, take).ok());
  return expected;
}

WatchResponse Parse(const Frame& frame) {
  WatchResponse response;
  EXPECT_TRUE(response.ParseFromString(*frame));
  return response;
}

void AddEvents(const WatchResponse& response, std::vector<Got>& got) {
  for (const Event& event : response.events()) {
    got.push_back({{event.revision(), event.index()}, event.id()});
  }
}

Hub::Options Manual(ManualTime* time) {
  Hub::Options options;
  if (time != nullptr) {
    options.now = time->Reader();
  } else {
    options.progress_interval = std::chrono::hours(24);
  }
  return options;
}

mandates::v1::Progress NoProgress() { return {}; }

std::function<void()> Waker::Function() {
  return [state = state_] {
    const std::lock_guard<std::mutex> lock(state->mutex);
    ++state->count;
    state->woken.notify_all();
  };
}

int Waker::count() const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  return state_->count;
}

bool Waker::Wait() {
  std::unique_lock<std::mutex> lock(state_->mutex);
  const int awaited = ++state_->waited_for;
  return state_->woken.wait_for(lock, kPatience,
                                [&] { return state_->count >= awaited; });
}

Reader::Reader(Hub* hub, Selection selection, storage::Position after)
    : cursor_(hub->Open(std::move(selection), after, waker_.Function())) {}

std::vector<Frame> Reader::Drain() {
  std::vector<Frame> frames;
  for (;;) {
    const auto frame = Next();
    EXPECT_TRUE(frame.ok()) << frame.status();
    if (!frame.ok() || !frame->has_value()) return frames;
    frames.push_back(**frame);
    AddEvents(Parse(frames.back()), got_);
  }
}

std::vector<WatchResponse> Reader::Read() {
  std::vector<WatchResponse> responses;
  for (const Frame& frame : Drain()) responses.push_back(Parse(frame));
  return responses;
}

}  // namespace mandated::stream
