#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "services/domain/fold.h"
#include "services/domain/period.h"
#include "tests/unit/engine/engine_fixture.h"

// Whatever happens in whatever order, who applies the log ends with the truth.
namespace mandated::engine {
namespace {

using domain::Draw;
using mandates::v1::Decision;
using mandates::v1::Event;
using mandates::v1::Mandate;

const std::vector<std::string> kLeads = {"P1Y", "P3M", "P1M", "P1W"};
constexpr int kMandates = 4;

// A reader of the stream: what was announced and not taken back.
class Follower {
 public:
  void Apply(const std::vector<Event>& events) {
    for (const Event& event : events) {
      ASSERT_TRUE(ids_.insert(event.id()).second)
          << "one id twice: " << Brief(event);
      ASSERT_LE(last_commit_, FromTimestamp(event.commit_time()));
      last_commit_ = FromTimestamp(event.commit_time());
      last_revision_ = event.revision();
      if (event.type() == mandates::v1::EVENT_TYPE_RETRACTED) {
        ASSERT_EQ(live_.erase(event.retracts()), 1U)
            << "takes back what does not stand: " << Brief(event);
      }
      if (event.type() == mandates::v1::EVENT_TYPE_EXPIRING ||
          event.type() == mandates::v1::EVENT_TYPE_OVERDUE ||
          event.type() == mandates::v1::EVENT_TYPE_LAPSED) {
        live_[event.id()] = event;
      }
    }
  }
  storage::Revision last_revision() const { return last_revision_; }

  std::vector<Event> Standing(const std::string& mandate) const {
    std::vector<Event> standing;
    for (const auto& [id, event] : live_) {
      if (event.mandate().name() == mandate) standing.push_back(event);
    }
    return standing;
  }

 private:
  std::set<std::string> ids_;
  std::map<std::string, Event> live_;
  absl::Time last_commit_ = absl::InfinitePast();
  storage::Revision last_revision_ = 0;
};

bool IsLapse(const Event& event) {
  return event.type() != mandates::v1::EVENT_TYPE_EXPIRING;
}

absl::CivilDay Crossing(const std::string& lead, absl::CivilDay last) {
  return domain::Subtract(last, *domain::ParsePeriod("lead", lead));
}

const Decision* NextOf(const Mandate& mandate, const std::string& name) {
  bool found = false;
  for (const Decision& decision : mandate.decisions()) {
    if (decision.retracted()) continue;
    if (found && decision.act() != mandates::v1::ACT_RENAME) return &decision;
    found = found || decision.name() == name;
  }
  return nullptr;
}

const Decision* FindLive(const Mandate& mandate, const std::string& name) {
  for (const Decision& decision : mandate.decisions()) {
    if (decision.name() == name && !decision.retracted()) return &decision;
  }
  return nullptr;
}

// Nothing that stands is false.
void ExpectTrue(const Mandate& mandate, const Event& event) {
  const Decision* decision = FindLive(mandate, event.decision());
  ASSERT_NE(decision, nullptr) << Brief(event) << " of a retracted decision";
  ASSERT_TRUE(decision->term().has_last_day()) << Brief(event);
  const absl::CivilDay last = domain::ToCivil(decision->term().last_day());
  const absl::CivilDay on = domain::ToCivil(event.date());
  if (const Decision* next = NextOf(mandate, event.decision())) {
    const absl::CivilDay superseded = domain::ToCivil(next->adopted_on());
    EXPECT_TRUE(IsLapse(event) ? superseded > last : on <= superseded)
        << Brief(event) << " though superseded on "
        << domain::FormatDate(superseded);
    return;
  }
  EXPECT_EQ(domain::ToCivil(event.last_day()), last) << Brief(event);
  EXPECT_GE(on, IsLapse(event) ? last + 1 : Crossing(event.lead(), last))
      << Brief(event) << " too early";
  EXPECT_FALSE(event.type() == mandates::v1::EVENT_TYPE_LAPSED &&
               decision->term().projected())
      << Brief(event) << " though projected";
}

// What is true now stands, worked out without horizons or an index.
void ExpectComplete(const Mandate& mandate, const std::vector<Event>& standing,
                    absl::CivilDay today) {
  const auto last = domain::LastDay(mandate);
  if (!last) return;
  const auto stands = [&](const std::string& lead, auto type) {
    return std::any_of(standing.begin(), standing.end(), [&](const Event& e) {
      return e.decision() == mandate.term_decision() && e.type() == type &&
             e.lead() == lead && domain::ToCivil(e.last_day()) == *last;
    });
  };
  if (today > *last) {
    EXPECT_TRUE(stands("", mandate.term().projected()
                               ? mandates::v1::EVENT_TYPE_OVERDUE
                               : mandates::v1::EVENT_TYPE_LAPSED))
        << mandate.name() << " ran out on " << domain::FormatDate(*last);
    return;
  }
  const std::string* tightest = nullptr;
  for (const std::string& lead : kLeads) {  // from the widest on
    if (Crossing(lead, *last) <= today) tightest = &lead;
  }
  if (tightest == nullptr) return;
  EXPECT_TRUE(stands(*tightest, mandates::v1::EVENT_TYPE_EXPIRING))
      << mandate.name() << " is within " << *tightest << " of "
      << domain::FormatDate(*last) << " on " << domain::FormatDate(today);
}

// One random history.
class Story {
 public:
  explicit Story(std::mt19937_64& chance)
      : chance_(chance), engine_({.leads = kLeads}) {
    today_ = Day("2020-07-10");
    engine_.AdvanceTo(today_);
  }

  void Step() {
    const int64_t what = Draw(chance_, 0, 9);
    if (what <= 2) Advance();
    if (what == 3 || what == 4) Record();
    if (what == 5) Amend();
    if (what == 6) Retract();
    if (what == 7) MoveSession();
    if (what == 8) WriteBehindTheScanner();
    if (what == 9) EndOrEstablish();
    engine_.CatchUp();
  }

  void Check() {
    // Resumes after what it has seen, as a watcher does.
    follower_.Apply(engine_.Log(follower_.last_revision()));
    for (int i = 0; i < kMandates; ++i) {
      auto mandate = engine_.reader().GetMandate(Id(i));
      if (!mandate.ok()) continue;
      // By the sessions as they are now, also those of terms long past.
      // (A session that moved may have made a past extension impossible.)
      const auto calendar = engine_.reader().ReadCalendar();
      if (!domain::Fold(*calendar, *mandate).ok()) continue;
      const auto standing = follower_.Standing(mandate->name());
      for (const Event& event : standing) ExpectTrue(*mandate, event);
      ExpectComplete(*mandate, standing, today_);
    }
  }

  int done() const { return done_; }

 private:
  static std::string Id(int64_t i) { return absl::StrCat("m-", i); }
  std::string RandomId() { return Id(Draw(chance_, 0, kMandates - 1)); }

  void Note(const absl::StatusOr<Told>& outcome) {
    if (outcome.ok()) ++done_;
  }

  void Advance() {
    if (Draw(chance_, 0, 5) == 0) engine_.AdvanceTo(today_ - 20);
    if (Draw(chance_, 0, 5) == 0) engine_.Restart();
    today_ += Draw(chance_, 1, 60);
    engine_.AdvanceTo(today_);
  }

  // The clock jumped, and a write comes before the scanner has woken up.
  void WriteBehindTheScanner() {
    today_ += Draw(chance_, 1, 200);
    engine_.SetClock(domain::FormatDate(today_));
    Record();
  }

  Decision RandomTerm(Decision decision) {
    decision.clear_term();
    auto& term = *decision.mutable_term();
    switch (Draw(chance_, 0, 4)) {
      case 0:
        *term.mutable_fixed() = domain::ToDate(today_ + Draw(chance_, 1, 500));
        break;
      case 1:
        term.set_period("P6M");
        break;
      case 2:
        term.set_period("P6M");
        term.set_starts_at_end_of(
            absl::StrCat("sessions/hrc-", Draw(chance_, 50, 56)));
        break;
      default:
        term.set_period(Draw(chance_, 0, 1) == 0 ? "P1Y" : "P2Y");
    }
    return decision;
  }

  void Record() {
    const absl::CivilDay adopted =
        today_ - Draw(chance_, 0, 1) * Draw(chance_, 0, 40);
    Decision decision = DecisionOf(
        mandates::v1::ACT_EXTEND, Engine::Symbol(absl::StrCat(++symbols_)),
        domain::FormatDate(std::max(adopted, Day("2020-07-10"))));
    auto request = Engine::RecordRequest(RandomId(), RandomTerm(decision));
    request.set_allow_missing(true);
    Note(engine_.Record(request));
  }

  std::optional<Decision> RandomDecision(const std::string& id) {
    const auto mandate = engine_.reader().GetMandate(id);
    if (!mandate.ok() || mandate->decisions_size() == 0) return std::nullopt;
    return mandate->decisions(
        static_cast<int>(Draw(chance_, 0, mandate->decisions_size() - 1)));
  }

  void Amend() {
    const std::string id = RandomId();
    auto decision = RandomDecision(id);
    if (!decision || !decision->has_term()) return;
    Note(engine_.Amend(id, RandomTerm(*decision)));
  }

  void Retract() {
    const std::string id = RandomId();
    const auto decision = RandomDecision(id);
    if (!decision) return;
    mandates::v1::RetractDecisionRequest request;
    request.set_name(decision->name());
    Note(engine_.Call(&Registry::RetractDecision, request));
  }

  void MoveSession() {
    const int64_t number = Draw(chance_, 47, 60);
    const auto calendar = engine_.reader().ReadCalendar();
    const auto days = calendar->Days(
        "f", {.body = "HRC", .number = static_cast<int>(number)});
    ASSERT_THAT(days, IsOk());
    const int64_t shift = Draw(chance_, -10, 10);
    Note(engine_.UpsertSession(absl::StrCat("hrc-", number),
                               domain::FormatDate(days->first + shift),
                               domain::FormatDate(days->last + shift)));
  }

  void EndOrEstablish() {
    const auto act = Draw(chance_, 0, 1) == 0 ? mandates::v1::ACT_TERMINATE
                                              : mandates::v1::ACT_ESTABLISH;
    Decision decision =
        DecisionOf(act, Engine::Symbol(absl::StrCat(++symbols_)),
                   domain::FormatDate(today_));
    if (act == mandates::v1::ACT_ESTABLISH) decision = RandomTerm(decision);
    Note(engine_.Record(RandomId(), decision));
  }

  std::mt19937_64& chance_;
  Engine engine_;
  Follower follower_;
  absl::CivilDay today_;
  int symbols_ = 0;
  int done_ = 0;
};

TEST(TruthTest, WhoAppliesTheLogEndsWithTheTruthWhateverHappens) {
  std::mt19937_64 chance = domain::Chance();
  int done = 0;
  for (int round = 0; round < 60; ++round) {
    Story story(chance);
    for (int step = 0; step < 60; ++step) {
      story.Step();
      story.Check();
      if (testing::Test::HasFailure()) {
        FAIL() << "in round " << round << ", step " << step;
      }
    }
    done += story.done();
  }
  // Else the histories are too often refused to show anything.
  EXPECT_GT(done, 60 * 15);
}

}  // namespace
}  // namespace mandated::engine
