#ifndef MANDATED_SERVICES_ENGINE_DELIVERY_TOKEN_H_
#define MANDATED_SERVICES_ENGINE_DELIVERY_TOKEN_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "mandates/storage/v1/records.pb.h"

// Tokens of deliveries: a message and a digest of it, so that a token that was
// changed is noticed. No secret is at stake.
namespace mandated::engine {

// Tells a token of a delivery, damaged or not, from one of Watch.
bool IsDeliveryToken(std::string_view token);

std::string MakeDeliveryToken(
    const mandates::storage::v1::DeliveryToken& token);

// Reads a token. INVALID_ARGUMENT (TOKEN_NOT_DELIVERED): it is one of Watch;
// (TOKEN_MALFORMED): none of ours; (TOKEN_FOREIGN): of another store than
// `store_id`; (TOKEN_OF_OTHER_SUBSCRIPTION): of another than the one with
// `uid`, whose `name` the error tells.
absl::StatusOr<mandates::storage::v1::DeliveryToken> ReadDeliveryToken(
    std::string_view token, std::string_view store_id, std::string_view uid,
    std::string_view name);

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_DELIVERY_TOKEN_H_
