#include "services/engine/importer.h"

#include <utility>

#include "services/domain/errors.h"
#include "services/domain/limits.h"
#include "services/domain/reading/import_plan.h"
#include "services/domain/reading/language.h"
#include "services/domain/reading/resolution_reader.h"

namespace mandated::engine {

Importer::Importer(const storage::Store* store, const Reader* reader,
                   Registry* registry)
    : reader_(reader),
      registry_(registry),
      names_(store, reader),
      thread_([this] { Run(); }) {}

Importer::~Importer() { Stop(); }

void Importer::Parse(mandates::v1::ParseResolutionRequest request,
                     ReadingCallback done) {
  Submit([this, request = std::move(request),
          done = std::move(done)](const absl::Status& status) {
    done(status.ok()
             ? Read(request.text(), request.language(), request.symbol_hint())
             : status);
  });
}

void Importer::Import(mandates::v1::ImportResolutionRequest request,
                      OutcomeCallback done) {
  Submit([this, request = std::move(request),
          done = std::move(done)](const absl::Status& status) {
    if (!status.ok()) return done(status);
    auto reading =
        Read(request.text(), request.language(), request.symbol_hint());
    if (!reading.ok()) return done(std::move(reading).status());
    auto plan = domain::PlanImport(*std::move(reading), request);
    if (!plan.ok()) return done(std::move(plan).status());
    registry_->Import(*std::move(plan), request.actor(),
                      request.validate_only(), done);
  });
}

void Importer::Stop() {
  std::deque<Work> waiting;
  {
    const MutexLock lock(&mutex_);
    stopping_ = true;
    waiting.swap(queue_);
    arrived_.SignalAll();
  }
  if (thread_.joinable()) thread_.join();
  for (const Work& work : waiting) work(domain::ShuttingDown());
}

void Importer::Submit(Work work) {
  absl::Status refused = domain::ShuttingDown();
  {
    const MutexLock lock(&mutex_);
    constexpr int kMax = domain::limits::kReadingsWaitingMax;
    if (!stopping_ && queue_.size() < kMax) {
      queue_.push_back(std::move(work));
      arrived_.Signal();
      return;
    }
    if (!stopping_) refused = domain::TooManyReadings(kMax);
  }
  work(refused);
}

void Importer::Run() {
  for (;;) {
    Work work;
    {
      const MutexLock lock(&mutex_);
      while (!stopping_ && queue_.empty()) arrived_.Wait(&mutex_);
      if (stopping_) return;
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    work(absl::OkStatus());
  }
}

absl::StatusOr<mandates::v1::Resolution> Importer::Read(
    const std::string& text, const std::string& language,
    const std::string& symbol) {
  const auto names = names_.Get();
  if (!names.ok()) return names.status();
  const auto calendar = reader_->ReadCalendar();
  if (!calendar.ok()) return calendar.status();
  return domain::ReadResolution({.languages = &domain::Languages::BuiltIn(),
                                 .names = *names,
                                 .calendar = &*calendar},
                                text, language, symbol);
}

}  // namespace mandated::engine
