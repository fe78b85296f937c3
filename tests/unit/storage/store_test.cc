#include "storage/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/limits.h"
#include "tests/unit/storage/engines.h"

namespace mandated::storage {
namespace {

using std::string_literals::operator""s;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class StoreTest : public testing::TestWithParam<const char*> {
 protected:
  Revision Must(const Commit& commit) {
    const auto revision = store_->CommitOne(commit);
    EXPECT_TRUE(revision.ok()) << revision.status();
    return revision.value_or(-1);
  }

  absl::StatusCode CodeOf(const Commit& commit) {
    return store_->CommitOne(commit).status().code();
  }

  std::vector<Row> All() { return Rows(*store_->GetSnapshot(), "", "\xff"); }

  void Reopen() {
    store_.reset();
    store_ = OpenStore(engine_.Open());
  }

  Engine engine_{GetParam()};
  std::unique_ptr<Store> store_ = OpenStore(engine_.Open());
};

INSTANTIATE_TEST_SUITE_P(Engines, StoreTest, testing::ValuesIn(kEngines),
                         [](const auto& tested) { return tested.param; });

constexpr auto kAborted = absl::StatusCode::kAborted;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

TEST_P(StoreTest, NewStoreIsBeforeAllRevisions) {
  EXPECT_EQ(store_->head(), 0);
  EXPECT_EQ(store_->GetSnapshot()->revision(), 0);
  EXPECT_EQ(store_->GetSnapshot()->earliest(), 1);
  EXPECT_EQ(store_->engine(), GetParam());
  EXPECT_THAT(All(), IsEmpty());
}

TEST_P(StoreTest, NewStoreHasAnIdOfItsOwn) {
  const auto other = OpenStore(NewMemoryBytes());

  EXPECT_THAT(store_->id(), testing::ContainsRegex(
                                "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"));
  EXPECT_NE(store_->id(), other->id());
}

TEST_P(StoreTest, CommitsAreCountedFromOne) {
  EXPECT_EQ(Must(Putting("a", "x")), 1);
  EXPECT_EQ(Must(Putting("b", "y")), 2);
  EXPECT_EQ(store_->head(), 2);
}

TEST_P(StoreTest, PreconditionReadBeforeTheHeadMovedIsReadAgain) {
  const Revision read = Must(Putting("a", "x"));
  Commit late = Putting("b", "y");
  late.preconditions.push_back({.key = "a", .revision = read});
  late.read_at = read;
  Must(Putting("a", "z"));

  EXPECT_EQ(CodeOf(late), kAborted);
}

TEST_P(StoreTest, PreconditionReadAtTheHeadSeesWhatItsGroupWrote) {
  const Revision read = Must(Putting("a", "x"));
  Commit after = Putting("b", "y");
  after.preconditions.push_back({.key = "a", .revision = read});
  after.read_at = read;
  const std::vector<Commit> group = {Putting("a", "z"), after};

  const auto outcomes = store_->CommitGroup(group);

  EXPECT_TRUE(outcomes.front().ok());
  EXPECT_EQ(outcomes.back().status().code(), kAborted);
}

TEST_P(StoreTest, CommitOfNothingTakesARevision) {
  EXPECT_EQ(Must({}), 1);
  EXPECT_EQ(store_->head(), 1);
}

TEST_P(StoreTest, ValueTellsTheRevisionThatWroteIt) {
  Must(Putting("a", "x"));
  Must(Putting("b", "y"));
  Must(Putting("a", "z"));

  const auto value = store_->GetSnapshot()->Get("a");

  ASSERT_TRUE(value.ok() && value->has_value());
  EXPECT_EQ((*value)->bytes, "z");
  EXPECT_EQ((*value)->revision, 3);
  EXPECT_THAT(All(), ElementsAre(Row{"a", "z", 3}, Row{"b", "y", 2}));
}

TEST_P(StoreTest, AbsentKeyHasNoValue) {
  const auto value = store_->GetSnapshot()->Get("a");

  ASSERT_TRUE(value.ok());
  EXPECT_EQ(value->has_value(), false);
}

TEST_P(StoreTest, DeletedKeyIsGone) {
  Must(Putting("a", "x"));
  Must(Deleting("a"));

  EXPECT_THAT(All(), IsEmpty());
}

TEST_P(StoreTest, EmptyAndBinaryKeysAndValuesAreKept) {
  Must(Putting("", ""));
  Must(Putting("\0\xff"s, "\0\xfe"s));

  EXPECT_THAT(All(), ElementsAre(Row{"", "", 1}, Row{"\0\xff"s, "\0\xfe"s, 2}));
}

TEST_P(StoreTest, ScansGoBothWaysAndExcludeTheEnd) {
  for (const char* key : {"a", "b", "c", "d"}) Must(Putting(key, "x"));
  const auto snapshot = store_->GetSnapshot();

  EXPECT_THAT(Rows(*snapshot, "b", "d"),
              ElementsAre(Row{"b", "x", 2}, Row{"c", "x", 3}));
  EXPECT_THAT(RowsBackward(*snapshot, "b", "d"),
              ElementsAre(Row{"c", "x", 3}, Row{"b", "x", 2}));
}

TEST_P(StoreTest, ScansSeeNeitherLogNorMeta) {
  Must(Telling({"event"}));

  EXPECT_THAT(Rows(*store_->GetSnapshot(), "", "\xff\xff"), IsEmpty());
  EXPECT_THAT(RowsBackward(*store_->GetSnapshot(), "", "\xff\xff"), IsEmpty());
}

TEST_P(StoreTest, VisitorEndsScan) {
  for (const char* key : {"a", "b", "c"}) Must(Putting(key, "x"));
  std::string seen;
  const auto one = [&](std::string_view key, const Value&) {
    seen += key;
    return false;
  };

  EXPECT_TRUE(store_->GetSnapshot()->Scan("a", "z", one).ok());
  EXPECT_TRUE(store_->GetSnapshot()->ScanBackward("a", "z", one).ok());

  EXPECT_EQ(seen, "ac");
}

TEST_P(StoreTest, SnapshotStaysAtItsMoment) {
  Must(Putting("a", "old"));
  const auto snapshot = store_->GetSnapshot();

  Commit commit = Putting("a", "new");
  commit.events = {"event"};
  Must(commit);

  EXPECT_EQ(snapshot->revision(), 1);
  EXPECT_THAT(Rows(*snapshot, "", "z"), ElementsAre(Row{"a", "old", 1}));
  EXPECT_THAT(ReadLog(*snapshot, {}), IsEmpty());
}

TEST_P(StoreTest, SnapshotSurvivesManyLaterCommits) {
  Must(Putting("a", "old"));
  const auto snapshot = store_->GetSnapshot();

  for (int i = 0; i < 100; ++i) Must(Putting("a", std::to_string(i)));

  EXPECT_THAT(Rows(*snapshot, "", "z"), ElementsAre(Row{"a", "old", 1}));
}

TEST_P(StoreTest, WritesOfOneCommitAreAppliedInOrder) {
  Commit commit;
  commit.writes = {{"a", "1"}, {"b", "1"}, {"a", "2"}, {"b", std::nullopt}};
  Must(commit);

  EXPECT_THAT(All(), ElementsAre(Row{"a", "2", 1}));
}

TEST_P(StoreTest, RightRevisionIsAPreconditionThatHolds) {
  Must(Putting("a", "x"));
  Must(Putting("b", "x"));

  EXPECT_EQ(Must(If("a", 1, Putting("a", "y"))), 3);
  EXPECT_EQ(CodeOf(If("a", 1, Putting("a", "z"))), kAborted);
  EXPECT_EQ(CodeOf(If("a", 4, Putting("a", "z"))), kAborted);
}

TEST_P(StoreTest, AbsenceIsAPreconditionThatHoldsForAbsentKeysOnly) {
  EXPECT_EQ(Must(If("a", 0, Putting("a", "x"))), 1);
  EXPECT_EQ(CodeOf(If("a", 0, Putting("a", "y"))), kAborted);
  Must(Deleting("a"));
  EXPECT_EQ(Must(If("a", 0, Putting("a", "z"))), 3);
}

TEST_P(StoreTest, RevisionOfADeletedKeyIsNoPreconditionThatHolds) {
  Must(Putting("a", "x"));
  Must(Deleting("a"));

  EXPECT_EQ(CodeOf(If("a", 1, Putting("a", "y"))), kAborted);
  EXPECT_EQ(CodeOf(If("a", 2, Putting("a", "y"))), kAborted);
}

TEST_P(StoreTest, AllPreconditionsMustHold) {
  Must(Putting("a", "x"));
  Commit commit = Putting("b", "x");

  EXPECT_EQ(CodeOf(If("a", 1, If("c", 7, commit))), kAborted);
  EXPECT_EQ(CodeOf(If("c", 7, If("a", 1, commit))), kAborted);
  EXPECT_EQ(Must(If("c", 0, If("a", 1, commit))), 2);
}

TEST_P(StoreTest, RefusedCommitLeavesNoTrace) {
  Must(Putting("a", "x"));
  Commit commit = If("a", 7, Putting("a", "y"));
  commit.events = {"event"};
  commit.trim_before = 1;

  const auto outcome = store_->CommitOne(commit);

  EXPECT_THAT(std::string(outcome.status().message()),
              AllOf(StartsWith("PRECONDITION_FAILED: "), HasSubstr("\"a\""),
                    HasSubstr("written by revision 7"),
                    HasSubstr("written by revision 1")));
  EXPECT_EQ(store_->head(), 1);
  EXPECT_THAT(All(), ElementsAre(Row{"a", "x", 1}));
  EXPECT_THAT(ReadLog(*store_->GetSnapshot(), {}), IsEmpty());
}

TEST_P(StoreTest, GroupDecidesInOrderEachSeeingThoseBefore) {
  const std::vector<Commit> group = {If("a", 0, Putting("a", "first")),
                                     If("a", 0, Putting("a", "second")),
                                     If("a", 1, Putting("a", "third")),
                                     If("a", 1, Putting("a", "fourth")),
                                     Deleting("a"),
                                     If("a", 0, Putting("a", "last"))};

  const auto outcomes = store_->CommitGroup(group);

  ASSERT_EQ(outcomes.size(), 6u);
  EXPECT_EQ(*outcomes[0], 1);
  EXPECT_EQ(outcomes[1].status().code(), kAborted);
  EXPECT_EQ(*outcomes[2], 2);
  EXPECT_EQ(outcomes[3].status().code(), kAborted);
  EXPECT_EQ(*outcomes[4], 3);
  EXPECT_EQ(*outcomes[5], 4);
  EXPECT_THAT(All(), ElementsAre(Row{"a", "last", 4}));
  EXPECT_EQ(store_->head(), 4);
}

TEST_P(StoreTest, GroupOfRefusedCommitsMovesNothing) {
  const std::vector<Commit> group = {If("a", 1, {}), If("b", 2, {})};

  const auto outcomes = store_->CommitGroup(group);

  EXPECT_EQ(outcomes[0].status().code(), kAborted);
  EXPECT_EQ(outcomes[1].status().code(), kAborted);
  EXPECT_EQ(store_->head(), 0);
}

TEST_P(StoreTest, EmptyGroupHasNoOutcomes) {
  EXPECT_THAT(store_->CommitGroup({}), IsEmpty());
  EXPECT_EQ(store_->head(), 0);
}

TEST_P(StoreTest, ThisGroupHoldsForWhatTheGroupWroteOrDeleted) {
  Must(Putting("b", "x"));
  const std::vector<Commit> group = {Putting("a", "x"), Deleting("b"),
                                     If("a", kThisGroup, Putting("c", "x")),
                                     If("b", kThisGroup, Putting("d", "x"))};

  for (const auto& outcome : store_->CommitGroup(group)) {
    EXPECT_TRUE(outcome.ok()) << outcome.status();
  }
}

TEST_P(StoreTest, ThisGroupDoesNotHoldForWhatAnEarlierGroupWrote) {
  Must(Putting("a", "x"));

  EXPECT_EQ(CodeOf(If("a", kThisGroup, {})), kAborted);
}

// The author of the third saw the second's value of "a", not the first's.
TEST_P(StoreTest, ThisGroupHoldsForNothingAfterARefusedCommit) {
  const std::vector<Commit> group = {Putting("a", "1"),
                                     If("b", 7, Putting("a", "2")),
                                     If("a", kThisGroup, Putting("a", "3"))};

  const auto outcomes = store_->CommitGroup(group);

  EXPECT_TRUE(outcomes[0].ok());
  EXPECT_EQ(outcomes[2].status().code(), kAborted);
  EXPECT_THAT(All(), ElementsAre(Row{"a", "1", 1}));
}

TEST_P(StoreTest, StampedKeyEndsInItsRevision) {
  Must({});
  Commit commit;
  commit.writes = {{"history/", "x", true}, {"history/", "y", false}};

  Must(commit);

  EXPECT_THAT(All(), ElementsAre(Row{"history/", "y", 2},
                                 Row{"history/\0\0\0\0\0\0\0\2"s, "x", 2}));
}

TEST_P(StoreTest, StampedKeysOfOneGroupDiffer) {
  Commit commit;
  commit.writes = {{"h", "x", true}};

  store_->CommitGroup(std::vector<Commit>{commit, commit});

  EXPECT_THAT(All(), ElementsAre(Row{"h\0\0\0\0\0\0\0\1"s, "x", 1},
                                 Row{"h\0\0\0\0\0\0\0\2"s, "x", 2}));
}

TEST_P(StoreTest, KeyOfOneKibibyteIsTheLongest) {
  const std::string longest(kKeyBytesMax, 'k');

  EXPECT_EQ(Must(Putting(longest, "x")), 1);
  const auto outcome = store_->CommitOne(Putting(longest + "k", "x"));

  EXPECT_EQ(outcome.status().code(), kInvalid);
  EXPECT_THAT(std::string(outcome.status().message()),
              AllOf(StartsWith("KEY_TOO_LONG: "), HasSubstr("1025"),
                    HasSubstr("1024")));
}

TEST_P(StoreTest, CommitAboveItsLimitIsRefused) {
  const Commit commit = Telling({std::string(kCommitBytesMax, 'e'), "e"});

  const auto outcome = store_->CommitOne(commit);

  EXPECT_EQ(outcome.status().code(), kInvalid);
  EXPECT_THAT(std::string(outcome.status().message()),
              StartsWith("COMMIT_TOO_LARGE: "));
  EXPECT_EQ(store_->head(), 0);
}

TEST_P(StoreTest, ListenersAreToldEachHeadInOrderOnceItIsReadable) {
  std::vector<Revision> told;
  store_->AddHeadListener([&](Revision head) {
    told.push_back(head);
    EXPECT_EQ(store_->head(), head);
    EXPECT_EQ(store_->GetSnapshot()->revision(), head);
    EXPECT_TRUE((*store_->GetSnapshot()->Get("a"))->revision == head);
  });

  Must(Putting("a", "x"));
  store_->CommitGroup(
      std::vector<Commit>{Putting("a", "y"), Putting("a", "z")});
  EXPECT_EQ(CodeOf(If("a", 1, {})), kAborted);
  Must(Putting("a", "w"));

  EXPECT_THAT(told, ElementsAre(1, 3, 4));
}

TEST_P(StoreTest, ReopenedStoreGoesOnWhereItWas) {
  const std::string id = store_->id();
  Commit commit = Putting("a", "x");
  commit.events = {"e1", "e2"};
  Must(commit);
  Must(Telling({"e3"}));
  Must(TrimmingBefore(2));

  Reopen();

  EXPECT_EQ(store_->id(), id);
  EXPECT_EQ(store_->head(), 3);
  EXPECT_EQ(store_->GetSnapshot()->earliest(), 2);
  EXPECT_THAT(All(), ElementsAre(Row{"a", "x", 1}));
  EXPECT_EQ(ReadLog(*store_->GetSnapshot(), {}), (Log{{{2, 0}, "e3"}}));
  EXPECT_EQ(Must(If("a", 1, Putting("a", "y"))), 4);
}

}  // namespace
}  // namespace mandated::storage
