#include "tests/simulation/history.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "services/domain/errors.h"
#include "services/engine/records.h"
#include "tests/simulation/author.h"
#include "tests/simulation/chance.h"
#include "tests/simulation/checks.h"
#include "tests/simulation/model.h"
#include "tests/simulation/watcher.h"
#include "tests/simulation/world.h"
#include "tests/simulation/zones.h"

namespace mandated::simulation {
namespace {

using mandates::v1::Event;

constexpr int kSteps = 40;
constexpr int kWatchers = 3;
constexpr int kForEverDays = 1'000 * 366;

const std::vector<std::vector<std::string>>& LeadSets() {
  static const auto& sets = *new std::vector<std::vector<std::string>>{
      {"P1Y", "P3M", "P1M", "P1W"}, {"P6M", "P1M", "P1D"}, {"P90D", "P1W"}};
  return sets;
}

std::string Describe(const Request& request) {
  return std::visit([](const auto& one) { return one.ShortDebugString(); },
                    request);
}

class History {
 public:
  History(uint64_t seed, const Sabotage& sabotage)
      : chance_(seed),
        author_(&chance_),
        zone_(Zones()[chance_.Draw(0, Zones().size() - 1)]),
        world_(
            {.zone = zone_,
             .start = absl::FromCivil(absl::CivilHour(2020, 7, 10, 12), zone_),
             .retention = DrawRetention(),
             .sabotage = sabotage}),
        leads_(LeadSets()[0]),
        ledger_(zone_) {}

  absl::Status Live();
  const std::vector<std::string>& trace() const { return trace_; }
  Tally tally() const;

 private:
  // What one group of requests comes to.
  struct Group {
    Model model;
    Facts facts;
    std::vector<Request> unanswered;
  };

  engine::Retention DrawRetention();
  absl::Status Step();

  absl::Status Advance();
  absl::Status JumpAhead();
  absl::Status JumpBack();
  absl::Status WriteSome();
  absl::Status WriteBehindTheScanner();
  absl::Status AskAgain();
  absl::Status Restart();
  absl::Status Read();

  void SetClock(absl::Time time);
  void MayCrash();
  absl::Status Write(const std::vector<Request>& requests);
  absl::Status Judge(const Request& request,
                     const absl::StatusOr<engine::Outcome>& outcome,
                     Group& group);
  absl::Status SendAgain(const Request& request, bool on_disk);
  absl::Status Settle();
  absl::Status Recover();
  absl::Status Begin();
  absl::Status Check();
  void Expect(const Facts& facts);
  absl::CivilDay Today() const { return absl::ToCivilDay(moment_, zone_); }
  absl::CivilDay ClockDay() const {
    return absl::ToCivilDay(world_.now(), zone_);
  }
  Watcher NewWatcher() {
    return DrawWatcher(chance_, world_.hub(), ledger_.events(),
                       world_.store().GetSnapshot()->earliest());
  }
  void Note(const std::string& what) { trace_.push_back(what); }
  void Count(const std::string& what) { ++counts_[what]; }

  Chance chance_;
  Author author_;
  const absl::TimeZone zone_;
  World world_;
  std::vector<std::string> leads_;
  Model model_;
  Ledger ledger_;
  Auditor auditor_;
  std::vector<Watcher> watchers_;
  Facts expected_;  // not read from the log yet
  // The instant the writer stamps: never falls while a process lives.
  absl::Time moment_ = absl::InfinitePast();
  std::optional<Request> answered_;  // today, so that it may be sent again
  std::vector<std::string> trace_;
  std::map<std::string, int64_t> counts_;
};

engine::Retention History::DrawRetention() {
  constexpr int kShortDays = 400;
  return {.age_days = chance_.OneIn(6) ? kShortDays : kForEverDays};
}

absl::Status History::Live() {
  absl::Status status = Begin();
  if (status.ok()) status = Write(Author::FirstSessions());
  if (status.ok()) status = Settle();
  for (int i = 0; i < kWatchers; ++i) watchers_.push_back(NewWatcher());
  for (int step = 0; status.ok() && step < kSteps; ++step) status = Step();
  if (status.ok()) status = Restart();
  for (Watcher& watcher : watchers_) {
    if (!status.ok()) break;
    status = watcher.ReadAll(world_.hub(), ledger_.events());
  }
  return status;
}

absl::Status History::Step() {
  using Member = absl::Status (History::*)();
  constexpr Member kWhat[] = {
      &History::Advance,   &History::Advance,   &History::Advance,
      &History::WriteSome, &History::WriteSome, &History::WriteSome,
      &History::WriteSome, &History::WriteSome, &History::WriteBehindTheScanner,
      &History::JumpAhead, &History::JumpBack,  &History::AskAgain,
      &History::Restart,   &History::Read,      &History::Read,
      &History::Read};
  const Member what = kWhat[chance_.Draw(0, std::size(kWhat) - 1)];
  if (chance_.OneIn(4)) MayCrash();
  absl::Status status = (this->*what)();
  if (status.ok()) status = Settle();
  world_.disk().Calm();
  return status;
}

// At any second of a day, often its first or its last.
absl::Status History::Advance() {
  constexpr int kDaysMax = 60;
  const absl::CivilDay day = ClockDay() + chance_.Draw(0, kDaysMax);
  absl::Time time = absl::FromCivil(day, zone_);
  if (chance_.OneIn(3)) time += absl::Seconds(chance_.Draw(1, 86'399));
  if (chance_.OneIn(4)) time -= absl::Nanoseconds(1);
  SetClock(std::max(time, world_.now()));
  return absl::OkStatus();
}

absl::Status History::JumpAhead() {
  constexpr int kYears = 10;
  const bool far = chance_.OneIn(4);
  SetClock(world_.now() +
           absl::Hours(24) * chance_.Draw(1, far ? kYears * 365 : 400));
  return absl::OkStatus();
}

absl::Status History::JumpBack() {
  constexpr int kYears = 10;
  const absl::Duration spans[] = {absl::Minutes(chance_.Draw(1, 90)),
                                  absl::Hours(24),
                                  absl::Hours(24) * kYears * 365};
  SetClock(world_.now() - spans[chance_.Draw(0, 2)]);
  return Settle();
}

// One request, or some in one group.
absl::Status History::WriteSome() {
  std::vector<Request> requests;
  const int64_t count = chance_.OneIn(3) ? chance_.Draw(2, 4) : 1;
  for (int64_t i = 0; i < count; ++i) {
    requests.push_back(author_.Write(model_, ClockDay()));
  }
  return Write(requests);
}

// The clock jumped, and a write comes before the scanner has woken up.
absl::Status History::WriteBehindTheScanner() {
  absl::Status jumped = chance_.OneIn(2) ? Advance() : JumpAhead();
  return jumped.ok() ? WriteSome() : jumped;
}

// A caller who missed the answer asks again, with the same id.
absl::Status History::AskAgain() {
  return answered_ ? SendAgain(*answered_, true) : absl::OkStatus();
}

absl::Status History::Restart() {
  Note("restart");
  Count("restarts");
  if (chance_.OneIn(3)) {
    leads_ = LeadSets()[chance_.Draw(0, LeadSets().size() - 1)];
  }
  const absl::Time away = world_.now() + absl::Hours(chance_.Draw(0, 2'000));
  absl::Status status = Recover();
  if (status.ok()) SetClock(away);
  if (status.ok()) status = Settle();
  return status.ok() ? ledger_.ReadAgain(world_.store()) : status;
}

absl::Status History::Read() {
  Watcher& watcher = watchers_[chance_.Draw(0, kWatchers - 1)];
  const int64_t what = chance_.Draw(0, 5);
  Note(absl::StrCat("read ", what));
  Count("reads");
  absl::Status status = Settle();
  if (!status.ok()) return status;
  if (what == 0) watcher.Disconnect();
  if (what == 1) watcher = NewWatcher();
  if (what == 2) {
    status = watcher.ReadPage(
        world_.hub(), static_cast<int>(chance_.Draw(1, 5)), ledger_.events());
  }
  if (what >= 3) status = watcher.ReadAll(world_.hub(), ledger_.events());
  if (watcher.compacted()) watcher = NewWatcher();
  return status;
}

void History::SetClock(absl::Time time) {
  Note("clock " + absl::FormatTime(time, zone_));
  world_.SetClock(time);
  answered_.reset();  // its id may be forgotten
}

void History::MayCrash() {
  const int writes = static_cast<int>(chance_.Draw(1, 3));
  const bool after = chance_.OneIn(2);
  Note(absl::StrCat("crash ", after ? "after" : "before", " write ", writes));
  world_.disk().CrashAt(writes,
                        after ? Disk::Crash::kAfter : Disk::Crash::kBefore);
}

absl::Status History::Write(const std::vector<Request>& requests) {
  for (const Request& request : requests) Note(Describe(request));
  moment_ = std::max(moment_, world_.now());
  const auto outcomes = world_.Call(requests);
  const bool crashed = world_.disk().crashed();
  const bool on_disk = !crashed || world_.disk().survived();
  // Each was prepared over those before it, whatever became of the group.
  Group group{.model = model_, .facts = {}, .unanswered = {}};
  for (size_t i = 0; i < requests.size(); ++i) {
    absl::Status judged = Judge(requests[i], outcomes[i], group);
    if (!judged.ok()) return judged;
  }
  if (on_disk) {
    model_ = std::move(group.model);
    Expect(group.facts);
  }
  if (!crashed) return absl::OkStatus();
  absl::Status status = Recover();
  for (const Request& request : group.unanswered) {
    if (status.ok()) status = SendAgain(request, on_disk);
  }
  return status;
}

absl::Status History::Judge(const Request& request,
                            const absl::StatusOr<engine::Outcome>& outcome,
                            Group& group) {
  Model after = group.model;
  const Prediction predicted = after.Apply(request, Today());
  const bool crash = !outcome.ok() && Disk::IsCrash(outcome.status());
  if (!outcome.ok() && !crash) {
    Count("refused");
    if (predicted.refused || predicted.may_be_refused) return absl::OkStatus();
    return absl::InternalError(absl::StrCat("refused what is possible: ",
                                            outcome.status().ToString()));
  }
  if (predicted.refused) {
    return absl::InternalError("accepted what is impossible: " +
                               Describe(request));
  }
  Count(crash ? "unanswered" : "accepted");
  group.model = std::move(after);
  group.facts.insert(group.facts.end(), predicted.facts.begin(),
                     predicted.facts.end());
  if (crash) {
    group.unanswered.push_back(request);
    return absl::OkStatus();
  }
  answered_ = request;
  for (const auto& [id, bytes] : outcome->mandates) auditor_.Remember(bytes);
  Facts told;
  for (const std::string& bytes : outcome->events) {
    Event event;
    event.ParseFromString(bytes);
    told.push_back(FactOf(event));
  }
  if (told == predicted.facts) return absl::OkStatus();
  return absl::InternalError("its answer tells other events");
}

// Sends again what is on the disk or not: it is done once, and now known.
absl::Status History::SendAgain(const Request& request, bool on_disk) {
  Note("again: " + Describe(request));
  Count("sent again");
  world_.disk().Calm();
  // A session has no request id: sent again, it is set again.
  const bool sets =
      std::holds_alternative<mandates::v1::UpsertSessionRequest>(request);
  if (!on_disk || sets) return Write({request});
  moment_ = std::max(moment_, world_.now());
  const auto outcome = std::move(world_.Call({request}).front());
  // Check sees that nothing is done twice.
  if (outcome.ok()) return absl::OkStatus();
  return absl::InternalError(
      absl::StrCat("what was done is refused when sent again: ",
                   outcome.status().ToString()));
}

// Lets the scanner catch up, and compares everything.
absl::Status History::Settle() {
  if (ClockDay() > model_.through()) moment_ = std::max(moment_, world_.now());
  Expect(model_.Tick(ClockDay()));
  const absl::Status caught_up = world_.CatchUp();
  if (world_.disk().crashed()) return Recover();
  if (!caught_up.ok()) return caught_up;
  return Check();
}

// Begins a new process where the last one ended.
absl::Status History::Recover() {
  if (world_.disk().crashed()) {
    Note("crashed");
    Count("crashes");
  }
  for (Watcher& watcher : watchers_) watcher.Disconnect();
  world_.Stop();
  world_.disk().Calm();
  return Begin();
}

absl::Status History::Begin() {
  absl::Status started = world_.Start(leads_);
  if (!started.ok()) return started;
  const auto last = engine::LastCommitTime(*world_.store().GetSnapshot());
  if (!last.ok()) return last.status();
  moment_ = std::max(*last, world_.now());
  model_.SetLeads(leads_, Today());
  return Settle();
}

absl::Status History::Check() {
  const Facts expected = std::exchange(expected_, {});
  absl::Status status = ledger_.ReadNew(world_.store(), expected);
  if (status.ok()) status = auditor_.Check(world_, model_);
  return status;
}

void History::Expect(const Facts& facts) {
  expected_.insert(expected_.end(), facts.begin(), facts.end());
}

Tally History::tally() const {
  Tally tally{.histories = 1, .counts = counts_};
  tally.counts["events"] = static_cast<int64_t>(ledger_.events().size());
  std::string bytes;
  for (const Event& event : ledger_.events()) {
    bytes += event.SerializeAsString();
  }
  tally.digest = std::hash<std::string>()(bytes);
  return tally;
}

}  // namespace

absl::StatusOr<Tally> Live(uint64_t seed, const Sabotage& sabotage) {
  History history(seed, sabotage);
  const absl::Status status = history.Live();
  if (status.ok()) return history.tally();
  return absl::InternalError(
      absl::StrCat(status.message(), "\nits steps:\n  ",
                   absl::StrJoin(history.trace(), "\n  ")));
}

}  // namespace mandated::simulation
