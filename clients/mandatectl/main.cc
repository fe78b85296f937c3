// The command line of mandated: reads its arguments, asks the server, prints.

#include <iostream>
#include <optional>
#include <variant>

#include "clients/mandatectl/client.h"
#include "clients/mandatectl/command_line.h"
#include "clients/mandatectl/commands.h"
#include "clients/mandatectl/credentials.h"
#include "clients/mandatectl/errors.h"
#include "clients/mandatectl/interrupt.h"
#include "clients/mandatectl/output.h"

namespace mandated::mandatectl {
namespace {

// Commands that want to know that somebody stops them: two that run until then
// and one that gives back its lease. Ctrl-C simply ends the others.
bool MindsInterrupt(const CommandOptions& command) {
  return std::holds_alternative<WatchOptions>(command) ||
         std::holds_alternative<ReplayOptions>(command) ||
         std::holds_alternative<RemindOptions>(command);
}

int Main(int argc, char** argv) {
  auto parsed = ParseCommandLine(argc, argv, std::cout, std::cerr);
  if (const ExitCode* code = std::get_if<ExitCode>(&parsed)) return *code;
  const Options& options = std::get<Options>(parsed);
  Interrupt interrupt;
  std::optional<SignalWatch> signals;
  if (MindsInterrupt(options.command)) signals.emplace(&interrupt);
  Output output = StandardOutput(options.global.format, options.global.color);
  const auto channel = OpenChannel(options.global);
  if (!channel.ok()) {
    std::cerr << "mandatectl: " << channel.status().message() << "\n";
    return kExitUsage;
  }
  Client client(*channel, options.global.timeout);
  Context context{options.global, client, output, interrupt};
  const auto code =
      std::visit([&](const auto& command) { return Run(context, command); },
                 options.command);
  if (!output.Flush()) {
    std::cerr << "mandatectl: cannot write the output; is the disk full?\n";
    return kExitRefused;
  }
  if (code.ok()) return *code;
  output.Remark(Describe(code.status(), options.global.server));
  return ExitCodeOf(code.status());
}

}  // namespace
}  // namespace mandated::mandatectl

int main(int argc, char** argv) {
  return mandated::mandatectl::Main(argc, argv);
}
