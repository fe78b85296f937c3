#include "services/server/call_observer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "services/server/log_line.h"
#include "spdlog/spdlog.h"

namespace mandated::server {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::Interceptor;
using grpc::experimental::InterceptorBatchMethods;
using grpc::experimental::ServerRpcInfo;
using std::chrono::steady_clock;

// Lines about calls in one second: an outage must not fill the disk.
constexpr int64_t kLinesASecondMax = 20;

constexpr std::array<const char*, kStatusCodes> kCodeNames = {
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED"};

size_t RowOf(grpc::StatusCode code) {
  const auto row = static_cast<size_t>(code);
  return row < kStatusCodes ? row
                            : static_cast<size_t>(grpc::StatusCode::UNKNOWN);
}

// What somebody who runs the server has to look at.
bool IsFaultOfServer(grpc::StatusCode code) {
  return code == grpc::StatusCode::UNKNOWN ||
         code == grpc::StatusCode::INTERNAL ||
         code == grpc::StatusCode::DATA_LOSS ||
         code == grpc::StatusCode::RESOURCE_EXHAUSTED;
}

// These wait because they were asked to.
bool MayTakeLong(std::string_view method) {
  return method == "mandates.v1.ExpiryService/Pull" ||
         method == "mandates.v1.AdminService/AdvanceClock";
}

// The value of a header that names a call across programs, where it is of the
// characters such names have.
std::string Header(const grpc::ServerContextBase& context, const char* name) {
  constexpr size_t kBytesMax = 128;
  const auto& headers = context.client_metadata();
  const auto found = headers.find(name);
  if (found == headers.end()) return "";
  const std::string value(found->second.data(), found->second.size());
  const bool printable = std::all_of(
      value.begin(), value.end(), [](char c) { return c > ' ' && c <= '~'; });
  return printable && value.size() <= kBytesMax ? value : "";
}

}  // namespace

const char* CodeName(size_t code) { return kCodeNames[code]; }

class CallObserver::Call final : public Interceptor {
 public:
  Call(CallObserver* observer, ServerRpcInfo* info, MethodFigures* figures)
      : observer_(observer),
        info_(info),
        figures_(figures),
        begun_(steady_clock::now()) {
    figures_->open.fetch_add(1, std::memory_order_relaxed);
  }

  // A call whose peer went away may send no status. Its context is going, and
  // cannot be asked any more.
  ~Call() override {
    if (!ended_) Count(grpc::StatusCode::CANCELLED);
  }

  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(
            InterceptionHookPoints::PRE_SEND_STATUS) &&
        !ended_) {
      const grpc::Status status = methods->GetSendStatus();
      const int64_t micros = Count(status.error_code());
      observer_->Tell(*info_, *figures_, micros, status);
    }
    methods->Proceed();
  }

 private:
  // Returns how long it took.
  int64_t Count(grpc::StatusCode code) {
    ended_ = true;
    const int64_t micros =
        std::chrono::duration_cast<std::chrono::microseconds>(
            steady_clock::now() - begun_)
            .count();
    figures_->open.fetch_sub(1, std::memory_order_relaxed);
    figures_->ended[RowOf(code)].fetch_add(1, std::memory_order_relaxed);
    if (info_->type() == ServerRpcInfo::Type::UNARY) {
      figures_->micros.See(micros);
    }
    return micros;
  }

  CallObserver* const observer_;
  ServerRpcInfo* const info_;
  MethodFigures* const figures_;
  const steady_clock::time_point begun_;
  bool ended_ = false;
};

class CallObserver::Factory final
    : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit Factory(CallObserver* observer) : observer_(observer) {}

  Interceptor* CreateServerInterceptor(ServerRpcInfo* info) override {
    return new Call(observer_, info, observer_->Find(info->method()));
  }

 private:
  CallObserver* const observer_;
};

CallObserver::CallObserver(const std::set<std::string>& services,
                           absl::Duration slow)
    : slow_micros_(absl::ToInt64Microseconds(slow)) {
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  for (const std::string& name : services) {
    const auto* service = pool->FindServiceByName(name);
    for (int i = 0; service != nullptr && i < service->method_count(); ++i) {
      auto figures = std::make_unique<MethodFigures>(
          absl::StrCat(name, "/", service->method(i)->name()));
      const std::string_view key = figures->name;
      methods_.emplace(key, std::move(figures));
    }
  }
}

std::vector<
    std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>
CallObserver::MakeInterceptors() {
  std::vector<
      std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>
      factories;
  factories.push_back(std::make_unique<Factory>(this));
  return factories;
}

std::vector<const MethodFigures*> CallObserver::Figures() const {
  const auto was_called = [](const MethodFigures& figures) {
    return figures.open != 0 ||
           std::any_of(figures.ended.begin(), figures.ended.end(),
                       [](const auto& count) { return count != 0; });
  };
  std::vector<const MethodFigures*> called;
  for (const auto& [name, figures] : methods_) {
    if (was_called(*figures)) called.push_back(figures.get());
  }
  if (was_called(other_)) called.push_back(&other_);
  return called;
}

MethodFigures* CallObserver::Find(std::string_view method) {
  if (!method.empty()) method.remove_prefix(1);  // the slash
  const auto found = methods_.find(method);
  return found == methods_.end() ? &other_ : found->second.get();
}

void CallObserver::Tell(ServerRpcInfo& info, const MethodFigures& figures,
                        int64_t micros, const grpc::Status& status) {
  const bool fault = IsFaultOfServer(status.error_code());
  const bool slow = info.type() == ServerRpcInfo::Type::UNARY &&
                    micros >= slow_micros_ && !MayTakeLong(figures.name);
  const auto level = fault  ? spdlog::level::err
                     : slow ? spdlog::level::warn
                            : spdlog::level::debug;
  if (!spdlog::should_log(level)) return;
  if (level != spdlog::level::debug && !MayLog()) return;
  const auto* context = info.server_context();
  LogLine line(fault ? "call failed" : slow ? "call was slow" : "call ended");
  line.With("method", figures.name)
      .With("code", CodeName(RowOf(status.error_code())))
      .With("seconds", absl::StrCat(static_cast<double>(micros) * 1e-6))
      .With("peer", context->peer())
      .With("request_id", Header(*context, "x-request-id"))
      .With("traceparent", Header(*context, "traceparent"))
      .With("error", status.error_message());
  const int64_t unsaid = unsaid_.exchange(0);
  if (unsaid > 0) line.With("lines_left_out", absl::StrCat(unsaid));
  spdlog::log(level, line.text());
}

// Tells whether this second has a line left; counts those it has not.
bool CallObserver::MayLog() {
  const int64_t second = std::chrono::duration_cast<std::chrono::seconds>(
                             steady_clock::now().time_since_epoch())
                             .count();
  if (second_.exchange(second) != second) lines_ = 0;
  if (lines_.fetch_add(1) < kLinesASecondMax) return true;
  unsaid_.fetch_add(1);
  return false;
}

}  // namespace mandated::server
