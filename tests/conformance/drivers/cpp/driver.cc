// Drives the SDK for C++ by the protocol of tests/conformance/README.md: one
// thread for each command that runs.

#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/escaping.h"
#include "mandates/client/connect.h"
#include "mandates/client/subscriber.h"
#include "mandates/client/watcher.h"
#include "tests/conformance/drivers/cpp/calls.h"
#include "tests/conformance/drivers/cpp/credit.h"
#include "tests/conformance/drivers/cpp/protocol.h"

namespace mandated::conformance {
namespace {

using mandates::client::Subscriber;
using mandates::client::Watcher;
using mandates::v1::Delivery;
using mandates::v1::WatchResponse;
using nlohmann::json;

// A command that runs, and how to reach it.
struct Running {
  std::shared_ptr<Credit> credit;  // of a watch or a subscription
  std::function<void()> stop;
  std::thread thread;
};

absl::Duration StallTimeout(const json& command) {
  if (!command.contains("stall_seconds"))
    return mandates::client::kStallTimeout;
  return absl::Seconds(command["stall_seconds"].get<double>());
}

absl::Status HandleResponse(int id, Credit& credit,
                            const WatchResponse& response) {
  for (const auto& event : response.events()) {
    Answer(id, {{"event", ToJson(event)}});
    absl::Status taken = credit.Take();
    if (!taken.ok()) return taken;
  }
  if (response.snapshot_complete()) Answer(id, {{"snapshot_complete", true}});
  if (response.caught_up()) Answer(id, {{"caught_up", true}});
  return absl::OkStatus();
}

absl::Status HandleDelivery(int id, Credit& credit, const Delivery& delivery) {
  Answer(id, {{"delivery",
               {{"event", ToJson(delivery.event())},
                {"delivery_attempt", delivery.delivery_attempt()}}}});
  return credit.Take();
}

class Driver {
 public:
  explicit Driver(const std::string& address)
      : channel_(mandates::client::Connect(address)) {}

  // Obeys until `quit` or the end of the input.
  void Run(std::istream& input) {
    std::string line;
    while (std::getline(input, line)) {
      const json command = json::parse(line);
      if (command["command"] == "quit") break;
      Obey(command);
    }
    for (auto& [id, running] : running_) running.stop();
    for (auto& [id, running] : running_) running.thread.join();
  }

 private:
  void Obey(const json& command) {
    const std::string name = command["command"];
    if (name == "call") return StartCall(command);
    if (name == "watch") return StartWatch(command);
    if (name == "subscribe") return StartSubscription(command);
    if (!command.contains("of")) {
      return Answer(command["id"], {{"unsupported", true}});
    }
    const auto found = running_.find(command["of"]);
    if (found == running_.end()) return;
    Running& running = found->second;
    if (name == "stop") running.stop();
    if (running.credit == nullptr) return;
    if (name == "more") running.credit->Give(command["count"]);
    if (name == "fail") running.credit->Fail(Failed());
  }

  void StartCall(const json& command) {
    auto call = std::make_shared<Call>();
    Running& running = running_[command["id"]];
    running.stop = [call] { call->Cancel(); };
    running.thread = std::thread([this, call, command] {
      Answer(command["id"], call->Run(channel_, command["method"],
                                      command.value("request", json::object()),
                                      command.value("deadline_seconds", 0.0)));
    });
  }

  void StartWatch(const json& command) {
    const int id = command["id"];
    mandates::client::WatchOptions options;
    if (command.contains("request")) {
      FromJson(command["request"], &options.request);
    }
    options.stall_timeout = StallTimeout(command);
    options.store_token = [id](const std::string& token) {
      Answer(id, {{"token", absl::Base64Escape(token)}});
      return absl::OkStatus();
    };
    auto watcher = std::make_shared<Watcher>(channel_, std::move(options));
    Start(command, watcher,
          [id](Credit& credit, const WatchResponse& response) {
            return HandleResponse(id, credit, response);
          });
  }

  void StartSubscription(const json& command) {
    const int id = command["id"];
    mandates::client::SubscribeOptions options;
    options.request.set_subscription(command["subscription"]);
    options.request.set_max_events(command.value("max_events", 0));
    if (command.contains("lease_seconds")) {
      options.request.mutable_lease()->set_seconds(command["lease_seconds"]);
    }
    options.stall_timeout = StallTimeout(command);
    auto subscriber =
        std::make_shared<Subscriber>(channel_, std::move(options));
    Start(command, subscriber, [id](Credit& credit, const Delivery& delivery) {
      return HandleDelivery(id, credit, delivery);
    });
  }

  // Runs a watcher or a subscriber with a handler that needs credit.
  template <typename Reader, typename Handler>
  void Start(const json& command, std::shared_ptr<Reader> reader,
             Handler handler) {
    const int id = command["id"];
    std::optional<int> left;
    if (command.contains("credit")) left = command["credit"];
    auto credit = std::make_shared<Credit>(left);
    Running& running = running_[id];
    running.credit = credit;
    running.stop = [reader, credit] {
      reader->Stop();
      credit->Fail(Stopped());
    };
    running.thread = std::thread([id, reader, credit, handler] {
      AnswerEnd(id, reader->Run([&](const auto& message) {
        return handler(*credit, message);
      }));
    });
  }

  const std::shared_ptr<grpc::Channel> channel_;
  std::map<int, Running> running_;
};

}  // namespace
}  // namespace mandated::conformance

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: driver ADDRESS\n";
    return EXIT_FAILURE;
  }
  std::cout << R"({"ready": true})" << std::endl;
  mandated::conformance::Driver(argv[1]).Run(std::cin);
  return EXIT_SUCCESS;
}
