#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_LEDGER_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_LEDGER_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace mandated::mandatectl::remind {

// What sinks accepted and the server was not told yet, in a file of lines:
//   accepted SINK EVENT_ID
//   rests SINK 2026-11-24
// It spares a sink that accepted from being asked again because another one
// failed. What it forgets by a lost disk is delivered again with the same ids;
// nothing is ever lost with it. Used by one thread.
class Ledger {
 public:
  // Opens or makes the ledger, and keeps others from it while it lives. What a
  // crash left of a line that was being written is dropped. ABORTED: another
  // process has it. FAILED_PRECONDITION: it cannot be read or written.
  static absl::StatusOr<std::unique_ptr<Ledger>> Open(const std::string& path);
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  const std::string& path() const { return path_; }

  bool Has(const std::string& sink, const std::string& event) const;

  // Counts the events that some sink accepted.
  int open_events() const;

  // Notes what a sink accepted. Survives a kill of this process at once.
  absl::Status Accept(const std::string& sink, const std::string& event);

  // Notes that a sink accepted `events` and wants nothing new on `day`: both
  // or neither.
  absl::Status AcceptAndRest(const std::string& sink,
                             const std::vector<std::string>& events,
                             const std::string& day);

  // Tells on which day a sink rests; empty: on none.
  std::string RestOf(const std::string& sink) const;

  // Forgets events, which the server has been told of.
  absl::Status Forget(const std::vector<std::string>& events);

 private:
  Ledger(std::string path, int lock_fd)
      : path_(std::move(path)), lock_fd_(lock_fd) {}

  absl::Status Read();
  absl::Status Append(const std::string& lines);
  absl::Status Rewrite();

  const std::string path_;
  const int lock_fd_;
  int file_ = -1;                                           // to append to
  std::set<std::pair<std::string, std::string>> accepted_;  // event, sink
  std::map<std::string, std::string> rests_;                // sink to day
};

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_LEDGER_H_
