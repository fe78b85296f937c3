#include "services/engine/keyspace.h"

#include <cstdint>
#include <cstdlib>

namespace mandated::engine {
namespace {

constexpr std::string_view kMandatePrefix = "mandates/";
constexpr std::string_view kResolutionPrefix = "resolutions/";
constexpr size_t kDayBytes = 4;

// Joins a key of its parts. (absl::StrCat of Debian takes no std::string_view.)
std::string Key(char prefix, std::string_view a, std::string_view b = {},
                std::string_view c = {}) {
  std::string key(1, prefix);
  return key.append(a).append(b).append(c);
}

constexpr std::string_view kZero("\0", 1);

// The range of all keys that begin with `prefix`, which must not end in 0xFF.
KeyRange Below(std::string prefix) {
  std::string end = prefix;
  end.back() = static_cast<char>(end.back() + 1);
  return {std::move(prefix), std::move(end)};
}

template <typename Unsigned>
std::string BigEndian(Unsigned value) {
  std::string bytes;
  for (size_t i = sizeof(value); i-- > 0;) {
    bytes.push_back(static_cast<char>((value >> (8 * i)) & 0xFF));
  }
  return bytes;
}

std::string DayBytes(absl::CivilDay day) {
  // The sign bit is flipped so that bytes rise with the day.
  const auto days = static_cast<int32_t>(day - absl::CivilDay(1970, 1, 1));
  return BigEndian(static_cast<uint32_t>(days) ^ 0x80000000U);
}

uint64_t ReadBigEndian(std::string_view bytes) {
  uint64_t value = 0;
  for (const char c : bytes) value = (value << 8) | static_cast<uint8_t>(c);
  return value;
}

absl::CivilDay DayOf(std::string_view bytes) {
  const auto value =
      static_cast<uint32_t>(ReadBigEndian(bytes.substr(0, kDayBytes)));
  return absl::CivilDay(1970, 1, 1) + static_cast<int32_t>(value ^ 0x80000000U);
}

void Check(bool holds) {
  if (!holds) std::abort();  // only a bug in this file can get here
}

}  // namespace

std::string MandateKey(std::string_view id) { return Key('m', id); }
std::string AnnouncementsKey(std::string_view id) { return Key('a', id); }

std::string LastDayKey(absl::CivilDay day, std::string_view id) {
  return Key('d', DayBytes(day), id);
}

std::string DueKey(std::string_view session_name, std::string_view id) {
  return Key('u', session_name, kZero, id);
}

std::string SessionKey(std::string_view session_name) {
  return Key('s', session_name);
}

std::string ResolutionKey(std::string_view id) { return Key('t', id); }

std::string RequestKey(std::string_view request_id) {
  return Key('q', request_id);
}

std::string RequestDayKey(absl::CivilDay day, std::string_view request_id) {
  return Key('r', DayBytes(day), request_id);
}

std::string DayMarkKey(absl::CivilDay day) { return Key('b', DayBytes(day)); }

std::string ChangePrefix(std::string_view id) { return Key('i', id, kZero); }

std::string ChangeKey(std::string_view id, int64_t revision) {
  return ChangePrefix(id) + BigEndian(static_cast<uint64_t>(revision));
}

std::string SubscriptionKey(std::string_view id) { return Key('v', id); }
std::string SubscriptionStateKey(std::string_view id) { return Key('w', id); }

std::string BacklogKey(std::string_view id, int64_t number) {
  return Key('x', id, kZero, BigEndian(static_cast<uint64_t>(number)));
}

std::string DeadLetterKey(std::string_view id, int64_t number) {
  return Key('y', id, kZero, BigEndian(static_cast<uint64_t>(number)));
}

KeyRange AllMandates() { return Below("m"); }
KeyRange AllSessions() { return Below("s"); }
KeyRange AllResolutions() { return Below("t"); }
KeyRange AllDue() { return Below("u"); }

KeyRange AllSubscriptions() { return Below("v"); }

KeyRange BacklogAfter(std::string_view id, int64_t number) {
  return {BacklogKey(id, number + 1), Below(Key('x', id, kZero)).second};
}

KeyRange DeadLettersAfter(std::string_view id, int64_t number) {
  return {DeadLetterKey(id, number + 1), Below(Key('y', id, kZero)).second};
}

KeyRange DueAt(std::string_view session_name) {
  return Below(DueKey(session_name, ""));
}

KeyRange DayMarksUntil(absl::CivilDay end) { return {"b", DayMarkKey(end)}; }

KeyRange RequestDaysUntil(absl::CivilDay end) {
  return {"r", RequestDayKey(end, "")};
}

KeyRange LastDaysFrom(absl::CivilDay begin) {
  return {LastDayKey(begin, ""), "e"};
}

std::string IdOfMandateKey(std::string_view key) {
  Check(!key.empty() && key.front() == 'm');
  return std::string(key.substr(1));
}

std::pair<absl::CivilDay, std::string> ParseLastDayKey(std::string_view key) {
  Check(key.size() > kDayBytes + 1 && key.front() == 'd');
  return {DayOf(key.substr(1)), std::string(key.substr(1 + kDayBytes))};
}

std::pair<std::string, std::string> ParseDueKey(std::string_view key) {
  const size_t zero = key.find('\0');
  Check(zero != std::string_view::npos && key.front() == 'u');
  return {std::string(key.substr(1, zero - 1)),
          std::string(key.substr(zero + 1))};
}

absl::CivilDay DayOfDayMarkKey(std::string_view key) {
  Check(key.size() == kDayBytes + 1 && key.front() == 'b');
  return DayOf(key.substr(1));
}

std::string RequestIdOfDayKey(std::string_view key) {
  Check(key.size() >= kDayBytes + 1 && key.front() == 'r');
  return std::string(key.substr(1 + kDayBytes));
}

std::string IdOfSubscriptionKey(std::string_view key) {
  Check(!key.empty() && key.front() == 'v');
  return std::string(key.substr(1));
}

int64_t NumberOfKey(std::string_view key) {
  constexpr size_t kNumberBytes = 8;
  Check(key.size() > kNumberBytes &&
        (key.front() == 'x' || key.front() == 'y'));
  return static_cast<int64_t>(
      ReadBigEndian(key.substr(key.size() - kNumberBytes)));
}

std::string NameOfId(std::string_view id) {
  return std::string(kMandatePrefix).append(id);
}

std::string IdOfName(std::string_view mandate_name) {
  Check(mandate_name.substr(0, kMandatePrefix.size()) == kMandatePrefix);
  return std::string(mandate_name.substr(kMandatePrefix.size()));
}

std::string IdOfResolution(std::string_view resolution_name) {
  Check(resolution_name.substr(0, kResolutionPrefix.size()) ==
        kResolutionPrefix);
  return std::string(resolution_name.substr(kResolutionPrefix.size()));
}

}  // namespace mandated::engine
