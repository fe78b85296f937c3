#ifndef MANDATED_CLIENTS_MANDATECTL_CATALOGUE_H_
#define MANDATED_CLIENTS_MANDATECTL_CATALOGUE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/mandatectl/csv.h"
#include "mandates/v1/mandate.pb.h"
#include "mandates/v1/session.pb.h"

namespace mandated::mandatectl {

// Where a row stands.
struct Place {
  std::string file;
  int line = 0;
};

struct SessionRow {
  Place place;
  mandates::v1::Session session;
};

// A mandate as it begins: under its first title.
struct MandateRow {
  Place place;
  mandates::v1::Mandate mandate;
};

// One title of a mandate in one language.
struct NameRow {
  Place place;
  std::string mandate;   // "mandates/sr-torture"
  std::string language;  // "fr"
  std::string title;
};

struct DecisionRow {
  Place place;
  std::string mandate;  // "mandates/sr-torture"
  mandates::v1::Decision decision;
};

// What CSV files hold, checked as far as they tell. Decisions are in order of
// adoption, those of one day as in the file.
struct Catalogue {
  std::vector<SessionRow> sessions;
  std::vector<MandateRow> mandates;
  std::vector<DecisionRow> decisions;
  // In order of the file: the present title first. `mandates` have them, too.
  std::vector<NameRow> names;
  std::vector<Problem> problems;  // by file and line; their rows are left out
};

// Reads files, or the files sessions.csv, mandates.csv, decisions.csv and
// names.csv of a directory, as far as they are there. What a file holds follows
// from its header. FAILED_PRECONDITION: nothing to read, or it cannot be read.
absl::StatusOr<Catalogue> ReadCatalogue(const std::vector<std::string>& paths);

// Reads one file's bytes into `catalogue`. Its rows are checked one by one;
// see CheckCatalogue for the whole.
void ReadCatalogueFile(const std::string& file, std::string_view bytes,
                       Catalogue& catalogue);

// Checks what rows mean together and moves what is wrong to `problems`: names
// that come twice, mandates that are not there, days outside their session,
// and terms that do not follow from each other.
void CheckCatalogue(Catalogue& catalogue);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_CATALOGUE_H_
