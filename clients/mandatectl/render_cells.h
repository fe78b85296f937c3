#ifndef MANDATED_CLIENTS_MANDATECTL_RENDER_CELLS_H_
#define MANDATED_CLIENTS_MANDATECTL_RENDER_CELLS_H_

#include <string>

#include "clients/mandatectl/style.h"
#include "clients/mandatectl/table.h"
#include "mandates/v1/mandate.pb.h"

// What several renderings share; for render_*.cc alone.
namespace mandated::mandatectl {

// "2026-07-10", marked "~2026-07-10" where it rests on projected dates, which
// the table's legend then explains; empty where there is none.
Cell LastDayCell(const mandates::v1::Term& term, Color color, Table& table);

// The decision of the mandate by its name; null: it has none of that name.
const mandates::v1::Decision* DecisionNamed(
    const mandates::v1::Mandate& mandate, const std::string& name);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_RENDER_CELLS_H_
