#include <utility>

#include "tests/support/client.h"

namespace mandated::testing {

Watcher::Watcher(Client& client, const v1::WatchRequest& request) {
  context_.set_deadline(std::chrono::system_clock::now() + kPatience);
  reader_ = client.expiry().Watch(&context_, request);
}

Watcher::~Watcher() {
  Cancel();
  Finish();
}

bool Watcher::Next() {
  if (finished_ || !reader_->Read(&message_)) return false;
  events_.insert(events_.end(), message_.events().begin(),
                 message_.events().end());
  if (!message_.resume_token().empty()) token_ = message_.resume_token();
  return true;
}

bool Watcher::ReadUntilCaughtUp() {
  while (Next()) {
    if (message_.caught_up()) return true;
  }
  return false;
}

bool Watcher::ReadEvents(size_t count) {
  while (events_.size() < count) {
    if (!Next()) return false;
  }
  return true;
}

bool Watcher::ReadUntilProgress() {
  while (Next()) {
    if (message_.has_progress()) return true;
  }
  return false;
}

grpc::Status Watcher::Finish() {
  if (finished_) return grpc::Status::OK;
  while (Next()) continue;
  finished_ = true;
  return reader_->Finish();
}

std::string Watcher::TrailerToken() const {
  const auto& trailers = context_.GetServerTrailingMetadata();
  const auto found = trailers.find("mandates-resume-token-bin");
  if (found == trailers.end()) return "";
  return {found->second.data(), found->second.size()};
}

}  // namespace mandated::testing
