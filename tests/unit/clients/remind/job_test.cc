#include "clients/mandatectl/remind/job.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl::remind {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A subscription of events "0", "1", ...; a token is the number of events that
// it acknowledges.
class FakeSource : public Source {
 public:
  explicit FakeSource(int count) : count_(count) {}

  absl::StatusOr<mandates::v1::PullResponse> Pull(int max_events,
                                                  absl::Duration) override {
    mandates::v1::PullResponse response;
    const int end = std::min(count_, acknowledged + max_events);
    if (leased_elsewhere) response.mutable_lease_expire_time()->set_seconds(9);
    for (int id = acknowledged; id < end && !leased_elsewhere; ++id) {
      auto& delivery = *response.add_deliveries();
      delivery.mutable_event()->set_id(absl::StrCat(id));
      delivery.set_acknowledge_token(absl::StrCat(id + 1));
    }
    response.set_lease_token(absl::StrCat(acknowledged));
    response.set_caught_up(end == count_);
    return response;
  }

  absl::Status Acknowledge(const std::string& token) override {
    acknowledged = std::stoi(token);
    return absl::OkStatus();
  }

  int acknowledged = 0;
  bool leased_elsewhere = false;

 private:
  const int count_;
};

class FakeSink : public Sink {
 public:
  explicit FakeSink(std::string name) : name_(std::move(name)) {}

  const std::string& name() const override { return name_; }
  const std::string& key() const override { return name_; }
  absl::Status Check() override { return check; }
  void Deliver(const std::vector<Reminder>& reminders,
               const Delivering& delivering) override {
    for (size_t index = 0; index < reminders.size(); ++index) {
      const std::string& id = reminders[index].id();
      if (refused.count(id) > 0) {
        (void)delivering.tell(index, absl::InvalidArgumentError("no"));
        continue;
      }
      taken.push_back(id);
      (void)delivering.tell(index, absl::OkStatus());
    }
  }
  std::string Preview(const std::vector<Reminder>&) override { return ""; }

  absl::Status check;
  std::set<std::string> refused;
  std::vector<std::string> taken;

 private:
  const std::string name_;
};

class JobTest : public ::testing::Test {
 protected:
  JobTest() {
    std::string pattern = ::testing::TempDir() + "jobXXXXXX";
    folder_ = mkdtemp(pattern.data());
    for (const char* name : {"one", "two"}) {
      auto sink = std::make_unique<FakeSink>(name);
      fakes_.push_back(sink.get());
      sinks_.push_back(std::move(sink));
    }
  }
  ~JobTest() override { std::filesystem::remove_all(folder_); }

  FakeSink& one() { return *fakes_[0]; }
  FakeSink& two() { return *fakes_[1]; }

  JobEnd Run(FakeSource& source, int max_events = 100) {
    auto ledger = Ledger::Open(folder_ + "/ledger");
    EXPECT_TRUE(ledger.ok()) << ledger.status();
    Job job({.max_events = max_events, .today = DateOf(2026, 1, 1)}, &source,
            ledger->get(), &sinks_);
    const auto report =
        job.Run([this](const std::string& line) { remarks_ += line + "\n"; },
                [] { return false; });
    EXPECT_TRUE(report.ok()) << report.status();
    return report->end;
  }

  std::string remarks_;

 private:
  std::string folder_;
  std::vector<FakeSink*> fakes_;
  std::vector<std::unique_ptr<Sink>> sinks_;
};

TEST_F(JobTest, GoesOnUntilItIsCaughtUp) {
  FakeSource source(5);
  EXPECT_EQ(Run(source, 2), JobEnd::kDone);
  EXPECT_EQ(source.acknowledged, 5);
  EXPECT_THAT(one().taken, ElementsAre("0", "1", "2", "3", "4"));
  EXPECT_EQ(one().taken, two().taken);
  EXPECT_EQ(Run(source), JobEnd::kNothing);
}

TEST_F(JobTest, AcknowledgesUpToTheFirstThatOneSinkRefused) {
  FakeSource source(4);
  two().refused = {"2"};
  EXPECT_EQ(Run(source), JobEnd::kPartly);
  EXPECT_EQ(source.acknowledged, 2);
  EXPECT_THAT(remarks_, HasSubstr("two: "));
  two().refused.clear();
  EXPECT_EQ(Run(source), JobEnd::kDone);
  EXPECT_EQ(source.acknowledged, 4);
  // Nobody was asked for what he had accepted.
  EXPECT_THAT(one().taken, ElementsAre("0", "1", "2", "3"));
  EXPECT_THAT(two().taken, ElementsAre("0", "1", "3", "2"));
}

TEST_F(JobTest, FailsWhereNobodyTookAnything) {
  FakeSource source(1);
  one().refused = two().refused = {"0"};
  EXPECT_EQ(Run(source), JobEnd::kFailed);
  EXPECT_EQ(source.acknowledged, 0);
}

TEST_F(JobTest, HasNothingToDoWhileAnotherHoldsTheLease) {
  FakeSource source(1);
  source.leased_elsewhere = true;
  EXPECT_EQ(Run(source), JobEnd::kNothing);
  EXPECT_THAT(remarks_, HasSubstr("another run holds the lease"));
}

TEST_F(JobTest, IsNotReadyWhereASinkIsNot) {
  FakeSource source(1);
  auto ledger = Ledger::Open(::testing::TempDir() + "ready");
  ASSERT_TRUE(ledger.ok());
  std::vector<std::unique_ptr<Sink>> sinks;
  auto sink = std::make_unique<FakeSink>("down");
  sink->check = absl::UnavailableError("no route");
  sinks.push_back(std::move(sink));
  const Job job({.today = DateOf(2026, 1, 1)}, &source, ledger->get(), &sinks);
  EXPECT_THAT(job.Prepare(), FailsWith("down: no route; nothing was taken"));
}

}  // namespace
}  // namespace mandated::mandatectl::remind
