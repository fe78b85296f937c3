#include "services/server/gate.h"

#include <string>

#include "services/domain/errors_access.h"
#include "services/server/access/roles.h"

namespace mandated::server {
namespace {

Credentials CredentialsOf(const grpc::CallbackServerContext& context) {
  Credentials credentials;
  const auto& metadata = context.client_metadata();
  const auto header = metadata.find("authorization");
  if (header != metadata.end()) {
    credentials.authorization =
        std::string_view(header->second.data(), header->second.size());
  }
  const auto connection = context.auth_context();
  if (connection == nullptr || !connection->IsPeerAuthenticated()) {
    return credentials;
  }
  for (const grpc::string_ref& name :
       connection->FindPropertyValues(GRPC_X509_SAN_PROPERTY_NAME)) {
    credentials.certificate_names.emplace_back(name.data(), name.size());
  }
  return credentials;
}

}  // namespace

absl::StatusOr<api::Caller> Gate::Admit(
    const grpc::CallbackServerContext& context, std::string_view method) const {
  if (authenticator_ == nullptr) return api::Caller();
  const auto principal =
      authenticator_->Identify(CredentialsOf(context), clock_->Now());
  if (!principal.ok()) return principal.status();
  const auto required = RoleFor(method);
  if (!required || principal->role < *required) {
    return domain::RoleRequired(principal->name, NameOf(principal->role),
                                required ? NameOf(*required) : "another",
                                method);
  }
  return api::Caller{.name = principal->name};
}

}  // namespace mandated::server
