"""Runs clang-tidy over our sources, a folder's as one, again only when it changed.

A unit that passed leaves an empty file in build/tidy-cache, named after the
hash of all that its verdict rests on: clang-tidy, its settings, the compile
command, and every file of ours or generated that it includes.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "release"
GENERATED = BUILD / "generated"
CACHE = ROOT / "build" / "tidy-cache"
UNITS = ROOT / "build" / "tidy-units"
# Most of a source's time are the headers that its folder shares.
UNIT_SOURCES_MAX = 25
# Not tests: the compiler and the sanitizers see to those, in half the time.
ROOMS = ("clients", "services", "storage")
INCLUDE = re.compile(rb'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
# The compile commands are gcc's, so what only clang can warn of is added here.
# Our sources are headers of their unit.
TIDY = ["clang-tidy", "--quiet", "--use-color=0",
        "--extra-arg=-Wthread-safety", "--extra-arg=-Wno-unknown-warning-option",
        f"--header-filter=^{ROOT}/({'|'.join(ROOMS)})/"]


def closure(source):
    """The source and every header it reaches that is ours or generated."""
    seen, todo = {}, [source]
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen[path] = path.read_bytes()
        for name in INCLUDE.findall(seen[path]):
            for directory in (ROOT, GENERATED):
                header = directory / name.decode()
                if header.is_file():
                    todo.append(header)
    return seen


def key(unit, flags, settings):
    digest = hashlib.sha256(settings)
    digest.update(repr(flags).encode())
    for path, content in sorted(closure(unit).items()):
        digest.update(str(path).encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


def check(source, flags):
    """Whether `source`, compiled with `flags`, passes, and the findings."""
    ran = subprocess.run([*TIDY, str(source), "--", *flags],
                         capture_output=True, text=True)
    return ran.returncode == 0, ran.stdout + ("" if ran.stdout else ran.stderr)


def ours():
    """Our own sources by folder and the flags they are compiled with."""
    found = {}
    for entry in json.loads((BUILD / "compile_commands.json").read_text()):
        source = pathlib.Path(entry["file"]).relative_to(ROOT)
        if source.parts[0] in ROOMS:
            words = shlex.split(entry["command"])
            output = words.index("-o")
            flags = words[1:output] + words[output + 2:words.index("-c")]
            found.setdefault((source.parent, tuple(flags)), set()).add(source)
    return found


def units():
    """Writes the units; yields each with its flags."""
    UNITS.mkdir(parents=True, exist_ok=True)
    for (folder, flags), sources in ours().items():
        sources = sorted(sources)
        for first in range(0, len(sources), UNIT_SOURCES_MAX):
            chunk = sources[first:first + UNIT_SOURCES_MAX]
            unit = UNITS / (f"{folder}/{chunk[0].stem}".replace("/", "-") + ".cc")
            unit.write_text("".join(f'#include "{s}"\n' for s in chunk))
            yield unit, flags


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--progress_fd", type=int, default=2)
    arguments = parser.parse_args()

    version = subprocess.run(["clang-tidy", "--version"], check=True,
                             capture_output=True).stdout
    settings = (ROOT / ".clang-tidy").read_bytes() + version + repr(TIDY).encode()
    CACHE.mkdir(parents=True, exist_ok=True)
    todo = {}
    for unit, flags in units():
        stamp = CACHE / key(unit, flags, settings)
        if not stamp.exists():
            todo[unit, flags] = stamp

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool, \
            os.fdopen(arguments.progress_fd, "w", buffering=1) as progress:
        waiting = {pool.submit(check, *unit): unit for unit in todo}
        done = concurrent.futures.as_completed(waiting)
        for number, future in enumerate(done, 1):
            unit = waiting[future]
            passed, output = future.result()
            print(f"clang-tidy {number}/{len(todo)} {unit[0].stem}", file=progress)
            if passed:
                todo[unit].touch()
            else:
                failed += 1
                print(output)
    if failed:
        print(f"{failed} of {len(todo)} units have findings")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
