#include "services/api/request_checks.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/domain/date.h"
#include "services/domain/errors.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/validation.h"
#include "services/engine/records.h"

namespace mandated::api {
namespace {

using domain::limits::kNameBytesMax;
using domain::limits::kTextBytesMax;
using mandates::v1::RecordDecisionRequest;

// Returns the first status that is not OK.
absl::Status First(std::initializer_list<absl::Status> statuses) {
  for (const absl::Status& status : statuses) {
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckWho(const std::string& actor, const std::string& reason) {
  return First({domain::CheckText("actor", actor, kNameBytesMax),
                domain::CheckText("reason", reason, kTextBytesMax)});
}

constexpr std::array<std::string_view, 10> kUpdatable = {
    "title", "kind",   "country",          "holder_type",    "holder",
    "note",  "labels", "established_year", "established_by", "titles"};

absl::Status CheckUpdateMask(const google::protobuf::FieldMask& mask) {
  if (mask.paths().empty()) {
    return domain::FieldMissing("update_mask", "list the fields to change");
  }
  for (const std::string& path : mask.paths()) {
    if (std::find(kUpdatable.begin(), kUpdatable.end(), path) !=
        kUpdatable.end()) {
      continue;
    }
    return domain::FieldInvalid(
        "update_mask", "PATH_UNKNOWN",
        absl::StrCat("\"", path.substr(0, kNameBytesMax),
                     "\" cannot be updated; send some of title, kind, country, "
                     "holder_type, holder, note, labels, established_year, "
                     "established_by, titles"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckRequest(const RecordDecisionRequest& request) {
  absl::Status checked =
      First({domain::ParseMandateName("mandate_name", request.mandate_name())
                 .status(),
             domain::CheckDecision("decision", request.decision()),
             domain::CheckRequestId("request_id", request.request_id()),
             CheckWho(request.actor(), request.reason())});
  if (!checked.ok() || !request.has_mandate()) return checked;
  return domain::CheckMandateFacts("mandate", request.mandate());
}

absl::Status CheckRequest(
    const mandates::v1::BatchRecordDecisionsRequest& request) {
  if (request.requests().empty() ||
      request.requests_size() > domain::limits::kBatchDecisionsMax) {
    return domain::FieldOutOfRange("requests", request.requests_size(), 1,
                                   domain::limits::kBatchDecisionsMax);
  }
  absl::Status id = domain::CheckRequestId("request_id", request.request_id());
  if (!id.ok()) return id;
  for (int i = 0; i < request.requests_size(); ++i) {
    const RecordDecisionRequest& one = request.requests(i);
    absl::Status checked = CheckRequest(one);
    if (checked.ok() && (!one.request_id().empty() || one.validate_only())) {
      checked = domain::FieldForbidden(
          one.validate_only() ? "validate_only" : "request_id",
          "set it on the batch, not on one decision of it");
    }
    if (!checked.ok()) {
      return domain::WithFieldPrefix(absl::StrCat("requests[", i, "]."),
                                     std::move(checked));
    }
  }
  const auto bytes = static_cast<int64_t>(request.ByteSizeLong());
  return bytes <= domain::limits::kRequestBytesMax
             ? absl::OkStatus()
             : domain::RequestTooLarge(bytes, domain::limits::kRequestBytesMax);
}

absl::Status CheckRequest(const mandates::v1::AmendDecisionRequest& request) {
  return First(
      {domain::ParseDecisionName("decision.name", request.decision().name())
           .status(),
       domain::CheckDecision("decision", request.decision()),
       domain::CheckRequiredText("reason", request.reason(), kTextBytesMax),
       domain::CheckRequestId("request_id", request.request_id()),
       CheckWho(request.actor(), "")});
}

absl::Status CheckRequest(const mandates::v1::RetractDecisionRequest& request) {
  return First(
      {domain::ParseDecisionName("name", request.name()).status(),
       domain::CheckRequiredText("reason", request.reason(), kTextBytesMax),
       domain::CheckRequestId("request_id", request.request_id()),
       CheckWho(request.actor(), "")});
}

absl::Status CheckRequest(const mandates::v1::UpdateMandateRequest& request) {
  return First(
      {domain::ParseMandateName("mandate.name", request.mandate().name())
           .status(),
       CheckUpdateMask(request.update_mask()),
       domain::CheckRequestId("request_id", request.request_id()),
       CheckWho(request.actor(), request.reason())});
}

absl::Status CheckRequest(const mandates::v1::UpsertSessionRequest& request) {
  return First({domain::CheckSession("session", request.session()),
                CheckWho(request.actor(), request.reason())});
}

absl::Status CheckRequest(
    const mandates::v1::ImportResolutionRequest& request) {
  if (request.settlements_size() > domain::limits::kSettlementsMax) {
    return domain::FieldOutOfRange("settlements", request.settlements_size(), 0,
                                   domain::limits::kSettlementsMax);
  }
  for (int i = 0; i < request.settlements_size(); ++i) {
    const std::string& name = request.settlements(i).mandate_name();
    const std::string field = absl::StrCat("settlements[", i, "].mandate_name");
    if (name.empty()) continue;
    absl::Status checked = domain::ParseMandateName(field, name).status();
    if (!checked.ok()) return checked;
  }
  absl::Status who = CheckWho(request.actor(), "");
  if (!who.ok() || !request.has_adopted_on()) return who;
  return domain::CheckDate("adopted_on", request.adopted_on()).status();
}

absl::Status CheckStart(const mandates::v1::WatchStart& start) {
  if (start.has_time()) {
    return CheckTimestamp("start.time", start.time()).status();
  }
  if (!start.has_revision() || start.revision() > 0) return absl::OkStatus();
  return domain::FieldInvalid("start.revision", "REVISION_INVALID",
                              "is below 1; revisions count from 1");
}

absl::StatusOr<absl::Time> CheckTimestamp(
    std::string_view field, const google::protobuf::Timestamp& timestamp) {
  // The range that google.protobuf.Timestamp documents.
  constexpr int64_t kSecondsMin = -62'135'596'800;
  constexpr int64_t kSecondsMax = 253'402'300'799;
  constexpr int kNanosMax = 999'999'999;
  if (timestamp.seconds() < kSecondsMin || timestamp.seconds() > kSecondsMax) {
    return domain::FieldOutOfRange(std::string(field) + ".seconds",
                                   timestamp.seconds(), kSecondsMin,
                                   kSecondsMax);
  }
  if (timestamp.nanos() < 0 || timestamp.nanos() > kNanosMax) {
    return domain::FieldOutOfRange(std::string(field) + ".nanos",
                                   timestamp.nanos(), 0, kNanosMax);
  }
  return engine::FromTimestamp(timestamp);
}

}  // namespace mandated::api
