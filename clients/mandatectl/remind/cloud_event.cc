#include "clients/mandatectl/remind/cloud_event.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "clients/mandatectl/json.h"
#include "clients/mandatectl/words.h"
#include "nlohmann/json.hpp"

namespace mandated::mandatectl::remind {

std::string ToCloudEvent(const mandates::v1::Event& event) {
  nlohmann::ordered_json json = {
      {"specversion", "1.0"},
      {"id", event.id()},
      // Ids are unique over all mandates of a body, so the source is one.
      {"source", "urn:mandated:events"},
      {"type", absl::StrCat("mandates.v1.",
                            absl::AsciiStrToLower(EventWord(event.type())))},
      {"subject", event.mandate().name()},
      {"time", absl::FormatTime(absl::RFC3339_full,
                                absl::FromUnixSeconds(event.time().seconds()) +
                                    absl::Nanoseconds(event.time().nanos()),
                                absl::UTCTimeZone())},
      {"datacontenttype", "application/json"}};
  // The extension "sequence": sorts as the events do. A snapshot has none.
  if (event.revision() > 0) {
    json["sequence"] =
        absl::StrFormat("%019d.%06d", event.revision(), event.index());
  }
  json["data"] = nlohmann::ordered_json::parse(ToJson(event, JsonShape::kLine));
  return json.dump();
}

}  // namespace mandated::mandatectl::remind
