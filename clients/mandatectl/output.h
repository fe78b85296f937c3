#ifndef MANDATED_CLIENTS_MANDATECTL_OUTPUT_H_
#define MANDATED_CLIENTS_MANDATECTL_OUTPUT_H_

#include <functional>
#include <ostream>
#include <string>

#include "clients/mandatectl/json.h"
#include "clients/mandatectl/options.h"
#include "clients/mandatectl/style.h"
#include "google/protobuf/message.h"

namespace mandated::mandatectl {

// Where results and remarks go. Results go to `out` in the format that was
// asked for, remarks for people to `err`. Not thread-safe.
class Output {
 public:
  // `terminal`: `err` is one, so that a line may be drawn over.
  Output(Format format, Style style, bool terminal, std::ostream* out,
         std::ostream* err)
      : format_(format),
        style_(style),
        terminal_(terminal),
        out_(out),
        err_(err) {}

  Format format() const { return format_; }
  const Style& style() const { return style_; }
  bool terminal() const { return terminal_; }

  // Writes `message` as JSON, or what `render` makes of it for people.
  void Result(const google::protobuf::Message& message,
              const std::function<std::string()>& render);

  // Writes text as it is; for what is no message.
  void Text(const std::string& text);

  // Sends on what was written. False: it could not be written, the disk being
  // full or the reader of a pipe gone.
  bool Flush();

  // Tells people something, on a line of its own.
  void Remark(const std::string& line);

  // Shows how far a long work is; replaces the line before on a terminal.
  void Progress(const std::string& line);

  // As Progress, of one step of thousands: not shown but on a terminal.
  void Step(const std::string& line) {
    if (terminal_) Progress(line);
  }

 private:
  void EndProgress();

  const Format format_;
  const Style style_;
  const bool terminal_;
  std::ostream* const out_;
  std::ostream* const err_;
  bool progress_shown_ = false;
};

// Makes the output of this process: the style follows `color`, NO_COLOR and
// whether standard output is a terminal.
Output StandardOutput(Format format, ColorMode color);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_OUTPUT_H_
