#ifndef MANDATED_CLIENTS_MANDATECTL_CATALOGUE_ROWS_H_
#define MANDATED_CLIENTS_MANDATECTL_CATALOGUE_ROWS_H_

#include <vector>

#include "clients/mandatectl/catalogue.h"
#include "clients/mandatectl/row.h"

// The columns of the catalogue and what one row of each file means; for
// catalogue.cc alone. What is wrong is blamed on the row.
namespace mandated::mandatectl {

enum class TableKind { kSessions, kMandates, kDecisions, kNames };

const std::vector<ColumnRule>& ColumnsOf(TableKind kind);

SessionRow ReadSessionRow(Row& row);
MandateRow ReadMandateRow(Row& row);
DecisionRow ReadDecisionRow(Row& row);
NameRow ReadNameRow(Row& row);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_CATALOGUE_ROWS_H_
