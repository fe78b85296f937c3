#ifndef MANDATED_CLIENTS_MANDATECTL_REPLAY_LOG_H_
#define MANDATED_CLIENTS_MANDATECTL_REPLAY_LOG_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "mandates/v1/event.pb.h"

namespace mandated::mandatectl {

// Counts what a replay brought, and says it at the end.
class ReplayLog {
 public:
  void Add(const mandates::v1::Event& event);

  // Returns the events by type, each lapse and whether it was taken back, and
  // how many events were taken back, each line ended by a newline.
  std::string Summary() const;

 private:
  // A mandate that ran out, or seemed to.
  struct Lapse {
    std::string id;
    std::string day;
    std::string type;
    std::string mandate;
  };

  std::map<mandates::v1::EventType, int64_t> counts_;
  std::vector<Lapse> lapses_;                      // in order
  std::map<std::string, std::string> taken_back_;  // event id to day
};

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_REPLAY_LOG_H_
