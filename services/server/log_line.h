#ifndef MANDATED_SERVICES_SERVER_LOG_LINE_H_
#define MANDATED_SERVICES_SERVER_LOG_LINE_H_

#include <string>
#include <string_view>

#include "services/server/config.h"
#include "spdlog/common.h"

namespace mandated::server {

// A message with named values beside it: `call failed method=/x code=INTERNAL`
// as text, fields of their own as JSON. For spdlog::log(level, line.text()).
class LogLine {
 public:
  explicit LogLine(std::string_view message) : text_(message) {}

  // Adds a value; its control characters become spaces, and it is cut at 300
  // bytes. An empty one is left out.
  LogLine& With(std::string_view name, std::string_view value);

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// Has spdlog write to stderr as `config` says: one line an event, with the time
// in UTC. Any message may be logged, by whoever: control characters cannot
// break a line. Call before threads start.
void StartLogging(const Config& config);

}  // namespace mandated::server

#endif  // MANDATED_SERVICES_SERVER_LOG_LINE_H_
