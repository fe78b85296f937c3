#include "clients/mandatectl/remind/ledger.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/mandatectl/atomic_file.h"

namespace mandated::mandatectl::remind {
namespace {

constexpr mode_t kMode = 0600;  // who is reminded of what is nobody else's

absl::Status Failed(const char* what, const std::string& path) {
  return absl::FailedPreconditionError(
      absl::StrCat("cannot ", what, " ", path, ": ", std::strerror(errno),
                   "; name a directory that can be written with --state-dir"));
}

std::string AcceptedLine(const std::string& sink, const std::string& event) {
  return absl::StrCat("accepted ", sink, " ", event, "\n");
}

std::string RestsLine(const std::string& sink, const std::string& day) {
  return absl::StrCat("rests ", sink, " ", day, "\n");
}

}  // namespace

absl::StatusOr<std::unique_ptr<Ledger>> Ledger::Open(const std::string& path) {
  const std::string lock = absl::StrCat(path, ".lock");
  const int lock_fd = open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kMode);
  if (lock_fd < 0) return Failed("create", lock);
  std::unique_ptr<Ledger> ledger(new Ledger(path, lock_fd));
  if (flock(lock_fd, LOCK_EX | LOCK_NB) != 0) {
    return absl::AbortedError("another run is at work on this subscription");
  }
  if (absl::Status status = ledger->Read(); !status.ok()) return status;
  return ledger;
}

Ledger::~Ledger() {
  if (file_ >= 0) close(file_);
  close(lock_fd_);
}

bool Ledger::Has(const std::string& sink, const std::string& event) const {
  return accepted_.count({event, sink}) > 0;
}

int Ledger::open_events() const {
  std::set<std::string> events;
  for (const auto& [event, sink] : accepted_) events.insert(event);
  return static_cast<int>(events.size());
}

absl::Status Ledger::Accept(const std::string& sink, const std::string& event) {
  if (!accepted_.insert({event, sink}).second) return absl::OkStatus();
  return Append(AcceptedLine(sink, event));
}

absl::Status Ledger::AcceptAndRest(const std::string& sink,
                                   const std::vector<std::string>& events,
                                   const std::string& day) {
  for (const std::string& event : events) accepted_.insert({event, sink});
  rests_[sink] = day;
  return Rewrite();
}

std::string Ledger::RestOf(const std::string& sink) const {
  const auto found = rests_.find(sink);
  return found == rests_.end() ? "" : found->second;
}

absl::Status Ledger::Forget(const std::vector<std::string>& events) {
  for (const std::string& event : events) {
    accepted_.erase(accepted_.lower_bound({event, ""}),
                    accepted_.lower_bound({absl::StrCat(event, "\x01"), ""}));
  }
  return Rewrite();
}

absl::Status Ledger::Read() {
  if (access(path_.c_str(), F_OK) == 0) {
    const auto text = ReadFile(path_);
    if (!text.ok()) return text.status();
    // What follows the last newline was cut short.
    for (const absl::string_view line : absl::StrSplit(
             absl::string_view(*text).substr(0, text->rfind('\n') + 1), '\n')) {
      const std::vector<std::string> words = absl::StrSplit(line, ' ');
      if (words.size() != 3) continue;
      if (words[0] == "accepted") accepted_.insert({words[2], words[1]});
      if (words[0] == "rests") rests_[words[1]] = words[2];
    }
  }
  return Rewrite();  // also shows that it can be written
}

absl::Status Ledger::Append(const std::string& lines) {
  // One call, so that a kill leaves all of it or none.
  const ssize_t written = write(file_, lines.data(), lines.size());
  if (written == static_cast<ssize_t>(lines.size())) return absl::OkStatus();
  return Failed("write", path_);
}

absl::Status Ledger::Rewrite() {
  std::string text;
  for (const auto& [sink, day] : rests_) text += RestsLine(sink, day);
  for (const auto& [event, sink] : accepted_) text += AcceptedLine(sink, event);
  absl::Status replaced = ReplaceFile(path_, text, kMode);
  if (!replaced.ok()) return replaced;
  if (file_ >= 0) close(file_);
  file_ = open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  return file_ >= 0 ? absl::OkStatus() : Failed("open", path_);
}

}  // namespace mandated::mandatectl::remind
