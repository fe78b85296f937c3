#ifndef MANDATED_TESTS_BENCHMARKS_REPORT_H_
#define MANDATED_TESTS_BENCHMARKS_REPORT_H_

#include <string>
#include <vector>

namespace mandated::bench {

// What several rounds gave.
struct Spread {
  double median = 0;
  double min = 0;
  double max = 0;
};

// `values` must not be empty.
Spread SpreadOf(std::vector<double> values);

// How ours and the ceiling become one figure.
enum class Comparison {
  kRatio,       // ours / ceiling, round by round
  kDifference,  // ours - ceiling, round by round
  kValue,       // ours alone; every round must meet the goal
};

// One row of the table: a question and its answer.
struct Row {
  std::string name;             // stable: "record"
  std::string what;             // what is compared, in one line
  std::string unit;             // of ours and the ceiling
  std::string ceiling_is = {};  // what the ceiling is
  Comparison comparison = Comparison::kRatio;
  double goal = 0;
  bool at_least = true;  // else at most
  // One value a round, side by side.
  std::vector<double> ours = {};
  std::vector<double> ceiling = {};
};

// How the run was made, for the head of the report.
struct Run {
  bool quick = false;
  int rounds = 0;
  double seconds = 0;
};

// Returns ours against the ceiling, round by round.
Spread Figure(const Row& row);

// By the median; by the worst round where the goal is a value.
bool Met(const Row& row);

std::string Table(const Run& run, const std::vector<Row>& rows);

// The same in JSON; every row has the same fields.
std::string Json(const Run& run, const std::vector<Row>& rows);

}  // namespace mandated::bench

#endif  // MANDATED_TESTS_BENCHMARKS_REPORT_H_
