#ifndef MANDATED_TESTS_BENCHMARKS_BENCHMARKS_H_
#define MANDATED_TESTS_BENCHMARKS_BENCHMARKS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/benchmarks/report.h"
#include "tests/support/server_process.h"

namespace mandated::bench {

// Each measures ours and the ceiling in turn, `run.rounds` times. Errors: a
// server that did not start or a call that failed; no figure is given then.

// Durable RecordDecision, 64 in flight.
absl::StatusOr<std::vector<Row>> MeasureRecord(const Run& run);

// Live events to 1,000 watchers.
absl::StatusOr<std::vector<Row>> MeasureFanout(const Run& run);

// A store of 1,000,000 mandates against one of 1,000.
absl::StatusOr<std::vector<Row>> MeasureScale(const Run& run);

// Pull and Acknowledge of 10 subscriptions; memory of idle ones.
absl::StatusOr<std::vector<Row>> MeasureSubscriptions(const Run& run);

// Starts the raw server, which answers RecordDecision with `answer` and fills
// Watch with `message`. Writes below `directory`.
absl::StatusOr<testing::ServerProcess> StartEchoServer(
    const std::string& directory, const std::string& answer,
    const std::string& message);

// Tells on stderr how far the run is.
void Say(const std::string& text);

}  // namespace mandated::bench

#endif  // MANDATED_TESTS_BENCHMARKS_BENCHMARKS_H_
