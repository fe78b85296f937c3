"""A small Debian to install into, and what the deploy tests share.

As a program: debian.py BASE.tar makes the base once; later runs keep it.
"""

import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
CONTROL_GROUPS = pathlib.Path("/sys/fs/cgroup/systemd")
BOOT_SECONDS = 60  # usually under 2
SKIPPED = 77  # CTest counts it as neither passed nor failed


def need(*tools):
    """Ends the test as skipped, and says so, where a tool is missing."""
    for tool in tools:
        if shutil.which(tool) is None:
            print(f"skipped: {tool} is not installed")
            sys.exit(SKIPPED)


def need_root():
    if os.geteuid() != 0:
        print("skipped: only root can make a root file system")
        sys.exit(SKIPPED)


def need_control_groups():
    if not CONTROL_GROUPS.is_dir():
        print(f"skipped: no {CONTROL_GROUPS}, so systemd cannot boot inside")
        sys.exit(SKIPPED)


def run(*command, **options):
    """Runs a command, shows its output where it fails, and returns it."""
    done = subprocess.run(
        [str(word) for word in command], text=True, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, check=False, **options)
    if done.returncode != 0:
        raise AssertionError(
            f"{command} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def package_in(folder):
    """The one package that the target `deb` has written."""
    return max(pathlib.Path(folder).glob("mandated_*.deb"),
               key=lambda path: path.stat().st_mtime)


@contextlib.contextmanager
def unpacked(base):
    """A fresh root file system."""
    with tempfile.TemporaryDirectory(prefix="mandated-debian-") as folder:
        root = pathlib.Path(folder)
        run("tar", "-xf", base, "-C", root)
        shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
        yield root


@contextlib.contextmanager
def booted(root):
    """Runs systemd in `root`; yields how a command is begun inside."""
    group = CONTROL_GROUPS / f"mandated-test-{os.getpid()}"
    group.mkdir()
    joined = 'echo $$ >"$0/cgroup.procs" && exec "$@"'
    # pylint: disable-next=consider-using-with
    outer = subprocess.Popen(
        ["sh", "-c", joined, group, "unshare", "--pid", "--mount", "--uts",
         "--ipc", "--net", "--cgroup", "--fork",
         pathlib.Path(__file__).with_name("boot.sh"), root])
    try:
        yield ["nsenter", f"--target={await_systemd(outer)}", "--mount",
               "--pid", "--uts", "--ipc", "--net", "--root", "--wd"]
    finally:
        # With the first process of a machine all others end.
        for process in children_of(outer.pid):
            os.kill(process, signal.SIGKILL)
        outer.wait(timeout=60)
        run("find", group, "-depth", "-type", "d", "-exec", "rmdir", "{}", ";")


def children_of(pid):
    path = pathlib.Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in path.read_text().split()]


def await_systemd(outer):
    """The process id of systemd, once it has taken its place."""
    until = time.monotonic() + BOOT_SECONDS
    while time.monotonic() < until and outer.poll() is None:
        for pid in children_of(outer.pid):
            if pathlib.Path(f"/proc/{pid}/comm").read_text() == "systemd\n":
                return pid
        time.sleep(0.1)
    raise AssertionError("systemd did not boot")


def main():
    base = pathlib.Path(sys.argv[1])
    need("mmdebstrap")
    need_root()
    if base.exists():
        return
    base.parent.mkdir(parents=True, exist_ok=True)
    partial = base.with_suffix(".partial.tar")
    run("mmdebstrap", "--variant=minbase", "--include=ca-certificates",
        "bookworm", partial)
    partial.rename(base)


if __name__ == "__main__":
    main()
