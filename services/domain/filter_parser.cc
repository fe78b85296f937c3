#include "services/domain/filter_parser.h"

#include <string>
#include <utility>

#include "services/domain/errors.h"
#include "services/domain/filter_lexer.h"
#include "services/domain/limits.h"
#include "services/domain/text.h"

namespace mandated::domain {
namespace {

using Kind = FilterToken::Kind;
using Node = Filter::Node;

// Adds `child` to `parent`, or its children where it is of the same kind.
void Adopt(Node child, Node& parent) {
  if (child.kind != parent.kind) {
    parent.children.push_back(std::move(child));
    return;
  }
  for (Node& grandchild : child.children) {
    parent.children.push_back(std::move(grandchild));
  }
}

Node OfCondition(Condition condition) {
  Node node;
  node.condition = std::move(condition);
  return node;
}

// A recursive descent over the grammar of AIP-160; each function reads the
// rule of its name. Only parentheses nest, which bounds the stack.
class Parser {
 public:
  Parser(std::string_view filter, const std::vector<FilterToken>& tokens)
      : filter_(filter), next_(tokens.data()) {}

  absl::StatusOr<Node> Run() {
    absl::StatusOr<Node> node = Expression();
    if (!node.ok() || next_->kind == Kind::kEnd) return node;
    return Invalid("no \")\" without a \"(\" before it");
  }

 private:
  // Terms side by side count as joined by AND.
  absl::StatusOr<Node> Expression() {
    absl::StatusOr<Node> first = Factor();
    if (!first.ok() || AtExpressionEnd()) return first;
    Node both{.kind = Node::Kind::kAnd, .children = {}, .condition = {}};
    Adopt(std::move(*first), both);
    while (!AtExpressionEnd()) {
      if (next_->kind == Kind::kAnd) ++next_;
      absl::StatusOr<Node> factor = Factor();
      if (!factor.ok()) return factor;
      Adopt(std::move(*factor), both);
    }
    return both;
  }

  absl::StatusOr<Node> Factor() {
    absl::StatusOr<Node> first = Term();
    if (!first.ok() || next_->kind != Kind::kOr) return first;
    Node either{.kind = Node::Kind::kOr, .children = {}, .condition = {}};
    Adopt(std::move(*first), either);
    while (next_->kind == Kind::kOr) {
      ++next_;
      absl::StatusOr<Node> term = Term();
      if (!term.ok()) return term;
      Adopt(std::move(*term), either);
    }
    return either;
  }

  absl::StatusOr<Node> Term() {
    if (next_->kind != Kind::kNot && next_->kind != Kind::kMinus) {
      return Simple();
    }
    ++next_;
    absl::StatusOr<Node> negated = Simple();
    if (!negated.ok()) return negated;
    Node node{.kind = Node::Kind::kNot, .children = {}, .condition = {}};
    node.children.push_back(std::move(*negated));
    return node;
  }

  absl::StatusOr<Node> Simple() {
    if (next_->kind == Kind::kOpen) return Composite();
    if (next_->kind != Kind::kText && next_->kind != Kind::kQuoted) {
      return Invalid("a term: a word, a comparison or \"(\"");
    }
    const FilterToken& word = *next_++;
    if (next_->kind != Kind::kComparator) {
      return OfCondition(Condition::OnWord(word.text));
    }
    if (word.kind == Kind::kQuoted) {
      return FilterInvalid(filter_, word.position, "a field without quotes");
    }
    return Restriction(word);
  }

  absl::StatusOr<Node> Composite() {
    if (depth_ == limits::kFilterDepthMax) {
      return Invalid(Concat({std::to_string(limits::kFilterDepthMax),
                             " levels of parentheses at most"}));
    }
    ++depth_;
    ++next_;
    absl::StatusOr<Node> node = Expression();
    if (!node.ok()) return node;
    if (next_->kind != Kind::kClose) return Invalid("\")\"");
    --depth_;
    ++next_;
    return node;
  }

  absl::StatusOr<Node> Restriction(const FilterToken& field) {
    const FilterToken& comparator = *next_++;
    if (next_->kind != Kind::kText && next_->kind != Kind::kQuoted) {
      return Invalid("a value; put AND, OR and NOT in quotes");
    }
    absl::StatusOr<Condition> condition =
        Condition::OnField(filter_, field, comparator, *next_++);
    if (!condition.ok()) return condition.status();
    return OfCondition(std::move(*condition));
  }

  bool AtExpressionEnd() const {
    return next_->kind == Kind::kEnd || next_->kind == Kind::kClose;
  }

  absl::Status Invalid(std::string_view expected) const {
    return FilterInvalid(filter_, next_->position, expected);
  }

  const std::string_view filter_;
  const FilterToken* next_;  // the last token is kEnd, and never passed
  int depth_ = 0;            // of open parentheses
};

}  // namespace

absl::StatusOr<Node> ParseFilter(std::string_view filter) {
  const absl::StatusOr<std::vector<FilterToken>> tokens = LexFilter(filter);
  if (!tokens.ok()) return tokens.status();
  return Parser(filter, *tokens).Run();
}

}  // namespace mandated::domain
