#include "services/domain/filter.h"

#include <algorithm>

#include "services/domain/errors.h"
#include "services/domain/filter_parser.h"
#include "services/domain/limits.h"
#include "services/domain/text.h"

namespace mandated::domain {
namespace {

using Node = Filter::Node;

bool Holds(const Node& node, const mandates::v1::Mandate& mandate,
           absl::CivilDay today) {
  const auto holds = [&](const Node& child) {
    return Holds(child, mandate, today);
  };
  switch (node.kind) {
    case Node::Kind::kAnd:
      return std::all_of(node.children.begin(), node.children.end(), holds);
    case Node::Kind::kOr:
      return std::any_of(node.children.begin(), node.children.end(), holds);
    case Node::Kind::kNot:
      return !holds(node.children.front());
    case Node::Kind::kCondition:
      break;
  }
  return node.condition->Holds(mandate, today);
}

std::string Spell(const Node& node);

// Spells a node below NOT or OR, which bind tighter than what joins it.
std::string SpellTight(const Node& node) {
  if (node.kind == Node::Kind::kCondition) return Spell(node);
  return Concat({"(", Spell(node), ")"});
}

// Never makes a filter longer, so that what it spells can be parsed again: AND
// is left out, NOT is "-".
std::string Spell(const Node& node) {
  if (node.kind == Node::Kind::kCondition) return node.condition->spelling();
  if (node.kind == Node::Kind::kNot) {
    return Concat({"-", SpellTight(node.children.front())});
  }
  const bool is_or = node.kind == Node::Kind::kOr;
  std::string spelled;
  for (const Node& child : node.children) {
    if (!spelled.empty()) spelled += is_or ? " OR " : " ";
    const bool joins_less = is_or && child.kind == Node::Kind::kAnd;
    spelled += joins_less ? SpellTight(child) : Spell(child);
  }
  return spelled;
}

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

Filter::Filter() = default;

absl::StatusOr<Filter> Filter::Parse(std::string_view text) {
  if (text.size() > limits::kFilterBytesMax) {
    return FilterInvalid(
        text, limits::kFilterBytesMax,
        Concat({"the end: a filter has ",
                std::to_string(limits::kFilterBytesMax), " bytes at most"}));
  }
  Filter filter;
  if (IsBlank(text)) return filter;
  absl::StatusOr<Node> root = ParseFilter(text);
  if (!root.ok()) return root.status();
  filter.canonical_ = Spell(*root);
  filter.root_ = std::make_shared<const Node>(std::move(*root));
  return filter;
}

bool Filter::Matches(const mandates::v1::Mandate& mandate,
                     absl::CivilDay today) const {
  return root_ == nullptr || Holds(*root_, mandate, today);
}

}  // namespace mandated::domain
