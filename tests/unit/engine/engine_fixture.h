#ifndef MANDATED_TESTS_UNIT_ENGINE_ENGINE_FIXTURE_H_
#define MANDATED_TESTS_UNIT_ENGINE_ENGINE_FIXTURE_H_

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/domain/date.h"
#include "services/domain/names.h"
#include "services/engine/clock.h"
#include "services/engine/expiry.h"
#include "services/engine/keyspace.h"
#include "services/engine/reader.h"
#include "services/engine/records.h"
#include "services/engine/registry.h"
#include "services/engine/writer.h"
#include "storage/ordered_bytes.h"
#include "storage/store.h"
#include "tests/unit/domain/testing.h"

namespace mandated::engine {

using domain::IsError;
using domain::IsOk;

inline absl::CivilDay Day(const std::string& text) {
  const auto day = domain::ParseDate("day", text);
  EXPECT_THAT(day, IsOk());
  return day.value_or(absl::CivilDay());
}

inline mandates::v1::Date DateOf(const std::string& text) {
  return domain::ToDate(Day(text));
}

inline std::string Text(const mandates::v1::Date& date) {
  return domain::FormatDate(domain::ToCivil(date));
}

inline absl::TimeZone Zurich() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Zurich", &zone));
  return zone;
}

inline absl::Time Midnight(const std::string& day) {
  return absl::FromCivil(Day(day), Zurich());
}

// "2023-06-14 EXPIRING P1M x", the lead only where there is one.
inline std::string Brief(const mandates::v1::Event& event) {
  const std::string type = mandates::v1::EventType_Name(event.type());
  return absl::StrCat(Text(event.date()), " ",
                      type.substr(std::string("EVENT_TYPE_").size()), " ",
                      event.lead(), event.lead().empty() ? "" : " ",
                      IdOfName(event.mandate().name()));
}

inline std::vector<std::string> Briefs(
    const std::vector<mandates::v1::Event>& events) {
  std::vector<std::string> briefs;
  for (const auto& event : events) briefs.push_back(Brief(event));
  return briefs;
}

inline mandates::v1::Decision DecisionOf(mandates::v1::Act act,
                                         const std::string& symbol,
                                         const std::string& adopted_on,
                                         const std::string& period = "") {
  mandates::v1::Decision decision;
  decision.set_act(act);
  decision.set_symbol(symbol);
  *decision.mutable_adopted_on() = DateOf(adopted_on);
  if (!period.empty()) decision.mutable_term()->set_period(period);
  return decision;
}

inline mandates::v1::Session SessionOf(const std::string& id,
                                       const std::string& first,
                                       const std::string& last) {
  mandates::v1::Session session;
  session.set_name("sessions/" + id);
  *session.mutable_first_day() = DateOf(first);
  *session.mutable_last_day() = DateOf(last);
  return session;
}

// An Outcome as its reader has it, with messages where that has bytes.
struct Told {
  std::vector<mandates::v1::Mandate> mandates;
  std::vector<mandates::v1::Event> events;
  mandates::v1::Session session;
  mandates::v1::Resolution resolution;
  bool already_imported = false;
  storage::Revision revision = 0;
};

inline absl::StatusOr<Told> ToTold(absl::StatusOr<Outcome> outcome) {
  if (!outcome.ok()) return std::move(outcome).status();
  Told told{.mandates = {},
            .events = {},
            .session = std::move(outcome->session),
            .resolution = std::move(outcome->resolution),
            .already_imported = outcome->already_imported,
            .revision = outcome->revision};
  for (const MandateBytes& mandate : outcome->mandates) {
    EXPECT_TRUE(told.mandates.emplace_back().ParseFromString(mandate.bytes));
  }
  for (const std::string& event : outcome->events) {
    EXPECT_TRUE(told.events.emplace_back().ParseFromString(event));
  }
  return told;
}

// The whole engine over a store in memory and a clock that stands still until
// it is moved. Every call waits for its outcome.
class Engine {
 public:
  struct Options {
    std::string today = "2020-06-01";
    std::vector<std::string> leads = {std::begin(kLeadsDefault),
                                      std::end(kLeadsDefault)};
    Retention retention = {};
    bool sessions = true;  // 44 to 53, as they were
  };

  Engine() : Engine(Options()) {}
  explicit Engine(Options options)
      : options_(std::move(options)),
        clock_(&system_, Noon(options_.today), 0) {
    auto store = storage::Store::Open(storage::NewMemoryBytes());
    EXPECT_THAT(store, IsOk());
    store_ = std::move(*store);
    Start();
    if (options_.sessions) PutSessions();
  }
  ~Engine() { Stop(); }

  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Ends all threads and begins anew over the same store, as a process does.
  void Restart() {
    Stop();
    Start();
  }

  // As Restart, announcing `leads` from then on.
  void RestartWith(std::vector<std::string> leads) {
    Stop();
    options_.leads = std::move(leads);
    Start();
  }

  void Stop() {
    if (expiry_) expiry_->Stop();
    if (writer_) writer_->Stop();
    expiry_.reset();
    registry_.reset();
    writer_.reset();
  }

  void Start() {
    writer_ = std::make_unique<Writer>(store_.get(), &clock_, Zurich());
    registry_ = std::make_unique<Registry>(writer_.get());
    expiry_ = std::make_unique<Expiry>(
        store_.get(), writer_.get(), &clock_, options_.leads,
        options_.retention, [](const absl::Status& status) {
          ADD_FAILURE() << "a tick failed: " << status;
        });
    EXPECT_THAT(expiry_->Start(), IsOk());
  }

  // Moves the clock to noon of `day` and waits until everything due is in the
  // log. SetClock does not wait, nor does it wake the scanner.
  void AdvanceTo(const std::string& day) { AdvanceTo(Day(day)); }
  void AdvanceTo(absl::CivilDay day) {
    clock_.Set(Noon(domain::FormatDate(day)));
    expiry_->ClockMoved();
    CatchUp();
  }
  void SetClock(const std::string& day) { clock_.Set(Noon(day)); }
  void CatchUp() {
    std::promise<absl::Status> done;
    expiry_->CatchUp(
        [&](const absl::Status& status) { done.set_value(status); });
    EXPECT_THAT(done.get_future().get(), IsOk());
  }

  template <typename Request>
  absl::StatusOr<Told> Call(void (Registry::*method)(const Request&,
                                                     OutcomeCallback),
                            const Request& request) {
    std::promise<absl::StatusOr<Told>> done;
    (registry_.get()->*method)(request, [&](absl::StatusOr<Outcome> outcome) {
      done.set_value(ToTold(std::move(outcome)));
    });
    return done.get_future().get();
  }

  static mandates::v1::RecordDecisionRequest RecordRequest(
      const std::string& id, const mandates::v1::Decision& decision) {
    mandates::v1::RecordDecisionRequest request;
    request.set_mandate_name(NameOfId(id));
    *request.mutable_decision() = decision;
    request.mutable_mandate()->set_title("Title of " + id);
    request.mutable_mandate()->set_kind(mandates::v1::KIND_THEMATIC);
    request.mutable_mandate()->set_holder_type(
        mandates::v1::HOLDER_TYPE_INDEPENDENT_EXPERT);
    request.set_actor("tester");
    return request;
  }

  absl::StatusOr<Told> Record(const std::string& id,
                              const mandates::v1::Decision& decision) {
    return Record(RecordRequest(id, decision));
  }
  absl::StatusOr<Told> Record(
      const mandates::v1::RecordDecisionRequest& request) {
    return Call(&Registry::RecordDecision, request);
  }
  absl::StatusOr<Told> Establish(const std::string& id, const std::string& day,
                                 const std::string& period) {
    return Record(
        id, DecisionOf(mandates::v1::ACT_ESTABLISH, Symbol("1"), day, period));
  }
  // Establishes with a term that ends on `last`, whatever the sessions.
  absl::StatusOr<Told> EstablishUntil(const std::string& id,
                                      const std::string& day,
                                      const std::string& last) {
    auto decision = DecisionOf(mandates::v1::ACT_ESTABLISH, Symbol("1"), day);
    *decision.mutable_term()->mutable_fixed() = DateOf(last);
    return Record(id, decision);
  }
  absl::StatusOr<Told> Extend(const std::string& id, const std::string& day,
                              const std::string& period,
                              const std::string& number = "2") {
    return Record(
        id, DecisionOf(mandates::v1::ACT_EXTEND, Symbol(number), day, period));
  }
  absl::StatusOr<Told> ExtendUntil(const std::string& id,
                                   const std::string& day,
                                   const std::string& last,
                                   const std::string& number = "2") {
    auto decision = DecisionOf(mandates::v1::ACT_EXTEND, Symbol(number), day);
    *decision.mutable_term()->mutable_fixed() = DateOf(last);
    return Record(id, decision);
  }
  absl::StatusOr<Told> Amend(const std::string& id,
                             mandates::v1::Decision decision) {
    mandates::v1::AmendDecisionRequest request;
    decision.set_name(NameOfDecision(id, decision.symbol()));
    *request.mutable_decision() = std::move(decision);
    request.set_reason("misread");
    return Call(&Registry::AmendDecision, request);
  }
  // Corrects the first decision, made by EstablishUntil, to end on `last`.
  absl::StatusOr<Told> AmendUntil(const std::string& id, const std::string& day,
                                  const std::string& last) {
    auto decision = DecisionOf(mandates::v1::ACT_ESTABLISH, Symbol("1"), day);
    *decision.mutable_term()->mutable_fixed() = DateOf(last);
    return Amend(id, decision);
  }
  absl::StatusOr<Told> Retract(const std::string& id,
                               const std::string& number) {
    mandates::v1::RetractDecisionRequest request;
    request.set_name(NameOfDecision(id, Symbol(number)));
    request.set_reason("never adopted");
    return Call(&Registry::RetractDecision, request);
  }
  absl::StatusOr<Told> UpsertSession(const std::string& id,
                                     const std::string& first,
                                     const std::string& last) {
    mandates::v1::UpsertSessionRequest request;
    *request.mutable_session() = SessionOf(id, first, last);
    return Call(&Registry::UpsertSession, request);
  }

  // The log, or what follows `after`.
  std::vector<mandates::v1::Event> Log(storage::Revision after = 0) const {
    std::vector<mandates::v1::Event> events;
    EXPECT_THAT(store_->GetSnapshot()->ReadLog(
                    {.revision = after + 1, .index = -1},
                    [&](const storage::LogEntry& entry) {
                      auto& event = events.emplace_back();
                      EXPECT_THAT(Decode(entry.bytes, event), IsOk());
                      event.set_revision(entry.position.revision);
                      event.set_index(entry.position.index);
                      return true;
                    }),
                IsOk());
    return events;
  }
  std::vector<std::string> Events(storage::Revision after = 0) const {
    return Briefs(Log(after));
  }

  storage::Revision head() const { return store_->head(); }
  storage::Store& store() { return *store_; }
  Writer& writer() { return *writer_; }
  Registry& registry() { return *registry_; }
  Reader reader() const { return Reader(store_.get(), &clock_, Zurich()); }

  static std::string Symbol(const std::string& number) {
    return "A/HRC/RES/1/" + number;
  }
  static std::string NameOfDecision(const std::string& id,
                                    const std::string& symbol) {
    return NameOfId(id) + "/decisions/" + domain::SlugOfSymbol(symbol);
  }

 private:
  static absl::Time Noon(const std::string& day) {
    return absl::FromCivil(absl::CivilHour(Day(day)) + 12, Zurich());
  }

  void PutSessions() {
    const std::vector<std::vector<std::string>> sessions = {
        {"hrc-44", "2020-06-30", "2020-07-17"},
        {"hrc-45", "2020-09-14", "2020-10-07"},
        {"hrc-46", "2021-02-22", "2021-03-24"},
        {"hrc-47", "2021-06-21", "2021-07-14"},
        {"hrc-48", "2021-09-13", "2021-10-11"},
        {"hrc-49", "2022-02-28", "2022-04-01"},
        {"hrc-50", "2022-06-13", "2022-07-08"},
        {"hrc-51", "2022-09-12", "2022-10-07"},
        {"hrc-52", "2023-02-27", "2023-04-04"},
        {"hrc-53", "2023-06-19", "2023-07-14"}};
    for (const auto& session : sessions) {
      EXPECT_THAT(UpsertSession(session[0], session[1], session[2]), IsOk());
    }
  }

  Options options_;
  SystemClock system_;
  SimulatedClock clock_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Registry> registry_;
  std::unique_ptr<Expiry> expiry_;
};

}  // namespace mandated::engine

#endif  // MANDATED_TESTS_UNIT_ENGINE_ENGINE_FIXTURE_H_
