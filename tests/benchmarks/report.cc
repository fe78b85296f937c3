#include "tests/benchmarks/report.h"

#include <sys/utsname.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace mandated::bench {
namespace {

std::string CpuModel() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const size_t colon = line.find(": ");
    if (line.rfind("model name", 0) == 0 && colon != std::string::npos) {
      return line.substr(colon + 2);
    }
  }
  return "unknown";
}

std::string Kernel() {
  utsname name{};
  uname(&name);
  return absl::StrCat(name.sysname, " ", name.release, " ", name.machine);
}

const char* NameOf(Comparison comparison) {
  switch (comparison) {
    case Comparison::kRatio:
      return "ratio";
    case Comparison::kDifference:
      return "difference";
    case Comparison::kValue:
      return "value";
  }
  return "";
}

std::string Number(double value) {
  if (value >= 1'000) return absl::StrFormat("%.0f", value);
  return value >= 10 ? absl::StrFormat("%.1f", value)
                     : absl::StrFormat("%.2f", value);
}

std::string Quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  return quoted + "\"";
}

std::string JsonSpread(const Spread& spread) {
  return absl::StrFormat(R"({"median": %.6g, "min": %.6g, "max": %.6g})",
                         spread.median, spread.min, spread.max);
}

std::string JsonRow(const Row& row) {
  return absl::StrCat(
      "    {\"name\": ", Quoted(row.name), ", \"what\": ", Quoted(row.what),
      ",\n     \"unit\": ", Quoted(row.unit),
      ", \"ceiling_is\": ", Quoted(row.ceiling_is),
      ",\n     \"ours\": ", JsonSpread(SpreadOf(row.ours)),
      ",\n     \"ceiling\": ", JsonSpread(SpreadOf(row.ceiling)),
      ",\n     \"comparison\": ", Quoted(NameOf(row.comparison)),
      ", \"figure\": ", JsonSpread(Figure(row)),
      ",\n     \"goal\": ", absl::StrFormat("%.6g", row.goal),
      ", \"goal_is\": ", Quoted(row.at_least ? "at least" : "at most"),
      ", \"met\": ", Met(row) ? "true" : "false", "}");
}

}  // namespace

Spread SpreadOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t half = values.size() / 2;
  const double median = values.size() % 2 == 1
                            ? values[half]
                            : (values[half - 1] + values[half]) / 2;
  return {.median = median, .min = values.front(), .max = values.back()};
}

Spread Figure(const Row& row) {
  std::vector<double> figures;
  for (size_t i = 0; i < row.ours.size(); ++i) {
    const double ours = row.ours[i];
    switch (row.comparison) {
      case Comparison::kRatio:
        figures.push_back(ours / row.ceiling[i]);
        break;
      case Comparison::kDifference:
        figures.push_back(ours - row.ceiling[i]);
        break;
      case Comparison::kValue:
        figures.push_back(ours);
        break;
    }
  }
  return SpreadOf(std::move(figures));
}

bool Met(const Row& row) {
  const Spread figure = Figure(row);
  if (row.comparison != Comparison::kValue) {
    return row.at_least ? figure.median >= row.goal : figure.median <= row.goal;
  }
  return row.at_least ? figure.min >= row.goal : figure.max <= row.goal;
}

std::string Table(const Run& run, const std::vector<Row>& rows) {
  std::string table = absl::StrFormat(
      "%s, %d cores, %s; %d rounds%s\n\n%-13s %10s %10s %-9s %-10s %-22s %-8s "
      "%s\n",
      CpuModel(), std::thread::hardware_concurrency(), Kernel(), run.rounds,
      run.quick ? ", quick: rough, and 100,000 mandates for 1,000,000" : "",
      "WHAT", "OURS", "CEILING", "UNIT", "FIGURE", "MEDIAN (MIN..MAX)", "GOAL",
      "MET");
  for (const Row& row : rows) {
    const Spread figure = Figure(row);
    absl::StrAppendFormat(
        &table, "%-13s %10s %10s %-9s %-10s %-22s %-8s %s\n", row.name,
        Number(SpreadOf(row.ours).median), Number(SpreadOf(row.ceiling).median),
        row.unit, NameOf(row.comparison),
        absl::StrCat(Number(figure.median), " (", Number(figure.min), "..",
                     Number(figure.max), ")"),
        absl::StrCat(row.at_least ? ">= " : "<= ", row.goal),
        Met(row) ? "yes" : "NO");
  }
  table += "\n";
  for (const Row& row : rows) {
    absl::StrAppend(&table, row.name, ": ", row.what,
                    "; the ceiling: ", row.ceiling_is, "\n");
  }
  return table;
}

std::string Json(const Run& run, const std::vector<Row>& rows) {
  const std::string head = absl::StrFormat(
      "{\n  \"format\": 1, \"time\": \"%s\", \"quick\": %s, \"rounds\": %d, "
      "\"seconds\": %.6g,\n  \"cpu\": %s, \"cores\": %d, \"kernel\": %s,\n"
      "  \"rows\": [\n",
      absl::FormatTime(absl::RFC3339_sec, absl::Now(), absl::UTCTimeZone()),
      run.quick ? "true" : "false", run.rounds, run.seconds, Quoted(CpuModel()),
      std::thread::hardware_concurrency(), Quoted(Kernel()));
  return absl::StrCat(head,
                      absl::StrJoin(rows, ",\n",
                                    [](std::string* out, const Row& row) {
                                      *out += JsonRow(row);
                                    }),
                      "\n  ]\n}\n");
}

}  // namespace mandated::bench
