#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <map>
#include <random>
#include <set>

#include "storage/store.h"
#include "tests/unit/storage/engines.h"

namespace mandated::storage {
namespace {

constexpr int kSteps = 400;
constexpr size_t kSnapshotsKept = 8;

uint64_t Seed() {
  const char* given = std::getenv("MANDATED_TEST_SEED");
  if (given != nullptr) return std::strtoull(given, nullptr, 10);
  return std::random_device()();
}

// The naive store: what it must look like after each commit.
struct Model {
  std::map<std::string, std::pair<std::string, Revision>> keys;
  std::map<Position, std::string> log;
  Revision head = 0;
  Revision earliest = 1;

  std::vector<Row> Rows() const {
    std::vector<Row> rows;
    for (const auto& [key, value] : keys) {
      rows.push_back({key, value.first, value.second});
    }
    return rows;
  }

  Log LogAfter(Position after) const {
    return Log(log.upper_bound(after), log.end());
  }

  Revision RevisionOf(const std::string& key) const {
    const auto found = keys.find(key);
    return found == keys.end() ? 0 : found->second.second;
  }

  void Apply(const Commit& commit) {
    ++head;
    for (const auto& write : commit.writes) ApplyWrite(write);
    int32_t index = 0;
    for (const auto& event : commit.events) log[{head, index++}] = event;
    earliest = std::max(earliest, std::min(head, commit.trim_before));
    log.erase(log.begin(), log.lower_bound({earliest, 0}));
  }

  void ApplyWrite(const Commit::Write& write) {
    std::string key = write.key;
    for (int shift = 56; write.stamped && shift >= 0; shift -= 8) {
      key += static_cast<char>(head >> shift & 0xff);
    }
    if (write.value) {
      keys[key] = {*write.value, head};
    } else {
      keys.erase(key);
    }
  }
};

// Random histories of groups, snapshots and restarts, beside the model.
class HistoryTest : public testing::TestWithParam<const char*> {
 protected:
  int Below(int end) {
    return std::uniform_int_distribution<int>(0, end - 1)(random_);
  }

  std::string RandomBytes(int size_end) {
    std::string bytes;
    for (int i = Below(size_end); i > 0; --i) {
      bytes += "\0ab\xff"[Below(4)];
    }
    return bytes;
  }

  Commit::Precondition RandomPrecondition() {
    std::string key = RandomBytes(3);
    const Revision right = model_.RevisionOf(key);
    const Revision choices[] = {right, right,       right,
                                0,     model_.head, kThisGroup};
    return {std::move(key), choices[Below(6)]};
  }

  Commit RandomCommit() {
    Commit commit;
    for (int i = Below(3); i > 0; --i) {
      commit.preconditions.push_back(RandomPrecondition());
    }
    for (int i = Below(4); i > 0; --i) {
      Commit::Write write{RandomBytes(3), std::nullopt, Below(5) == 0};
      if (Below(3) > 0) write.value = RandomBytes(9);
      commit.writes.push_back(std::move(write));
    }
    for (int i = Below(4); i > 0; --i) commit.events.push_back(RandomBytes(9));
    if (Below(20) == 0) {
      commit.trim_before = model_.head - 10 + Below(14);
    }
    return commit;
  }

  // Tells whether `commit` must hold, given what its group did so far.
  bool Holds(const Commit& commit, const std::set<std::string>& touched,
             bool refused) const {
    for (const auto& [key, revision] : commit.preconditions) {
      const bool holds = revision == kThisGroup
                             ? !refused && touched.contains(key)
                             : revision == model_.RevisionOf(key);
      if (!holds) return false;
    }
    return true;
  }

  void CommitRandomGroup() {
    std::vector<Commit> group;
    for (int i = 1 + Below(4); i > 0; --i) group.push_back(RandomCommit());
    const auto outcomes = store_->CommitGroup(group);
    ASSERT_EQ(outcomes.size(), group.size());
    std::set<std::string> touched;
    bool refused = false;
    for (size_t i = 0; i < group.size(); ++i) {
      const bool holds = Holds(group[i], touched, refused);
      ASSERT_EQ(outcomes[i].ok(), holds) << outcomes[i].status();
      refused = refused || !holds;
      if (!holds) continue;
      model_.Apply(group[i]);
      ASSERT_EQ(*outcomes[i], model_.head);
      for (const auto& write : group[i].writes) {
        if (!write.stamped) touched.insert(write.key);
      }
    }
  }

  void ExpectSame(const Snapshot& snapshot, const Model& model) {
    const std::string end = "\xff\xff\xff\xff";
    ASSERT_EQ(snapshot.revision(), model.head);
    ASSERT_EQ(snapshot.earliest(), model.earliest);
    std::vector<Row> rows = model.Rows();
    ASSERT_EQ(Rows(snapshot, "", end), rows);
    std::reverse(rows.begin(), rows.end());
    ASSERT_EQ(RowsBackward(snapshot, "", end), rows);
    const Position after{Below(static_cast<int>(model.head) + 1), Below(4) - 1};
    ASSERT_EQ(ReadLog(snapshot, after), model.LogAfter(after));
    ASSERT_EQ(ReadLog(snapshot, {}), model.LogAfter({}));
  }

  void KeepSnapshot() {
    kept_.emplace_back(store_->GetSnapshot(), model_);
    if (kept_.size() > kSnapshotsKept) kept_.pop_front();
  }

  void Restart() {
    kept_.clear();
    store_.reset();
    store_ = OpenStore(engine_.Open());
  }

  const uint64_t seed_ = Seed();
  std::mt19937_64 random_{seed_};
  Engine engine_{GetParam()};
  std::unique_ptr<Store> store_ = OpenStore(engine_.Open());
  Model model_;
  std::deque<std::pair<std::unique_ptr<Snapshot>, Model>> kept_;
};

INSTANTIATE_TEST_SUITE_P(Engines, HistoryTest, testing::ValuesIn(kEngines),
                         [](const auto& tested) { return tested.param; });

TEST_P(HistoryTest, RandomHistoriesLookLikeTheNaiveModel) {
  std::cout << "MANDATED_TEST_SEED=" << seed_ << std::endl;
  for (int step = 0; step < kSteps && !HasFatalFailure(); ++step) {
    SCOPED_TRACE("step " + std::to_string(step));
    if (Below(50) == 0) Restart();
    CommitRandomGroup();
    ExpectSame(*store_->GetSnapshot(), model_);
    if (Below(5) == 0) KeepSnapshot();
    for (const auto& [snapshot, model] : kept_) ExpectSame(*snapshot, model);
  }
}

}  // namespace
}  // namespace mandated::storage
