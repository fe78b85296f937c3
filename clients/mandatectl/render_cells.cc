#include "clients/mandatectl/render_cells.h"

#include "clients/mandatectl/words.h"

namespace mandated::mandatectl {

Cell LastDayCell(const mandates::v1::Term& term, Color color, Table& table) {
  const std::string day = DateText(term.has_last_day(), term.last_day());
  if (day.empty() || !term.projected()) return {day, color};
  table.SetLegend("~ projected: the session's dates are not on record yet");
  return {"~" + day, color};
}

const mandates::v1::Decision* DecisionNamed(
    const mandates::v1::Mandate& mandate, const std::string& name) {
  for (const auto& decision : mandate.decisions()) {
    if (decision.name() == name) return &decision;
  }
  return nullptr;
}

}  // namespace mandated::mandatectl
