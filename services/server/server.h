#ifndef MANDATED_SERVICES_SERVER_SERVER_H_
#define MANDATED_SERVICES_SERVER_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/server/config.h"

namespace mandated::server {

// One running server: wires every room, top to bottom, and takes them down in
// the reverse order.
class Server {
 public:
  // Opens the store and serves. Errors: those of storage::Store::Open and
  // storage::OpenRocksdbBytes; UNAVAILABLE when the address cannot be bound.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Config& config);

  ~Server();

  // Returns where it serves, with the port that was picked.
  const std::string& address() const;

  // Returns where it serves metrics, with the port that was picked; empty:
  // nowhere.
  std::string metrics_address() const;

  // Tells health checks and streams that it is going, waits for calls in
  // flight up to the grace period, and closes the store. Call once.
  void Drain();

 private:
  class Parts;
  explicit Server(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_SERVER_H_
