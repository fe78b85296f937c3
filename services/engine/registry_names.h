#ifndef MANDATED_SERVICES_ENGINE_REGISTRY_NAMES_H_
#define MANDATED_SERVICES_ENGINE_REGISTRY_NAMES_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/domain/reading/mandate_names.h"
#include "services/engine/reader.h"
#include "storage/store.h"

namespace mandated::engine {

// What texts call the mandates of the registry, and those that the catalogue
// knows. Made anew only when a commit changed a name: most extend a mandate.
// For one thread. Does not own what it is given, which must outlive it.
class RegistryNames {
 public:
  RegistryNames(const storage::Store* store, const Reader* reader);

  // Returns the names as of now or a little later; they stay as they are until
  // the next call. Errors as Reader::ReadMandates.
  absl::StatusOr<const domain::MandateNames*> Get();

 private:
  absl::StatusOr<bool> AnyChanged(storage::Revision head);

  const storage::Store* const store_;
  const Reader* const reader_;
  storage::Revision revision_ = -1;           // what was looked at up to it
  std::map<std::string, std::string> facts_;  // what names come from
  std::unique_ptr<const domain::MandateNames> names_;
};

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_REGISTRY_NAMES_H_
