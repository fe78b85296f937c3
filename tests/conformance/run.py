"""Runs the scenarios with the driver of each language.

Prints a line for each, and `conformance: N passed, M failed` at the end; exits
with 1 where something failed. README.md says how drivers are made.
"""

import argparse
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
STUBS = ROOT / "build/conformance/stubs"

LANGUAGES = {  # folder of a driver: its name in the table
    "cpp": "C++",
    "python": "Python",
    "python-asyncio": "Python asyncio",
    "typescript": "TypeScript",
    "go": "Go",
}


@dataclasses.dataclass
class Result:
    language: str
    scenario: str
    failure: str  # empty: passed
    seconds: float


def generate_stubs():
    """Makes the runner's own stubs, so that it needs no SDK."""
    STUBS.mkdir(parents=True, exist_ok=True)
    protos = [str(p.relative_to(ROOT / "proto"))
              for p in (ROOT / "proto/mandates/v1").glob("*.proto")]
    plugin = subprocess.run(["which", "grpc_python_plugin"], check=True,
                            capture_output=True, text=True).stdout.strip()
    subprocess.run(
        ["protoc", f"-I{ROOT / 'proto'}", f"--python_out={STUBS}",
         f"--grpc_python_out={STUBS}",
         f"--plugin=protoc-gen-grpc_python={plugin}", *protos], check=True)
    sys.path.insert(0, str(STUBS))


def load_scenarios():
    paths = sorted((HERE / "scenarios").glob("*.yaml"))
    return [dict(yaml.safe_load(p.read_text()), id=p.stem) for p in paths]


def name_of(language, scenario):
    return f"conformance/{language}/{scenario['id']}"


def load_known_failures():
    listed = yaml.safe_load((HERE / "known_failures.yaml").read_text()) or []
    return {(k["language"], k["scenario"]): k["reason"] for k in listed}


def languages_with_driver(only):
    return [name for name in LANGUAGES
            if (HERE / "drivers" / name / "driver").exists()
            and only in (None, name)]


def build(language):
    """Returns what went wrong; empty: nothing."""
    script = HERE / "drivers" / language / "build"
    if not script.exists():
        return ""
    built = subprocess.run([script], cwd=ROOT, text=True, stderr=subprocess.STDOUT,
                           stdout=subprocess.PIPE)
    return "" if built.returncode == 0 else \
        f"the driver does not build:\n{built.stdout[-4000:]}"


def run_one(language, scenario):
    from scenario import run_scenario
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
        failure = run_scenario(scenario, HERE / "drivers" / language,
                               pathlib.Path(folder))
    return Result(language, scenario["id"], failure,
                  time.monotonic() - began)


def judge(result, known):
    """What the result means, given what is known to fail; empty: all is well."""
    reason = known.get((result.language, result.scenario))
    if reason is None:
        return result.failure
    if result.failure:
        return ""
    return f"passes, although known to fail ({reason}): take it off the list"


def run_all(chosen, known, jobs):
    """Runs pairs of a language and a scenario; returns every result, and how
    many passed and failed. A driver that does not build is one that failed."""
    broken = {}
    for language in dict.fromkeys(language for language, _ in chosen):
        failure = build(language)
        if failure:
            print(f"FAILED {language}\n{failure}")
            broken[language] = failure
    results = [Result(language, scenario["id"], broken[language], 0)
               for language, scenario in chosen if language in broken]
    passed, failed = 0, len(broken)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        running = [pool.submit(run_one, language, scenario)
                   for language, scenario in chosen if language not in broken]
        for done in concurrent.futures.as_completed(running):
            result = done.result()
            results.append(result)
            if report(result, judge(result, known)):
                passed += 1
            else:
                failed += 1
    return results, passed, failed


def report(result, failure):
    """Says how it went; returns whether all is well."""
    name = f"{result.language}/{result.scenario} ({result.seconds:.1f} s)"
    known = " fails, as is known" if result.failure else ""
    if failure:
        print(f"FAILED {name}\n  " + failure.replace("\n", "\n  "), flush=True)
    else:
        print(f"ok {name}{known}", flush=True)
    return not failure


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=LANGUAGES, help="one language")
    parser.add_argument("--match", default="",
                        help="only conformance/LANGUAGE/SCENARIO like this regex")
    parser.add_argument("--write-table", action="store_true",
                        help="write the results into clients/README.md; with "
                             "--only, the column of that language")
    parser.add_argument("--jobs", type=int,
                        default=int(os.environ.get("JOBS", os.cpu_count())))
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    os.chdir(ROOT)
    generate_stubs()
    import table
    known = load_known_failures()
    scenarios = load_scenarios()
    chosen = [(language, scenario) for scenario in scenarios
              for language in languages_with_driver(arguments.only)
              if re.search(arguments.match, name_of(language, scenario))]
    results, passed, failed = run_all(chosen, known, arguments.jobs)
    if not arguments.match:
        # A language whose driver is gone has no column.
        names = {language: LANGUAGES[language]
                 for language in languages_with_driver(None)}
        if arguments.write_table:
            table.write(names, scenarios, results, known)
        elif table.stale(names, scenarios, results, known):
            print("FAILED table\n  clients/README.md is stale: run "
                  "./dev conformance --write-table")
            failed += 1
        else:
            print("ok table")
            passed += 1
    (ROOT / "build/conformance/results.json").write_text(
        json.dumps([dataclasses.asdict(r) for r in results], indent=1))
    print(f"conformance: {passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
