#include "services/engine/registry_names.h"

#include <utility>
#include <vector>

#include "services/domain/limits.h"
#include "services/domain/reading/known_mandates.h"
#include "services/domain/reading/language.h"

namespace mandated::engine {
namespace {

using mandates::v1::Mandate;

// What a mandate's names come from, in one line.
std::string FactsOf(const Mandate& mandate) {
  const std::map<std::string, mandates::v1::Titles> titles(
      mandate.titles().begin(), mandate.titles().end());
  std::string facts = mandate.country() + '\n' + mandate.title() + '\n' +
                      std::to_string(mandate.holder_type());
  for (const std::string& title : mandate.former_titles()) {
    facts += '\n' + title;
  }
  for (const auto& [code, list] : titles) {
    facts += '\n' + code + ':';
    for (const std::string& title : list.titles()) facts += '\n' + title;
  }
  return facts;
}

}  // namespace

RegistryNames::RegistryNames(const storage::Store* store, const Reader* reader)
    : store_(store), reader_(reader) {}

absl::StatusOr<bool> RegistryNames::AnyChanged(storage::Revision head) {
  const auto written =
      reader_->ReadMandates(domain::limits::kNamedMandatesMax, revision_);
  if (!written.ok()) return written.status();
  bool changed = false;
  for (const Mandate& mandate : *written) {
    std::string facts = FactsOf(mandate);
    std::string& before = facts_[mandate.name()];
    changed = changed || before != facts;
    before = std::move(facts);
  }
  revision_ = head;
  return changed;
}

absl::StatusOr<const domain::MandateNames*> RegistryNames::Get() {
  const storage::Revision head = store_->head();
  if (names_ != nullptr && head == revision_) return names_.get();
  const auto changed = AnyChanged(head);
  if (!changed.ok()) return changed.status();
  if (names_ != nullptr && !*changed) return names_.get();
  names_.reset();
  const auto mandates =
      reader_->ReadMandates(domain::limits::kNamedMandatesMax);
  if (!mandates.ok()) return mandates.status();
  names_ = std::make_unique<domain::MandateNames>(
      domain::Languages::BuiltIn(), *mandates, domain::KnownMandates());
  return names_.get();
}

}  // namespace mandated::engine
