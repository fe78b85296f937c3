#include "clients/mandatectl/replay_log.h"

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/words.h"

namespace mandated::mandatectl {

void ReplayLog::Add(const mandates::v1::Event& event) {
  ++counts_[event.type()];
  const std::string day = DateText(true, event.date());
  if (!event.retracts().empty()) taken_back_.emplace(event.retracts(), day);
  if (event.type() == mandates::v1::EVENT_TYPE_LAPSED ||
      event.type() == mandates::v1::EVENT_TYPE_OVERDUE) {
    lapses_.push_back({event.id(), day, EventWord(event.type()),
                       ShortName(event.mandate().name())});
  }
}

std::string ReplayLog::Summary() const {
  std::string text = "Events:";
  for (const auto& [type, count] : counts_) {
    absl::StrAppend(&text, " ", count, " ", EventWord(type));
  }
  absl::StrAppend(&text, counts_.empty() ? " none\n" : "\n",
                  "Lapses: ", lapses_.size(), "\n");
  for (const Lapse& lapse : lapses_) {
    absl::StrAppend(&text, "  ", lapse.day, " ", lapse.type, " ",
                    lapse.mandate);
    const auto back = taken_back_.find(lapse.id);
    if (back != taken_back_.end()) {
      absl::StrAppend(&text, ", taken back on ", back->second);
    }
    text += "\n";
  }
  absl::StrAppend(&text, "Events taken back: ", taken_back_.size(), "\n");
  return text;
}

}  // namespace mandated::mandatectl
