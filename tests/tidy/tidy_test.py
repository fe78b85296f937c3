"""Checks what a machine can check of design section 6 and the style.

Prints one line for each breach, `file:line: what is wrong; what would be
right`, and exits with 1 if there was any. `tidy_test_test.py` shows each rule
fail. A rule's exceptions stand in the table beside it, each with its reason.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

# What each room may include, besides itself: arrows point only downward. An
# entry is a room, or one header of it. The longest matching room counts.
PROTO, STUBS = "proto", "stubs"
LOCKS = "storage/mutex.h"  # of every room, so in the lowest
ALL = ("clients", "services", "storage", "tests", PROTO, STUBS)
ROOMS = {
    "storage": (),
    "services/domain": (PROTO,),
    "services/engine": ("services/domain", "storage", PROTO),
    # The envelope of the stream, WatchResponse, is its wire format.
    "services/stream": ("storage", PROTO, "services/domain/errors.h",
                        "services/domain/limits.h"),
    "services/api": ("services/engine", "services/stream", "services/domain",
                     LOCKS, PROTO, STUBS),
    "services/server": ("services", "storage", PROTO, STUBS),
    # What is pure is the same at both ends of the wire: a file is checked by
    # the rules the server will apply.
    # Backups are checked and restored where no server runs.
    "clients": (PROTO, STUBS, "services/domain", LOCKS, "storage/backup.h"),
    "tests": ALL,
}

# Libraries that only some rooms may name.
LIBRARIES = (
    (re.compile(r"grpc(pp|\+\+)?/"),
     ("services/api", "services/server", "clients", "tests")),
    (re.compile(r"rocksdb/"), ("storage", "tests")),
    (re.compile(r"absl/time/clock\.h"),
     ("services/engine", "services/server", "clients", "tests")),
    (re.compile(r"(chrono|ctime|sys/time\.h)$"),
     ("storage", "services/engine", "services/stream", "services/api",
      "services/server", "clients", "tests")),
)

CLOCK = re.compile(
    r"absl::Now\(|absl::GetCurrentTimeNanos|chrono::\w+_clock\b|\bgettimeofday\("
    r"|\bclock_gettime\(|(?<![\w.>])(std::)?time\((nullptr|NULL|0|&)")
# Who may ask the machine for the time. Tests that run real processes
# measure real deadlines: tests/unit alone is held to the rule.
CLOCK_READERS = {
    "services/engine/system_clock.cc": "the one place that tells the time",
    "services/server/server.cc":
        "gRPC wants the deadline of its shutdown on the machine's clock",
    "services/server/call_observer.cc":
        "steady_clock takes the time of calls",
    "services/server/measured_bytes.cc":
        "steady_clock takes the time of writes",
    "services/stream/hub.cc":
        "steady_clock paces progress and times out writes to a dead peer",
    "tests/unit/domain/reading/linearity_test.cc":
        "compares what two texts cost of its own thread's processor time",
}
CLOCK_FREE = ("clients/", "services/", "storage/", "tests/unit/")

SLEEP = re.compile(
    r"\bsleep_for\(|\bsleep_until\(|absl::SleepFor\(|\bu?sleep\(|\bnanosleep\(")

LINES_MAX, COLUMNS_MAX = 400, 80

# clang checks what an annotated lock guards, and no other.
LOCK = re.compile(r"\bstd::(\w*mutex|lock_guard|\w+_lock|condition_variable)\b")

TODO = re.compile(r"\bTODO\b(?!\(#\d+\): \S)")
CODE = {".h", ".cc", ".py", ".sh", ".proto", ".cmake", ".ts", ".go", ""}

# Written so that this file does not contain what it forbids.
FORBIDDEN = re.compile(
    r"(?<![\w.])/(work|farm|root)/\w|/home/\w+/|registry\.npm|deb\.debian\."
    r"|security\.debian\.|snapshot\.debian\.|pypi\.(org|python)"
    r"|[\w-]+\.pkg\.dev|artifact[r]egistry|proxy\.golang\.")

INCLUDE = re.compile(r'\s*#\s*include\s*[<"]([^">]+)[">]')
LITERAL = re.compile(r'"(\\.|[^"\\])*"|\'(\\.|[^\'\\])*\'|//.*$')


def code_of(line):
    """The line without its literals and its comment."""
    return LITERAL.sub('""', line)


def room_of(path):
    matching = [r for r in ROOMS if path.startswith(r + "/")]
    return max(matching, key=len, default=None)


def target_of(include):
    """What an include names, in the words of ROOMS; None: a library."""
    if include.startswith("mandates/client/"):  # as its users write it
        return "clients/cpp/" + include
    if include.startswith("mandates/"):
        return STUBS if include.endswith(".grpc.pb.h") else PROTO
    top = include.split("/")[0]
    return include if top in ("clients", "services", "storage", "tests") \
        else None


def check_include(path, include):
    room = room_of(path)
    if room is None:
        return
    if include.startswith(("./", "../")):
        yield f'"{include}" is relative; name it from the root'
    for pattern, rooms in LIBRARIES:
        if pattern.match(include) and room not in rooms:
            yield f"{room} may not use {include}; only {', '.join(rooms)} may"
    target = target_of(include)
    if target is None or target.startswith(room + "/"):
        return
    if not any(target == a or target.startswith(a + "/") for a in ROOMS[room]):
        yield (f"{room} may not include {include}; it may include "
               f"{', '.join((room,) + ROOMS[room])}")


def check_code_line(path, line):
    match = INCLUDE.match(line)
    if match:
        yield from check_include(path, match[1])
    code = code_of(line)
    if path.startswith(CLOCK_FREE) and path not in CLOCK_READERS and \
            CLOCK.search(code):
        yield "asks the machine for the time; take a Clock* or an absl::Time"
    if not path.startswith("tests/") and path != LOCKS and LOCK.search(code):
        yield f"locks without annotations; use {LOCKS}"
    if path.startswith("tests/unit/") and SLEEP.search(code):
        yield "a unit test sleeps; use the simulated clock or a notification"
    if len(line) > COLUMNS_MAX and "://" not in line and not match:
        yield f"{len(line)} columns; {COLUMNS_MAX} at most"


def check_guard(path, lines):
    guard = "MANDATED_" + re.sub(r"\W", "_", path).upper() + "_"
    code = [line for line in lines if line.strip()]
    if code[:2] != [f"#ifndef {guard}", f"#define {guard}"]:
        yield 1, f"begin with #ifndef {guard} and #define {guard}"


def check(path, text):
    """Yields (line number, what is wrong) for one file."""
    lines = text.splitlines()
    suffix = pathlib.PurePath(path).suffix
    cpp = suffix in (".h", ".cc")
    if suffix == ".h":
        yield from check_guard(path, lines)
    if cpp and len(lines) > LINES_MAX:
        yield len(lines), f"{len(lines)} lines; split at {LINES_MAX}"
    for number, line in enumerate(lines, 1):
        if cpp:
            for what in check_code_line(path, line):
                yield number, what
        if suffix in CODE and TODO.search(line) and \
                not path.startswith("tests/tidy/"):
            yield number, "write TODO(#N): what is missing, N being an issue"
        match = FORBIDDEN.search(line)
        if match:
            yield number, (f"'{match[0]}' names one machine or registry; "
                           "say it without")


def tracked(root):
    """The files of the repository; without git, all but what is built."""
    listed = shutil.which("git") and subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root, capture_output=True, text=True)
    if listed and listed.returncode == 0:
        return [p for p in listed.stdout.split("\0") if (root / p).is_file()]
    built = {"build", "var", "node_modules", ".git"}
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [f for f in folders if f not in built]
        found += [str((pathlib.Path(folder) / f).relative_to(root))
                  for f in files]
    return found


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    breaches = 0
    for path in sorted(tracked(root)):
        try:
            text = (root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # not text
        for number, what in check(path, text):
            print(f"{path}:{number}: {what}")
            breaches += 1
    for path in CLOCK_READERS:
        if not (root / path).is_file():
            print(f"{path}:1: is excepted from a rule but gone; remove it")
            breaches += 1
    sys.exit(1 if breaches else 0)


if __name__ == "__main__":
    main()
