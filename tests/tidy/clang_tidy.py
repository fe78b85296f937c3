"""Runs clang-tidy over our sources, each again only when it changed.

A source that passed leaves an empty file in build/tidy-cache, named after the
hash of all that its verdict rests on: clang-tidy, its settings, the compile
command, the source, and every header of ours or generated that it includes.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "release"
GENERATED = BUILD / "generated"
CACHE = ROOT / "build" / "tidy-cache"
# Not tests: the compiler and the sanitizers see to those, in half the time.
ROOMS = ("clients", "services", "storage")
INCLUDE = re.compile(rb'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
# The compile commands are gcc's, so what only clang can warn of is added here.
TIDY = ["clang-tidy", "--quiet", "--use-color=0", f"-p={BUILD}",
        "--extra-arg=-Wthread-safety", "--extra-arg=-Wno-unknown-warning-option"]


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


def key(entry, settings):
    digest = hashlib.sha256(settings)
    digest.update(entry["command"].encode())
    for path, content in sorted(closure(pathlib.Path(entry["file"])).items()):
        digest.update(str(path).encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


def check(source, *arguments):
    """Whether `source` passes, and the findings. `arguments` are options, and
    after "--" flags that stand for a compile command of ours."""
    ran = subprocess.run([*TIDY, source, *arguments], capture_output=True,
                         text=True)
    return ran.returncode == 0, ran.stdout + ("" if ran.stdout else ran.stderr)


def ours(header):
    """The compile commands of our own sources that include `header`, or of
    all without one; each source once."""
    commands = json.loads((BUILD / "compile_commands.json").read_text())
    prefixes = tuple(f"{ROOT / room}{os.sep}" for room in ROOMS)
    return {e["file"]: e for e in commands if e["file"].startswith(prefixes)
            and (not header or ROOT / header in closure(pathlib.Path(e["file"])))}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--progress_fd", type=int, default=2)
    parser.add_argument("--checks", help="instead of those of .clang-tidy")
    parser.add_argument("--including", help="only sources that reach a header")
    arguments = parser.parse_args()
    options = [f"--checks={arguments.checks}"] if arguments.checks else []

    version = subprocess.run(["clang-tidy", "--version"], check=True,
                             capture_output=True).stdout
    settings = (ROOT / ".clang-tidy").read_bytes() + version + repr(TIDY + options).encode()
    CACHE.mkdir(parents=True, exist_ok=True)
    todo = {}
    for source, entry in ours(arguments.including).items():
        stamp = CACHE / key(entry, settings)
        if not stamp.exists():
            todo[source] = stamp

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool, \
            os.fdopen(arguments.progress_fd, "w", buffering=1) as progress:
        waiting = {pool.submit(check, source, *options): source for source in todo}
        done = concurrent.futures.as_completed(waiting)
        for number, future in enumerate(done, 1):
            source = waiting[future]
            passed, output = future.result()
            name = pathlib.Path(source).relative_to(ROOT)
            print(f"clang-tidy {number}/{len(todo)} {name}", file=progress)
            if passed:
                todo[source].touch()
            else:
                failed += 1
                print(output)
    if failed:
        print(f"{failed} of {len(todo)} sources have findings")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
