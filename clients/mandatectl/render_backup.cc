#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/mandatectl/render.h"
#include "clients/mandatectl/table.h"
#include "clients/mandatectl/words.h"

namespace mandated::mandatectl {

std::string RenderBackup(const mandates::v1::Backup& backup) {
  return absl::StrCat("Backup ", backup.number(), " is made: revision ",
                      backup.revision(), ", ", BytesWords(backup.bytes()),
                      ".\n");
}

std::string RenderBackups(const mandates::v1::ListBackupsResponse& response,
                          const Style& style) {
  if (response.backups().empty()) return "There is no backup.\n";
  Table table({{"BACKUP", Align::kRight},
               {"MADE"},
               {"REVISION", Align::kRight},
               {"SIZE", Align::kRight},
               {"STORE", Align::kLeft, 1},
               {"FAULT"}});
  for (const auto& backup : response.backups()) {
    const bool known = backup.has_create_time();
    table.AddRow({{absl::StrCat(backup.number())},
                  {known ? TimeText(backup.create_time()) : ""},
                  {absl::StrCat(backup.revision())},
                  {BytesWords(backup.bytes())},
                  {backup.store_id()},
                  {backup.fault(), Color::kRed}});
  }
  return table.Render(style);
}

}  // namespace mandated::mandatectl
