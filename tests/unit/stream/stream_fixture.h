#ifndef MANDATED_TESTS_UNIT_STREAM_STREAM_FIXTURE_H_
#define MANDATED_TESTS_UNIT_STREAM_STREAM_FIXTURE_H_

#include <gtest/gtest.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "mandates/v1/expiry_service.pb.h"
#include "services/stream/hub.h"
#include "storage/ordered_bytes.h"
#include "storage/store.h"

namespace mandated::stream {

inline std::string EventBytes(const std::string& id, int64_t seconds = 0) {
  mandates::v1::Event event;
  event.set_id(id);
  event.mutable_commit_time()->set_seconds(seconds);
  return event.SerializeAsString();
}

inline std::string IdOf(std::string_view bytes) {
  mandates::v1::Event event;
  event.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  return event.id();
}

// Selects the events whose id contains `part`.
inline Selection Containing(const std::string& part) {
  return {.key = part, .matches = [part](std::string_view bytes) {
            return IdOf(bytes).find(part) != std::string::npos;
          }};
}

inline std::unique_ptr<storage::Store> NewStore() {
  auto store = storage::Store::Open(storage::NewMemoryBytes());
  EXPECT_TRUE(store.ok()) << store.status();
  return std::move(*store);
}

// Commits one commit with events of these ids.
inline storage::Revision Append(storage::Store& store,
                                const std::vector<std::string>& ids,
                                int64_t seconds = 0) {
  storage::Commit commit;
  for (const std::string& id : ids) {
    commit.events.push_back(EventBytes(id, seconds));
  }
  const auto revision = store.CommitOne(commit);
  EXPECT_TRUE(revision.ok()) << revision.status();
  return revision.value_or(0);
}

// A reader that blocks until its cursor has something, as a stream does.
class BlockingReader {
 public:
  BlockingReader(Hub* hub, Selection selection, storage::Position after)
      : cursor_(hub->Open(std::move(selection), after, [this] {
          const std::lock_guard<std::mutex> lock(mutex_);
          woken_ = true;
          changed_.notify_one();
        })) {}

  // Returns the next response, or the error that ends the stream.
  absl::StatusOr<mandates::v1::WatchResponse> Next() {
    const auto frame = NextFrame();
    if (!frame.ok()) return frame.status();
    mandates::v1::WatchResponse response;
    EXPECT_TRUE(response.ParseFromString(**frame));
    return response;
  }

  absl::StatusOr<Frame> NextFrame() {
    for (;;) {
      auto frame = cursor_->Next();
      if (!frame.ok()) return frame.status();
      if (frame->has_value()) return **frame;
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, [this] { return woken_; });
      woken_ = false;
    }
  }

  // Returns the ids of the next `count` events.
  std::vector<std::string> NextIds(size_t count) {
    std::vector<std::string> ids;
    while (ids.size() < count) {
      const auto response = Next();
      if (!response.ok()) return ids;
      for (const auto& event : response->events()) ids.push_back(event.id());
    }
    return ids;
  }

  Cursor& cursor() { return *cursor_; }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  std::unique_ptr<Cursor> cursor_;
};

}  // namespace mandated::stream

#endif  // MANDATED_TESTS_UNIT_STREAM_STREAM_FIXTURE_H_
