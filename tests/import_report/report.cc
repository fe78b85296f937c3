#include "tests/import_report/report.h"

#include <algorithm>
#include <iomanip>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

namespace mandated::import_report {
namespace {

using mandates::v1::Resolution;

std::string ValueIn(const Facts& facts, const std::string& field) {
  const auto value = facts.find(field);
  return value == facts.end() ? "" : value->second;
}

// The reasons that speak of a field, of what it is part of or of its parts.
std::set<std::string> ReasonsFor(const Resolution& read,
                                 const std::string& field) {
  std::set<std::string> reasons;
  for (const auto& diagnostic : read.diagnostics()) {
    const std::string& of = diagnostic.field();
    const bool within = field.rfind(of, 0) == 0 || of.rfind(field, 0) == 0;
    if (of.empty() || within) reasons.insert(diagnostic.reason());
  }
  return reasons;
}

std::optional<size_t> Partner(const Facts& expected,
                              const std::vector<Facts>& read,
                              const std::set<size_t>& taken) {
  for (const char* field : {"mandate", "paragraph"}) {
    const std::string value = ValueIn(expected, field);
    for (size_t i = 0; i < read.size(); ++i) {
      if (value.empty() || taken.contains(i)) continue;
      if (ValueIn(read[i], field) == value) return i;
    }
  }
  return std::nullopt;
}

// Tells whether proposal `index` is what a merger of the text makes.
bool IsSuccessor(const Resolution& read, size_t index) {
  const auto& own = read.proposals(static_cast<int>(index));
  return std::any_of(
      read.proposals().begin(), read.proposals().end(), [&](const auto& other) {
        const std::string& successor = other.decision().successor();
        if (successor.empty()) return false;
        return successor == own.new_mandate_name() ||
               (own.mandates_size() == 1 && own.mandates(0) == successor);
      });
}

}  // namespace

void Report::Wrong(const Comparison& of, const std::string& field,
                   const std::string& what) {
  ++counts_[{of.language, field}].wrong;
  details_.push_back("wrong   " + of.text + ": " + field + ": " + what);
  failed_ = true;
}

void Report::Compare(const Comparison& of, const std::string& field,
                     const std::string& where, const std::string& expected,
                     const std::string& read) {
  if (read == expected) {
    ++counts_[{of.language, field}].right;
    return;
  }
  if (!read.empty()) {
    return Wrong(of, field,
                 "read \"" + read + "\", expected \"" + expected + "\"");
  }
  Count& count = counts_[{of.language, field}];
  ++count.absent;
  std::string because;
  for (const std::string& reason : ReasonsFor(*of.read, where)) {
    ++count.reasons[reason];
    because += " " + reason;
  }
  if (because.empty()) failed_ = true;
  details_.push_back("absent  " + of.text + ": " + field + ": expected \"" +
                     expected + "\";" +
                     (because.empty() ? " nothing says why" : because));
}

void Report::CompareDecisions(const Comparison& of, const TextFacts& expected,
                              const TextFacts& read) {
  std::set<size_t> taken;
  for (const Facts& decision : *expected.decisions) {
    const auto partner = Partner(decision, *read.decisions, taken);
    const Facts none;
    const Facts& own = partner ? (*read.decisions)[*partner] : none;
    if (partner) taken.insert(*partner);
    const std::string proposal =
        partner ? "proposals[" + std::to_string(*partner) + "]" : "proposals";
    for (const auto& [field, value] : decision) {
      const std::string place =
          field == "mandate" ? ".mandates" : ".decision." + field;
      Compare(of, "decision." + field, partner ? proposal + place : proposal,
              value, ValueIn(own, field));
    }
    for (const auto& [field, value] : own) {
      const bool term = field.rfind("term.", 0) == 0 || field == "new_title";
      if (term && !decision.contains(field)) {
        Wrong(of, "decision." + field, "read \"" + value + "\", expected none");
      }
    }
  }
  for (size_t i = 0; i < read.decisions->size(); ++i) {
    if (taken.contains(i) || IsSuccessor(*of.read, i)) continue;
    const Facts& extra = (*read.decisions)[i];
    Wrong(of, "decision.act",
          "read " + ValueIn(extra, "act") + " of \"" +
              ValueIn(extra, "mandate") + "\" in paragraph " +
              ValueIn(extra, "paragraph") + ", expected no such decision");
  }
}

void Report::Add(const std::string& text, const TextFacts& expected,
                 const Resolution& resolution) {
  ++texts_;
  const TextFacts read = FactsOf(resolution);
  const std::string language =
      expected.language.empty() ? read.language : expected.language;
  const Comparison of{text, language, &resolution};
  for (const auto& [field, value] : expected.facts) {
    const std::string where = field == "how_adopted" ? "adoption" : field;
    Compare(of, field, where, value, ValueIn(read.facts, field));
  }
  for (const std::string& field : expected.none) {
    const std::string value = ValueIn(read.facts, field);
    if (value.empty()) {
      ++counts_[{language, field}].right;
    } else {
      Wrong(of, field, "read \"" + value + "\", expected none");
    }
  }
  for (const std::string& reason : expected.diagnostics) {
    const bool given =
        std::find(read.diagnostics.begin(), read.diagnostics.end(), reason) !=
        read.diagnostics.end();
    if (given) {
      ++counts_[{language, "diagnostics"}].right;
    } else {
      Wrong(of, "diagnostics", "expected " + reason);
    }
  }
  if (expected.decisions) CompareDecisions(of, expected, read);
}

void Report::AddUnread(const std::string& text, const std::string& why) {
  ++texts_;
  failed_ = true;
  details_.push_back("unread  " + text + ": " + why);
}

void Report::Print(std::ostream& out) const {
  out << std::left << std::setw(10) << "language" << std::setw(28) << "field"
      << std::right << std::setw(6) << "right" << std::setw(6) << "wrong"
      << std::setw(7) << "absent"
      << "  reasons\n";
  Count sum;
  for (const auto& [row, count] : counts_) {
    out << std::left << std::setw(10) << row.first << std::setw(28)
        << row.second << std::right << std::setw(6) << count.right
        << std::setw(6) << count.wrong << std::setw(7) << count.absent << " ";
    for (const auto& [reason, times] : count.reasons) {
      out << " " << reason << " x" << times;
    }
    out << '\n';
    sum.right += count.right;
    sum.wrong += count.wrong;
    sum.absent += count.absent;
  }
  for (const std::string& detail : details_) out << detail << '\n';
  out << texts_ << " texts: " << sum.right << " right, " << sum.wrong
      << " wrong, " << sum.absent << " absent\n";
}

}  // namespace mandated::import_report
