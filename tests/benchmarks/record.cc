// How much of the rate of a raw gRPC unary call remains for a RecordDecision
// that is durable when it is answered?

#include "absl/strings/str_cat.h"
#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/load.h"
#include "tests/benchmarks/requests.h"

namespace mandated::bench {
namespace {

using testing::ServerProcess;

constexpr int kInFlight = 64;

// Measures one side; `answer`, where not null, gets the bytes of one answer.
absl::StatusOr<UnaryRate> MeasureSide(const ServerProcess& server,
                                      const std::string& series, double seconds,
                                      std::string* answer = nullptr) {
  UnaryLoad load(
      server.address(), kRecordDecision, kInFlight, [&series](int64_t number) {
        return ToBuffer(Establish(series, number, FarLastDay(number)));
      });
  auto rate = load.Measure(seconds, server.pid());
  const std::string bytes = load.Stop();
  if (answer != nullptr) *answer = bytes;
  return rate;
}

}  // namespace

absl::StatusOr<std::vector<Row>> MeasureRecord(const Run& run) {
  const testing::TemporaryDirectory directory;
  const auto ours = ServerProcess::Start(directory.path() + "/store");
  if (!ours.ok()) return ours.status();
  std::string answer;
  const auto warm = MeasureSide(*ours, "warm", run.seconds / 4, &answer);
  if (!warm.ok()) return warm.status();
  const auto echo = StartEchoServer(directory.path(), answer, "");
  if (!echo.ok()) return echo.status();
  Row row{
      .name = "record",
      .what = "durable RecordDecision, each of a new mandate, 64 in flight",
      .unit = "calls/s",
      .ceiling_is = absl::StrCat(
          "raw gRPC callback unary call with the same request and the same ",
          answer.size(), " bytes of answer, 64 in flight"),
      .goal = 0.5};
  for (int round = 0; round < run.rounds; ++round) {
    const auto a = MeasureSide(*ours, absl::StrCat("r", round), run.seconds);
    if (!a.ok()) return a.status();
    const auto b = MeasureSide(*echo, absl::StrCat("r", round), run.seconds);
    if (!b.ok()) return b.status();
    Say(absl::StrCat("record ", round + 1, "/", run.rounds, ": ours ",
                     static_cast<int>(a->calls_per_second), "/s, ceiling ",
                     static_cast<int>(b->calls_per_second),
                     "/s; processor time for a call, server + client: ours ",
                     a->server_micros, " + ", a->client_micros, " us, ceiling ",
                     b->server_micros, " + ", b->client_micros, " us"));
    row.ours.push_back(a->calls_per_second);
    row.ceiling.push_back(b->calls_per_second);
  }
  return std::vector<Row>{row};
}

}  // namespace mandated::bench
