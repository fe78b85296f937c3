#include "services/server/server.h"

#include <grpcpp/ext/channelz_service_plugin.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/api/admin_service.h"
#include "services/api/expiry_service.h"
#include "services/api/health_service.h"
#include "services/api/mandate_service.h"
#include "services/api/resolution_service.h"
#include "services/api/session_service.h"
#include "services/api/subscription_progress.h"
#include "services/domain/limits.h"
#include "services/engine/backups.h"
#include "services/engine/clock.h"
#include "services/engine/expiry.h"
#include "services/engine/importer.h"
#include "services/engine/reader.h"
#include "services/engine/records.h"
#include "services/engine/registry.h"
#include "services/engine/subscriptions.h"
#include "services/engine/writer.h"
#include "services/server/call_observer.h"
#include "services/server/guard.h"
#include "services/server/measured_bytes.h"
#include "services/server/metrics.h"
#include "services/server/metrics_server.h"
#include "services/server/process_figures.h"
#include "services/server/version.h"
#include "services/stream/hub.h"
#include "spdlog/spdlog.h"
#include "storage/ordered_bytes.h"
#include "storage/store.h"

namespace mandated::server {
namespace {

// A dead peer is noticed within two of these: the server asks, and clients may
// ask as often without being punished for it.
constexpr int kKeepaliveMillis = 60'000;
constexpr int kPingIntervalMinMillis = 10'000;

// Our services, which the health service reports by name.
std::set<std::string> ServiceNames() {
  return {mandates::v1::MandateService::service_full_name(),
          mandates::v1::SessionService::service_full_name(),
          mandates::v1::ResolutionService::service_full_name(),
          mandates::v1::ExpiryService::service_full_name(),
          mandates::v1::AdminService::service_full_name()};
}

// Those whose calls are counted by method.
std::set<std::string> CountedServices() {
  std::set<std::string> names = ServiceNames();
  names.insert({"grpc.health.v1.Health",
                "grpc.reflection.v1alpha.ServerReflection",
                "grpc.channelz.v1.Channelz"});
  return names;
}

absl::StatusOr<std::unique_ptr<storage::Store>> OpenStore(
    const Config& config, WriteFigures* writes) {
  if (config.store_directory.empty()) {
    return storage::Store::Open(Measured(storage::NewMemoryBytes(), writes));
  }
  auto bytes = storage::OpenRocksdbBytes(config.store_directory);
  if (!bytes.ok()) return bytes.status();
  return storage::Store::Open(Measured(std::move(*bytes), writes));
}

// A simulated clock goes on where the store has been: at its last event, or on
// the last day it scanned, whichever is later.
absl::StatusOr<std::unique_ptr<engine::SimulatedClock>> MakeSimulatedClock(
    const Config& config, const engine::Clock* base,
    const storage::Store& store) {
  if (!config.clock_simulated) return nullptr;
  const auto snapshot = store.GetSnapshot();
  const auto last = engine::LastCommitTime(*snapshot);
  if (!last.ok()) return last.status();
  const auto horizons = engine::ReadHorizons(*snapshot);
  if (!horizons.ok()) return horizons.status();
  constexpr int kNoon = 12;  // no change of the hour comes near
  absl::Time start =
      std::max(absl::FromCivil(absl::CivilHour(config.simulated_start) + kNoon,
                               config.zone),
               *last);
  for (const auto& [lead, horizon] : *horizons) {
    start = std::max(start, absl::FromCivil(horizon.through, config.zone));
  }
  return std::make_unique<engine::SimulatedClock>(base, start,
                                                  config.simulated_speed);
}

void LogBackup(const absl::StatusOr<storage::Backup>& made) {
  if (made.ok()) {
    spdlog::info("backup {} made, up to revision {}, {} bytes", made->number,
                 made->revision, made->bytes);
  } else {
    spdlog::error("no backup was made: {}", made.status().ToString());
  }
}

}  // namespace

// Every part, in the order it is built; destroyed in the reverse order.
class Server::Parts {
 public:
  Parts(const Config& config, std::unique_ptr<Guard> guard,
        std::unique_ptr<WriteFigures> writes,
        std::unique_ptr<storage::Store> store,
        std::unique_ptr<engine::SimulatedClock> simulated)
      : guard_(std::move(guard)),
        grace_(config.grace),
        store_directory_(config.store_directory),
        calls_(CountedServices(), config.log_slow_call),
        writes_(std::move(writes)),
        store_(std::move(store)),
        simulated_(std::move(simulated)),
        clock_(simulated_ ? static_cast<engine::Clock*>(simulated_.get())
                          : &system_clock_),
        started_(system_clock_.Now()),
        reader_(store_.get(), clock_, config.zone),
        hub_(store_.get(),
             {.progress_interval =
                  absl::ToChronoNanoseconds(config.progress_interval)},
             [this] { return Progress(); }),
        writer_(store_.get(), clock_, config.zone),
        registry_(&writer_),
        importer_(store_.get(), &reader_, &registry_),
        expiry_(store_.get(), &writer_, clock_, config.leads, config.retention,
                [](const absl::Status& status) {
                  spdlog::error("a tick failed and will be tried again: {}",
                                status.ToString());
                }),
        backups_(store_.get(), config.backup_directory, LogBackup),
        subscriptions_(store_.get(), &writer_, &system_clock_, config.leads),
        mandates_(guard_->gate(), &registry_, &reader_),
        sessions_(guard_->gate(), &registry_, &reader_),
        resolutions_(guard_->gate(), &importer_, &reader_),
        expiries_(guard_->gate(), &reader_, &subscriptions_, &hub_),
        admin_(
            guard_->gate(), [this] { return Info(); }, &expiry_,
            simulated_.get(), &backups_),
        health_(ServiceNames()) {
    store_->AddHeadListener([writes = writes_.get(), head = store_->head()](
                                storage::Revision now) mutable {
      writes->group_commits.See(now - std::exchange(head, now));
    });
  }

  // The hub asks the expiry loop how far it is, so streams end first.
  ~Parts() { Drain(); }

  absl::Status Serve(const Config& config) {
    absl::Status started = expiry_.Start();
    if (!started.ok()) return started;
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    // It shows who is connected, and cannot ask who calls.
    if (!guard_->asks_who_calls()) {
      grpc::channelz::experimental::InitChannelzService();
    }
    grpc::ServerBuilder builder;
    Configure(builder);
    int port = 0;
    builder.AddListeningPort(config.listen, guard_->MakeCredentials(), &port);
    grpc_server_ = builder.BuildAndStart();
    if (grpc_server_ == nullptr || port == 0) {
      return absl::UnavailableError(absl::StrCat(
          "cannot serve on ", config.listen,
          ": is another program using the port? choose another --listen"));
    }
    const size_t colon = config.listen.rfind(':');
    address_ = absl::StrCat(config.listen.substr(0, colon), ":", port);
    guard_->Start(address_);
    absl::Status exposed = ServeMetrics(config);
    if (!exposed.ok()) return exposed;
    spdlog::info(
        "serving on {}, store {} ({}) at revision {}", address_,
        config.store_directory.empty() ? "in memory" : config.store_directory,
        store_->id(), store_->head());
    return absl::OkStatus();
  }

  void Drain() {
    health_.Drain();
    backups_.Stop();
    hub_.Close();
    if (grpc_server_ != nullptr) {
      grpc_server_->Shutdown(std::chrono::system_clock::now() +
                             absl::ToChronoMicroseconds(grace_));
      grpc_server_->Wait();
      grpc_server_.reset();
    }
    importer_.Stop();
    expiry_.Stop();
    writer_.Stop();
  }

  const std::string& address() const { return address_; }
  std::string metrics_address() const {
    return metrics_ ? metrics_->address() : "";
  }

 private:
  absl::Status ServeMetrics(const Config& config) {
    if (config.metrics_listen.empty()) return absl::OkStatus();
    const MetricsSources sources = {.store = store_.get(),
                                    .store_directory = config.store_directory,
                                    .head_at_start = head_at_start_,
                                    .writes = writes_.get(),
                                    .events = &events_,
                                    .zone = writer_.zone(),
                                    .subscriptions = &subscriptions_,
                                    .hub = &hub_,
                                    .backups = &backups_,
                                    .calls = &calls_,
                                    .clock = clock_,
                                    .started = started_};
    auto served = MetricsServer::Start(
        config.metrics_listen,
        [sources](MetricsPage& page) { WriteMetrics(sources, page); });
    if (!served.ok()) return served.status();
    metrics_ = *std::move(served);
    spdlog::info("serving metrics on {}", metrics_->address());
    return absl::OkStatus();
  }

  void Configure(grpc::ServerBuilder& builder) {
    builder.SetMaxReceiveMessageSize(domain::limits::kMessageBytesMax);
    // Two processes on one port would share its calls silently.
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMillis);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
    builder.AddChannelArgument(
        GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
        kPingIntervalMinMillis);
    builder.experimental().SetInterceptorCreators(calls_.MakeInterceptors());
    builder.RegisterService(&mandates_);
    builder.RegisterService(&sessions_);
    builder.RegisterService(&resolutions_);
    builder.RegisterService(&expiries_);
    builder.RegisterService(&admin_);
    builder.RegisterService(&health_);
  }

  mandates::v1::Progress Progress() const {
    mandates::v1::Progress progress;
    *progress.mutable_processed_through() =
        engine::ToTimestamp(expiry_.processed_through());
    *progress.mutable_server_time() = engine::ToTimestamp(clock_->Now());
    return progress;
  }

  mandates::v1::GetServerInfoResponse Info() const {
    mandates::v1::GetServerInfoResponse info;
    const auto snapshot = store_->GetSnapshot();
    info.set_version(kVersion);
    info.set_store_id(store_->id());
    info.set_store_format(storage::Store::kFormat);
    info.set_storage_engine(std::string(store_->engine()));
    info.set_head_revision(snapshot->revision());
    info.set_earliest_revision(snapshot->earliest());
    *info.mutable_server_time() = engine::ToTimestamp(clock_->Now());
    *info.mutable_processed_through() =
        engine::ToTimestamp(expiry_.processed_through());
    info.set_clock_simulated(clock_->simulated());
    const auto leads = reader_.ReadLeads();
    if (leads.ok()) *info.mutable_leads() = {leads->begin(), leads->end()};
    for (auto& lag : api::ListLags(subscriptions_, hub_)) {
      *info.add_subscription_lags() = std::move(lag);
    }
    info.set_watchers(hub_.cursors());
    *info.mutable_start_time() = engine::ToTimestamp(started_);
    info.set_time_zone(writer_.zone().name());
    info.set_backup_directory(backups_.directory());
    const auto newest = backups_.Newest();
    if (newest) *info.mutable_newest_backup() = api::ToProto(*newest);
    const DiskSpace space = ReadDiskSpace(store_directory_);
    info.set_disk_free_bytes(space.free_bytes);
    info.set_disk_size_bytes(space.size_bytes);
    *info.mutable_machine_time() = engine::ToTimestamp(system_clock_.Now());
    return info;
  }

  const std::unique_ptr<Guard> guard_;
  const absl::Duration grace_;
  const std::string store_directory_;  // empty: in memory
  engine::SystemClock system_clock_;
  CallObserver calls_;  // outlives what it observes
  const std::unique_ptr<WriteFigures> writes_;
  const std::unique_ptr<storage::Store> store_;
  const storage::Revision head_at_start_ = store_->head();
  EventCounter events_{head_at_start_};  // of scrapes, one at a time
  const std::unique_ptr<engine::SimulatedClock> simulated_;
  engine::Clock* const clock_;
  const absl::Time started_;
  engine::Reader reader_;
  stream::Hub hub_;  // hears of commits, so it outlives the writer
  engine::Writer writer_;
  engine::Registry registry_;
  engine::Importer importer_;
  engine::Expiry expiry_;
  engine::Backups backups_;
  engine::Subscriptions subscriptions_;
  api::MandateService mandates_;
  api::SessionService sessions_;
  api::ResolutionService resolutions_;
  api::ExpiryService expiries_;
  api::AdminService admin_;
  api::HealthService health_;
  std::unique_ptr<grpc::Server> grpc_server_;
  std::string address_;
  std::unique_ptr<MetricsServer> metrics_;  // reads all of the above
};

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() = default;

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Config& config) {
  // Shared by the simulated clock, which lives as long as the process.
  static const engine::SystemClock base;
  auto guard = Guard::Create(config.security, &base);
  if (!guard.ok()) return guard.status();
  auto writes = std::make_unique<WriteFigures>();
  auto store = OpenStore(config, writes.get());
  if (!store.ok()) return store.status();
  auto simulated = MakeSimulatedClock(config, &base, **store);
  if (!simulated.ok()) return simulated.status();
  auto parts =
      std::make_unique<Parts>(config, *std::move(guard), std::move(writes),
                              std::move(*store), std::move(*simulated));
  absl::Status served = parts->Serve(config);
  if (!served.ok()) {
    parts->Drain();
    return served;
  }
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

const std::string& Server::address() const { return parts_->address(); }
std::string Server::metrics_address() const {
  return parts_->metrics_address();
}
void Server::Drain() { parts_->Drain(); }

}  // namespace mandated::server
