#ifndef MANDATED_TESTS_HISTORY_REPLAY_H_
#define MANDATED_TESTS_HISTORY_REPLAY_H_

#include <string>
#include <vector>

#include "mandates/v1/event.pb.h"
#include "tests/history/csv.h"

namespace mandated::history {

// The catalogue of deploy/catalogue as it stands in its files.
struct Catalogue {
  std::vector<Row> sessions;
  std::vector<Row> mandates;
  std::vector<Row> decisions;
};

Catalogue ReadCatalogue();

// Replays the catalogue day by day, 19 June 2006 to 1 April 2026, through the
// real engine over a store in memory: sessions known from the start, each
// decision recorded on the day of its adoption. Restarts every thread each
// `restart_days`, where above 0. Returns the log.
std::vector<mandates::v1::Event> Replay(const Catalogue& catalogue,
                                        int restart_days);

}  // namespace mandated::history

#endif  // MANDATED_TESTS_HISTORY_REPLAY_H_
