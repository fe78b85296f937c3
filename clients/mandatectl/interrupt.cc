#include "clients/mandatectl/interrupt.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>

namespace mandated::mandatectl {

SignalWatch::SignalWatch(Interrupt* interrupt) : end_fd_(eventfd(0, 0)) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const int signal_fd = signalfd(-1, &signals, SFD_CLOEXEC);
  thread_ = std::thread([this, signal_fd, interrupt] {
    Run(signal_fd, interrupt);
    close(signal_fd);
  });
}

SignalWatch::~SignalWatch() {
  const uint64_t one = 1;
  while (write(end_fd_, &one, sizeof(one)) < 0) {
  }
  thread_.join();
  close(end_fd_);
}

void SignalWatch::Run(int signal_fd, Interrupt* interrupt) const {
  pollfd waits[] = {{.fd = signal_fd, .events = POLLIN, .revents = 0},
                    {.fd = end_fd_, .events = POLLIN, .revents = 0}};
  sigset_t received;
  sigemptyset(&received);
  while (poll(waits, 2, -1) >= 0 || errno == EINTR) {
    if (waits[1].revents != 0) return;
    signalfd_siginfo info;
    if (waits[0].revents == 0 || read(signal_fd, &info, sizeof(info)) <= 0) {
      continue;
    }
    const int signal = static_cast<int>(info.ssi_signo);
    // Who asks twice in the same way does not want to wait. A script that ends
    // what Ctrl-C reached as well asks in two ways.
    if (sigismember(&received, signal) == 1) _exit(128 + signal);
    sigaddset(&received, signal);
    interrupt->Request();
  }
}

}  // namespace mandated::mandatectl
