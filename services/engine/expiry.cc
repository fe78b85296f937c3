#include "services/engine/expiry.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <utility>

#include "services/domain/errors.h"
#include "services/engine/leads.h"
#include "services/engine/records.h"

namespace mandated::engine {
namespace {

// How long the loop sleeps at most, so that a jump of the machine's clock is
// seen soon.
constexpr absl::Duration kSleepMax = absl::Seconds(10);

// How long the loop waits after a failed tick: a full disk stays full a while.
constexpr absl::Duration kRetryDelay = absl::Seconds(1);

}  // namespace

Expiry::Expiry(storage::Store* store, Writer* writer, const Clock* clock,
               std::vector<std::string> leads, Retention retention,
               ErrorListener on_error)
    : store_(store),
      writer_(writer),
      clock_(clock),
      leads_(std::move(leads)),
      retention_(retention),
      on_error_(std::move(on_error)) {}

Expiry::~Expiry() { Stop(); }

absl::Status Expiry::Start() {
  absl::Status made =
      RunOnWriter([this](Draft& draft) { return SetLeads(draft, leads_); });
  if (!made.ok()) return made;
  const auto horizons = ReadHorizons(*store_->GetSnapshot());
  if (!horizons.ok()) return horizons.status();
  {
    const MutexLock lock(&mutex_);
    for (const auto& [name, horizon] : *horizons) {
      through_ =
          through_ ? std::min(*through_, horizon.through) : horizon.through;
    }
  }
  thread_ = std::thread([this] { Run(); });
  return absl::OkStatus();
}

void Expiry::Stop() {
  {
    const MutexLock lock(&mutex_);
    stopping_ = true;
    changed_.SignalAll();
  }
  if (thread_.joinable()) thread_.join();
  std::vector<std::function<void(absl::Status)>> waiting;
  {
    const MutexLock lock(&mutex_);
    waiting.swap(waiting_);
  }
  for (const auto& done : waiting) done(domain::ShuttingDown());
}

void Expiry::ClockMoved() {
  const MutexLock lock(&mutex_);
  clock_moved_ = true;
  changed_.SignalAll();
}

void Expiry::CatchUp(std::function<void(absl::Status)> done) {
  {
    const MutexLock lock(&mutex_);
    if (!stopping_) {
      waiting_.push_back(std::move(done));
      changed_.SignalAll();
      return;
    }
  }
  done(domain::ShuttingDown());
}

absl::Time Expiry::processed_through() const {
  const absl::Time now = writer_->SettledThrough();
  const MutexLock lock(&mutex_);
  if (!through_) return absl::InfinitePast();
  // The next crossing is dated at the midnight after `through_`.
  return std::min(now, absl::FromCivil(*through_ + 1, writer_->zone()) -
                           absl::Nanoseconds(1));
}

void Expiry::Run() {
  mutex_.Lock();
  while (!stopping_) {
    clock_moved_ = false;
    const absl::CivilDay through = *through_;
    mutex_.Unlock();
    const absl::CivilDay today =
        absl::ToCivilDay(clock_->Now(), writer_->zone());
    absl::Duration sleep = kRetryDelay;
    absl::Status status = today > through ? Tick(today) : absl::OkStatus();
    if (status.ok()) {
      sleep = std::min(kSleepMax, clock_->RealTimeUntil(absl::FromCivil(
                                      today + 1, writer_->zone())));
      TellWaiting(std::max(today, through));  // they may move the clock
    } else {
      on_error_(status);
    }
    mutex_.Lock();
    const bool failed = !status.ok();  // then who waits waits on
    changed_.WaitFor(&mutex_, absl::ToChronoNanoseconds(sleep),
                     [this, failed]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
                       return stopping_ || clock_moved_ ||
                              (!failed && !waiting_.empty());
                     });
  }
  mutex_.Unlock();
}

// Fires everything up to `today`, one commit after the other.
absl::Status Expiry::Tick(absl::CivilDay today) {
  TickCursor cursor;
  bool more = true;
  while (more) {
    // A group may be prepared again, so the cursor moves once it is durable.
    TickCursor next;
    absl::Status ticked = RunOnWriter([&](Draft& draft) {
      next = cursor;
      const auto progress = TickInto(draft, writer_->zone(), today, next);
      if (!progress.ok()) return progress.status();
      more = *progress;
      return more ? absl::OkStatus() : RetainInto(draft, retention_);
    });
    if (!ticked.ok()) return ticked;
    cursor = next;
    const MutexLock lock(&mutex_);
    if (stopping_) return domain::ShuttingDown();
  }
  const MutexLock lock(&mutex_);
  through_ = std::max(*through_, today);
  return absl::OkStatus();
}

absl::Status Expiry::RunOnWriter(std::function<absl::Status(Draft&)> prepare) {
  std::promise<absl::Status> outcome;
  writer_->Submit(
      {.prepare = std::move(prepare),
       .done = [&outcome](
                   absl::StatusOr<storage::Revision> revision,
                   Draft&) { outcome.set_value(std::move(revision).status()); },
       .dry = false});
  return outcome.get_future().get();
}

void Expiry::TellWaiting(absl::CivilDay through) {
  std::vector<std::function<void(absl::Status)>> waiting;
  {
    const MutexLock lock(&mutex_);
    const absl::CivilDay now = absl::ToCivilDay(clock_->Now(), writer_->zone());
    if (now > through) return;
    waiting.swap(waiting_);
  }
  for (const auto& done : waiting) done(absl::OkStatus());
}

}  // namespace mandated::engine
