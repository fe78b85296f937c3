#include "clients/mandatectl/render_cells.h"

#include "clients/mandatectl/words.h"

namespace mandated::mandatectl {

Cell LastDayCell(const mandates::v1::Term& term, Color color, Table& table) {
  const std::string day = DateText(term.has_last_day(), term.last_day());
  if (day.empty() || !term.projected()) return {day, color};
  table.SetLegend("~ projected: the session's dates are not on record yet");
  return {"~" + day, color};
}

}  // namespace mandated::mandatectl
