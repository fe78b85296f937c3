#include "tests/benchmarks/watch_crowd.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "mandates/v1/expiry_service.pb.h"
#include "tests/benchmarks/requests.h"

namespace mandated::bench {
namespace {

constexpr std::chrono::seconds kOpenMax{60};
constexpr size_t kSampleMax = 200;

// Reads a varint at `at` and moves behind it.
uint64_t Varint(const uint8_t*& at, const uint8_t* end) {
  uint64_t value = 0;
  for (int shift = 0; at < end && shift < 64; shift += 7) {
    const uint8_t byte = *at++;
    value |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return value;
}

// Counts the field `events` of a WatchResponse; all its fields are
// length-delimited or varints.
int64_t CountEvents(const grpc::ByteBuffer& message) {
  constexpr uint64_t kEventsTag =
      mandates::v1::WatchResponse::kEventsFieldNumber << 3 | 2;
  grpc::Slice slice;
  if (!message.DumpToSingleSlice(&slice).ok()) return 0;
  int64_t events = 0;
  const uint8_t* at = slice.begin();
  while (at < slice.end()) {
    const uint64_t tag = Varint(at, slice.end());
    const uint64_t value = Varint(at, slice.end());
    if ((tag & 7) != 2) continue;
    events += tag == kEventsTag ? 1 : 0;
    at += std::min<uint64_t>(value, static_cast<uint64_t>(slice.end() - at));
  }
  return events;
}

}  // namespace

// One stream.
class WatchCrowd::Reader
    : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  Reader(WatchCrowd* crowd, int number) : crowd_(crowd), number_(number) {
    crowd->connections_.stub(number).PrepareBidiStreamingCall(&context_, kWatch,
                                                              {}, this);
    request_ = ToBuffer(mandates::v1::WatchRequest());
    StartWriteLast(&request_, grpc::WriteOptions());
    StartRead(&message_);
    StartCall();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    crowd_->Got(*this, message_);
    StartRead(&message_);
  }
  void OnDone(const grpc::Status&) override { crowd_->Ended(); }

  void Cancel() { context_.TryCancel(); }
  int number() const { return number_; }
  bool FirstMessage() { return !std::exchange(open_, true); }

 private:
  WatchCrowd* const crowd_;
  const int number_;
  bool open_ = false;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer message_;
};

WatchCrowd::WatchCrowd(const std::string& address, int readers,
                       int64_t events_step)
    : connections_(address), events_step_(events_step), running_(readers) {
  for (int i = 0; i < readers; ++i) {
    readers_.push_back(std::make_unique<Reader>(this, i));
  }
}

WatchCrowd::~WatchCrowd() {
  closing_ = true;
  for (const auto& reader : readers_) reader->Cancel();
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return running_ == 0; });
}

bool WatchCrowd::WaitUntilOpen() {
  std::unique_lock<std::mutex> lock(mutex_);
  return changed_.wait_for(lock, kOpenMax, [this] {
    return broken_ || open_ == static_cast<int>(readers_.size());
  }) && !broken_;
}

bool WatchCrowd::WaitForEvents(int64_t events) {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this, events] {
    return broken_ || waits_ended_ || events_ >= events;
  });
  return !broken_ && !waits_ended_;
}

void WatchCrowd::EndWaits() {
  const std::lock_guard<std::mutex> lock(mutex_);
  waits_ended_ = true;
  changed_.notify_all();
}

std::vector<std::string> WatchCrowd::Sample() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return sample_;
}

void WatchCrowd::Got(Reader& reader, const grpc::ByteBuffer& message) {
  bool tell =
      reader.FirstMessage() && ++open_ == static_cast<int>(readers_.size());
  const int64_t events = CountEvents(message);
  if (events > 0) {
    ++messages_;
    bytes_ += static_cast<int64_t>(message.Length());
    const int64_t before = events_.fetch_add(events);
    tell = tell || before / events_step_ != (before + events) / events_step_;
  }
  const bool sampled = reader.number() == 0 && events > 0;
  if (!tell && !sampled) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (sampled && sample_.size() < kSampleMax) {
    sample_.push_back(ToBytes(message));
  }
  if (tell) changed_.notify_all();
}

void WatchCrowd::Ended() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!closing_) broken_ = true;
  --running_;
  changed_.notify_all();
}

}  // namespace mandated::bench
