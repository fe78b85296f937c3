#include "services/engine/reader.h"

#include <gtest/gtest.h>

#include "tests/unit/engine/engine_fixture.h"

namespace mandated::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<std::string> NamesOf(
    const std::vector<mandates::v1::Mandate>& mandates) {
  std::vector<std::string> names;
  for (const auto& mandate : mandates)
    names.push_back(IdOfName(mandate.name()));
  return names;
}

std::vector<std::string> NamesOf(
    const std::vector<mandates::v1::Expiring>& expiring) {
  std::vector<std::string> names;
  for (const auto& one : expiring) {
    names.push_back(IdOfName(one.mandate().name()));
  }
  return names;
}

domain::Filter All() { return domain::Filter(); }

ExpiringQuery Until(absl::CivilDay as_of, absl::CivilDay until, int page_size) {
  ExpiringQuery query;
  query.as_of = as_of;
  query.until = until;
  query.page_size = page_size;
  return query;
}

TEST(ReaderTest, AsOfARevisionIsTheMandateRightAfterIt) {
  Engine engine;
  const auto first = engine.EstablishUntil("x", "2020-06-01", "2021-06-30");
  const auto other = engine.EstablishUntil("y", "2020-06-01", "2021-06-30");
  const auto second = engine.ExtendUntil("x", "2020-06-01", "2022-06-30");
  const auto last_day = [&](storage::Revision revision) {
    return Text(
        engine.reader().GetMandateAsOf("x", revision)->term().last_day());
  };
  EXPECT_THAT(engine.reader().GetMandateAsOf("x", first->revision - 1),
              IsError("MANDATE_NOT_FOUND"));
  EXPECT_EQ(last_day(first->revision), "2021-06-30");
  EXPECT_EQ(last_day(other->revision), "2021-06-30");
  EXPECT_EQ(last_day(second->revision), "2022-06-30");
  EXPECT_THAT(engine.reader().GetMandateAsOf("x", engine.head() + 1),
              IsError("REVISION_IN_FUTURE"));
}

TEST(ReaderTest, AsOfAnInstantIsTheMandateAsItWasThen) {
  Engine engine;
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2020-06-30"), IsOk());
  engine.AdvanceTo("2020-07-10");
  ASSERT_THAT(engine.ExtendUntil("x", "2020-06-20", "2022-06-30"), IsOk());
  const auto then = engine.reader().GetMandateAsOf("x", Midnight("2020-07-05"));
  ASSERT_THAT(then, IsOk());
  EXPECT_EQ(then->state(), mandates::v1::STATE_LAPSED);
  EXPECT_EQ(then->days_left(), -5);
  EXPECT_EQ(engine.reader().GetMandate("x")->state(),
            mandates::v1::STATE_IN_FORCE);
  EXPECT_THAT(engine.reader().GetMandateAsOf("x", Midnight("2020-06-01")),
              IsError("MANDATE_NOT_FOUND"));
}

TEST(ReaderTest, AsOfReadsDoNotMixMandatesWhoseIdsBeginAlike) {
  Engine engine;
  const auto shorter = engine.EstablishUntil("x", "2020-06-01", "2021-06-30");
  ASSERT_THAT(engine.EstablishUntil("x-y", "2020-06-01", "2022-06-30"), IsOk());
  EXPECT_EQ(engine.reader().GetMandateAsOf("x", engine.head())->name(),
            "mandates/x");
  EXPECT_THAT(engine.reader().GetMandateAsOf("x-y", shorter->revision),
              IsError("MANDATE_NOT_FOUND"));
}

TEST(ReaderTest, PagesOfEveryOrderJoinToTheWholeList) {
  Engine engine;
  ASSERT_THAT(engine.EstablishUntil("b", "2020-06-01", "2021-06-30"), IsOk());
  ASSERT_THAT(engine.EstablishUntil("a", "2020-06-01", "2022-06-30"), IsOk());
  ASSERT_THAT(engine.EstablishUntil("d", "2020-06-01", "2020-06-30"), IsOk());
  auto open =
      DecisionOf(mandates::v1::ACT_ESTABLISH, "A/HRC/RES/1/1", "2020-06-01");
  open.mutable_term()->mutable_open_ended();
  ASSERT_THAT(engine.Record("c", open), IsOk());
  const auto list = [&](Order order, int page_size) {
    std::vector<std::string> names;
    std::string after;
    do {
      const auto page = engine.reader().ListMandates({.filter = All(),
                                                      .order = order,
                                                      .after_key = after,
                                                      .page_size = page_size});
      EXPECT_THAT(page, IsOk());
      EXPECT_LE(page->items.size(), static_cast<size_t>(page_size));
      for (const auto& name : NamesOf(page->items)) names.push_back(name);
      after = page->next_key;
    } while (!after.empty());
    return names;
  };
  for (const int size : {1, 2, 3, 4, 5}) {
    EXPECT_THAT(list(Order::kName, size), ElementsAre("a", "b", "c", "d"));
    EXPECT_THAT(list(Order::kNameDescending, size),
                ElementsAre("d", "c", "b", "a"));
    EXPECT_THAT(list(Order::kLastDay, size), ElementsAre("d", "b", "a"));
    EXPECT_THAT(list(Order::kLastDayDescending, size),
                ElementsAre("a", "b", "d"));
  }
}

TEST(ReaderTest, ExpiringListsWhatEndsInTheWindowBothEndsIncluded) {
  Engine engine;
  ASSERT_THAT(engine.EstablishUntil("past", "2020-06-01", "2021-06-09"),
              IsOk());
  ASSERT_THAT(engine.EstablishUntil("first", "2020-06-01", "2021-06-10"),
              IsOk());
  ASSERT_THAT(engine.EstablishUntil("last", "2020-06-01", "2021-06-20"),
              IsOk());
  ASSERT_THAT(engine.EstablishUntil("after", "2020-06-01", "2021-06-21"),
              IsOk());
  ExpiringQuery query = Until(Day("2021-06-10"), Day("2021-06-20"), 1);
  const auto first = engine.reader().ListExpiring(query);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(NamesOf(first->items), ElementsAre("first"));
  EXPECT_EQ(first->items[0].days_left(), 0);
  query.after_key = first->next_key;
  const auto second = engine.reader().ListExpiring(query);
  EXPECT_THAT(NamesOf(second->items), ElementsAre("last"));
  EXPECT_EQ(second->next_key, "");
}

TEST(ReaderTest, ExpiringAtASessionListsWhatIsDueAtItAndNothingElse) {
  Engine engine;
  engine.AdvanceTo("2020-07-16");
  ASSERT_THAT(engine.Establish("due", "2020-07-16", "P3Y"), IsOk());
  ASSERT_THAT(engine.Establish("earlier", "2020-07-16", "P1Y"), IsOk());
  auto counted = DecisionOf(mandates::v1::ACT_ESTABLISH, "A/HRC/RES/1/1",
                            "2020-07-16", "P6M");
  counted.mutable_term()->set_starts_at_end_of("sessions/hrc-53");
  ASSERT_THAT(engine.Record("counted-from-it", counted), IsOk());
  ExpiringQuery query = Until(Day("2020-07-16"), Day("2020-07-16"), 10);
  query.session = "sessions/hrc-53";
  const auto page = engine.reader().ListExpiring(query);
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(NamesOf(page->items), ElementsAre("due"));
}

TEST(ReaderTest, OverdueMandatesAreListedOnlyWhenAskedFor) {
  Engine engine;
  engine.AdvanceTo("2021-07-08");
  ASSERT_THAT(engine.Establish("overdue", "2021-07-08", "P3Y"), IsOk());
  ASSERT_THAT(engine.EstablishUntil("lapsed", "2021-07-08", "2022-01-01"),
              IsOk());
  engine.AdvanceTo("2024-08-01");
  ExpiringQuery query = Until(Day("2024-08-01"), Day("2025-08-01"), 10);
  EXPECT_THAT(NamesOf(engine.reader().ListExpiring(query)->items), IsEmpty());
  query.include_overdue = true;
  EXPECT_THAT(NamesOf(engine.reader().ListExpiring(query)->items),
              ElementsAre("overdue"));
}

TEST(ReaderTest, OpenWindowsRestateTheTightestWindowUnderItsIdInTheLog) {
  Engine engine;
  ASSERT_THAT(engine.EstablishUntil("far", "2020-06-01", "2022-06-30"), IsOk());
  ASSERT_THAT(engine.EstablishUntil("near", "2020-06-01", "2020-12-31"),
              IsOk());
  ASSERT_THAT(engine.EstablishUntil("past", "2020-06-01", "2020-11-30"),
              IsOk());
  engine.AdvanceTo("2020-12-10");
  std::map<std::string, std::string> ids;
  for (const auto& event : engine.Log()) ids[Brief(event)] = event.id();

  OpenWindows windows = engine.reader().FindOpenWindows({"P6M", "P3M", "P1M"});
  const auto open = windows.Next(10);

  ASSERT_THAT(open, IsOk());
  ASSERT_THAT(Briefs(*open), ElementsAre("2020-11-30 EXPIRING P1M near"));
  EXPECT_TRUE((*open)[0].snapshot());
  EXPECT_EQ((*open)[0].id(), ids["2020-11-30 EXPIRING P1M near"]);
  EXPECT_EQ(windows.revision(), engine.head());
}

TEST(ReaderTest, RevisionsAreListedNewestFirstByPages) {
  Engine engine;
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2020-12-31"), IsOk());
  ASSERT_THAT(engine.ExtendUntil("x", "2020-06-01", "2021-12-31"), IsOk());
  ASSERT_THAT(engine.Retract("x", "2"), IsOk());
  const auto first = engine.reader().ListRevisions("x", "", 2);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->items.size(), 2U);
  EXPECT_EQ(first->items[0].reason(), "never adopted");
  const auto second = engine.reader().ListRevisions("x", first->next_key, 2);
  ASSERT_EQ(second->items.size(), 1U);
  EXPECT_EQ(second->next_key, "");
  EXPECT_GT(first->items[1].revision(), second->items[0].revision());
}

}  // namespace
}  // namespace mandated::engine
