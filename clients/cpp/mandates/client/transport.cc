#include "mandates/client/transport.h"

#include <grpc/support/time.h>
#include <grpcpp/grpcpp.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "mandates/client/error.h"
#include "mandates/client/limits.h"
#include "mandates/v1/expiry_service.grpc.pb.h"

namespace mandates::client {
namespace {

// A span of time, which gRPC counts from the moment it gets it.
gpr_timespec SpanOf(absl::Duration duration) {
  return gpr_time_from_millis(absl::ToInt64Milliseconds(duration),
                              GPR_TIMESPAN);
}

// Has one operation under way at most, for which the reading thread waits.
template <typename Response>
class GrpcStream : public Stream<Response> {
 public:
  // `open` starts the call with a context and a queue.
  template <typename Open>
  GrpcStream(const StreamOptions& options, const Open& open)
      : stall_timeout_(options.stall_timeout) {
    context_.set_wait_for_ready(options.patient);
    reader_ = open(&context_, &queue_);
  }

  ~GrpcStream() override {
    context_.TryCancel();
    if (!started_) Wait();
    if (!ended_) End().IgnoreError();
    queue_.Shutdown();
    Wait();
  }

  absl::Status Read(Response* response) override {
    if (!started_) {
      started_ = true;
      if (!Wait()) return End();
    }
    reader_->Read(response, nullptr);
    return Wait() ? absl::OkStatus() : End();
  }

  void Cancel() override { context_.TryCancel(); }

 private:
  // Waits for the operation under way; false: it failed or took too long.
  bool Wait() {
    void* tag = nullptr;
    bool ok = false;
    const auto next = queue_.AsyncNext(&tag, &ok, SpanOf(stall_timeout_));
    if (next == grpc::CompletionQueue::GOT_EVENT) return ok;
    if (next == grpc::CompletionQueue::SHUTDOWN) return false;
    stalled_ = true;
    context_.TryCancel();
    queue_.Next(&tag, &ok);
    return false;
  }

  absl::Status End() {
    grpc::Status status;
    reader_->Finish(&status, nullptr);
    Wait();
    ended_ = true;
    if (stalled_) {
      return absl::UnavailableError(
          absl::StrCat("nothing came from the server for ",
                       absl::FormatDuration(stall_timeout_)));
    }
    if (status.ok()) return absl::UnavailableError("the stream ended");
    return ToStatus(status);
  }

  const absl::Duration stall_timeout_;
  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::ClientAsyncReader<Response>> reader_;
  bool started_ = false;  // the call, as far as the reader waited for it
  bool stalled_ = false;
  bool ended_ = false;
};

}  // namespace

Transport::Transport(std::shared_ptr<grpc::Channel> channel)
    : channel_(std::move(channel)) {}

std::unique_ptr<Stream<v1::WatchResponse>> Transport::Watch(
    const v1::WatchRequest& request, const StreamOptions& options) const {
  v1::ExpiryService::Stub stub(channel_);
  return std::make_unique<GrpcStream<v1::WatchResponse>>(
      options, [&](grpc::ClientContext* context, grpc::CompletionQueue* queue) {
        return stub.AsyncWatch(context, request, queue, nullptr);
      });
}

std::unique_ptr<Stream<v1::StreamSubscriptionResponse>> Transport::Subscribe(
    const v1::StreamSubscriptionRequest& request,
    const StreamOptions& options) const {
  v1::ExpiryService::Stub stub(channel_);
  return std::make_unique<GrpcStream<v1::StreamSubscriptionResponse>>(
      options, [&](grpc::ClientContext* context, grpc::CompletionQueue* queue) {
        return stub.AsyncStreamSubscription(context, request, queue, nullptr);
      });
}

absl::Status Transport::Acknowledge(
    const v1::AcknowledgeRequest& request) const {
  v1::ExpiryService::Stub stub(channel_);
  grpc::ClientContext context;
  context.set_deadline(SpanOf(kAcknowledgeTimeout));
  v1::AcknowledgeResponse response;
  const grpc::Status status = stub.Acknowledge(&context, request, &response);
  if (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) {
    return absl::UnavailableError("no answer to an acknowledgement");
  }
  return ToStatus(status);
}

}  // namespace mandates::client
