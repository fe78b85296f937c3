#include "clients/mandatectl/output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

namespace mandated::mandatectl {
namespace {

int TerminalWidth() {
  constexpr int kWidthDefault = 80;
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return size.ws_col;
  }
  return kWidthDefault;
}

bool UseColor(ColorMode mode, bool terminal) {
  if (mode != ColorMode::kAuto) return mode == ColorMode::kAlways;
  const char* no_color = std::getenv("NO_COLOR");  // no-color.org
  const char* term = std::getenv("TERM");
  const bool dumb = term != nullptr && std::string(term) == "dumb";
  return terminal && !dumb && (no_color == nullptr || *no_color == '\0');
}

}  // namespace

void Output::Result(const google::protobuf::Message& message,
                    const std::function<std::string()>& render) {
  switch (format_) {
    case Format::kJson:
      return Text(ToJson(message, JsonShape::kIndented));
    case Format::kJsonLines:
      return Text(ToJson(message, JsonShape::kLine));
    case Format::kTable:
      return Text(render());
  }
}

void Output::Text(const std::string& text) {
  EndProgress();
  *out_ << text;
}

bool Output::Flush() { return static_cast<bool>(out_->flush()); }

void Output::Remark(const std::string& line) {
  EndProgress();
  *err_ << line << "\n" << std::flush;
}

void Output::Progress(const std::string& line) {
  if (!terminal_) return Remark(line);
  *err_ << "\r\033[K" << line << std::flush;
  progress_shown_ = true;
}

void Output::EndProgress() {
  if (progress_shown_) *err_ << "\r\033[K" << std::flush;
  progress_shown_ = false;
}

Output StandardOutput(Format format, ColorMode color) {
  const bool terminal = isatty(STDOUT_FILENO) == 1;
  const Style style = {.color = UseColor(color, terminal),
                       .width = terminal ? TerminalWidth() : 0};
  return Output(format, style, isatty(STDERR_FILENO) == 1, &std::cout,
                &std::cerr);
}

}  // namespace mandated::mandatectl
