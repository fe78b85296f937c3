#include "clients/mandatectl/row.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace mandated::mandatectl {

Header ReadHeader(const std::string& file, const CsvRecord& record,
                  const std::vector<ColumnRule>& rules,
                  std::vector<Problem>& problems) {
  std::vector<std::string> known;
  for (const ColumnRule& rule : rules) known.emplace_back(rule.name);
  Header header;
  for (size_t i = 0; i < record.fields.size(); ++i) {
    const std::string& name = record.fields[i];
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      problems.push_back(
          {file, record.line,
           absl::StrCat("unknown column \"", name, "\"; the columns are ",
                        absl::StrJoin(known, ", "))});
    } else if (!header.emplace(name, i).second) {
      problems.push_back(
          {file, record.line, absl::StrCat("column ", name, " comes twice")});
    }
  }
  for (const ColumnRule& rule : rules) {
    if (!rule.required || header.find(rule.name) != header.end()) continue;
    problems.push_back(
        {file, record.line,
         absl::StrCat("column ", std::string(rule.name), " is missing")});
  }
  return header;
}

std::string MessageBelow(std::string_view root, std::string message) {
  const std::string prefix = absl::StrCat(std::string(root), ".");
  if (message.rfind(prefix, 0) == 0) message.erase(0, prefix.size());
  return message;
}

Row::Row(const std::string& file, const Header& header, const CsvRecord& record)
    : file_(file), header_(header), record_(record) {
  size_t columns = 0;
  for (const auto& [name, index] : header) {
    columns = std::max(columns, index + 1);
  }
  if (record.fields.size() == columns) return;
  Blame(absl::StrCat("has ", record.fields.size(),
                     " fields where the header "
                     "has ",
                     columns, "; put a field that holds a comma in quotes"));
}

const std::string& Row::Text(std::string_view column) const {
  static const std::string* const empty = new std::string();
  const auto found = header_.find(column);
  const bool there =
      found != header_.end() && found->second < record_.fields.size();
  return there ? record_.fields[found->second] : *empty;
}

void Row::Require(std::string_view column, std::string_view expected) {
  if (!Text(column).empty()) return;
  Blame(absl::StrCat(std::string(column), " is empty; write ",
                     std::string(expected)));
}

void Row::Blame(const absl::Status& status, std::string_view root) {
  if (!status.ok()) Blame(MessageBelow(root, std::string(status.message())));
}

void Row::Blame(std::string what) {
  problems_.push_back({file_, record_.line, std::move(what)});
}

}  // namespace mandated::mandatectl
