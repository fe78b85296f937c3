#include "mandates/client/watcher.h"

#include <algorithm>
#include <utility>

#include "mandates/client/reader.h"
#include "mandates/client/recent_ids.h"
#include "mandates/client/transport.h"

namespace mandates::client {

class Watcher::Impl {
 public:
  Impl(std::shared_ptr<grpc::Channel> channel, WatchOptions options)
      : transport_(std::move(channel)),
        options_(std::move(options)),
        reader_(options_.random, options_.on_lost) {}

  absl::Status Run(const Handler& handler) {
    return reader_.Run([&](bool patient) {
      return reader_.ReadAll<v1::WatchResponse>(
          transport_.Watch(options_.request, {patient, options_.stall_timeout}),
          [&](v1::WatchResponse& response) { return Take(handler, response); });
    });
  }

  void Stop() { reader_.stop().Request(); }

 private:
  absl::Status Take(const Handler& handler, v1::WatchResponse& response) {
    auto& events = *response.mutable_events();
    events.erase(std::remove_if(events.begin(), events.end(),
                                [&](const v1::Event& event) {
                                  return !seen_.Add(event.id());
                                }),
                 events.end());
    absl::Status handled = handler(response);
    if (!handled.ok()) return reader_.Fail(std::move(handled));
    const std::string& token = response.resume_token();
    if (token.empty()) return absl::OkStatus();
    options_.request.mutable_start()->set_resume_token(token);
    absl::Status stored =
        options_.store_token ? options_.store_token(token) : absl::OkStatus();
    return stored.ok() ? stored : reader_.Fail(std::move(stored));
  }

  const Transport transport_;
  WatchOptions options_;  // its start moves with what was handled
  Reader reader_;
  RecentIds seen_;
};

Watcher::Watcher(std::shared_ptr<grpc::Channel> channel, WatchOptions options)
    : impl_(std::make_unique<Impl>(std::move(channel), std::move(options))) {}

Watcher::~Watcher() = default;

absl::Status Watcher::Run(const Handler& handler) {
  return impl_->Run(handler);
}

void Watcher::Stop() { impl_->Stop(); }

}  // namespace mandates::client
