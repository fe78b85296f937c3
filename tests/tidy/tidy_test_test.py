"""Shows that each rule of tidy_test.py refuses what it should, no more."""

import unittest

import tidy_test

GUARD = "#ifndef MANDATED_{0}_H_\n#define MANDATED_{0}_H_\n#endif\n"


def breaches(path, text):
    return [what for _, what in tidy_test.check(path, text)]


class IncludeTest(unittest.TestCase):

    def refused(self, path, include):
        found = breaches(path, f'#include "{include}"\n')
        self.assertTrue(found, f"{path} may include {include}")

    def accepted(self, path, include):
        self.assertEqual(breaches(path, f'#include "{include}"\n'), [])

    def test_arrows_point_downward(self):
        self.accepted("services/server/main.cc", "services/api/a.h")
        self.accepted("services/server/main.cc", "storage/store.h")
        self.accepted("services/api/a.cc", "services/engine/registry.h")
        self.accepted("services/engine/registry.cc", "storage/store.h")
        self.accepted("services/domain/fold.cc", "mandates/v1/event.pb.h")
        self.accepted("storage/rocksdb_store.cc", "rocksdb/db.h")
        self.accepted("clients/mandatectl/main.cc", "grpcpp/grpcpp.h")
        self.accepted("clients/mandatectl/main.cc", "services/domain/date.h")
        self.accepted("clients/mandatectl/a.cc", "mandates/client/watcher.h")
        self.accepted("tests/unit/engine/a_test.cc", "services/engine/a.h")

    def test_nothing_points_back_up(self):
        self.refused("storage/store.cc", "services/domain/limits.h")
        self.refused("storage/store.cc", "mandates/v1/event.pb.h")
        self.refused("services/domain/fold.cc", "services/engine/registry.h")
        self.refused("services/domain/fold.cc", "storage/store.h")
        self.refused("services/engine/registry.cc", "services/stream/hub.h")
        self.refused("services/stream/hub.cc", "services/engine/registry.h")
        self.refused("services/stream/hub.cc", "services/domain/fold.h")
        self.refused("services/api/a.cc", "services/server/config.h")
        self.refused("services/server/main.cc", "tests/fixture.h")
        self.refused("services/api/watch.cc", "mandates/client/watcher.h")
        self.refused("clients/mandatectl/main.cc", "services/engine/clock.h")

    def test_the_hub_may_name_limits_and_errors(self):
        self.accepted("services/stream/hub.cc", "services/domain/limits.h")
        self.accepted("services/stream/hub.cc", "services/domain/errors.h")

    def test_api_makes_no_storage_calls(self):
        self.refused("services/api/a.cc", "storage/store.h")

    def test_every_room_may_lock(self):
        for room in ("clients/mandatectl", "services/api", "services/engine",
                     "services/stream"):
            self.accepted(f"{room}/a.cc", "storage/mutex.h")

    def test_libraries_stay_in_their_rooms(self):
        self.refused("services/domain/fold.cc", "absl/time/clock.h")
        self.refused("services/domain/fold.cc", "chrono")
        self.refused("services/domain/a.cc", "mandates/v1/a.grpc.pb.h")
        self.refused("services/engine/registry.cc", "grpcpp/grpcpp.h")
        self.refused("services/stream/hub.cc", "grpc/grpc.h")
        self.refused("services/engine/registry.cc", "rocksdb/db.h")

    def test_includes_are_named_from_the_root(self):
        self.refused("storage/store.cc", "../services/domain/fold.h")


class TimeTest(unittest.TestCase):

    def test_only_the_system_clock_asks_the_machine(self):
        for call in ("absl::Now()", "std::chrono::system_clock::now()",
                     "using Steady = std::chrono::steady_clock",
                     "time(nullptr)", "std::time(nullptr)",
                     "gettimeofday(&t, 0)", "clock_gettime(0, &t)"):
            line = f"  auto now = {call};\n"
            self.assertTrue(breaches("services/engine/expiry.cc", line), call)
            self.assertTrue(breaches("tests/unit/engine/a_test.cc", line), call)
            self.assertEqual(
                breaches("services/engine/system_clock.cc", line), [])
            self.assertEqual(breaches("tests/integration/a_test.cc", line), [])

    def test_words_about_time_are_no_calls(self):
        for line in ("// absl::Now() is asked once\n", 'Say("time(nullptr)");\n',
                     "set_time(0);\n", "event.time(0);\n"):
            self.assertEqual(breaches("services/engine/expiry.cc", line), [])

    def test_a_unit_test_does_not_sleep(self):
        for call in ("std::this_thread::sleep_for(1s)", "usleep(3)",
                     "absl::SleepFor(absl::Seconds(1))", "sleep(1)"):
            line = f"  {call};\n"
            self.assertTrue(breaches("tests/unit/storage/a_test.cc", line), call)
            self.assertEqual(breaches("tests/crash/crash_test.cc", line), [])


class LockTest(unittest.TestCase):

    def test_locks_are_those_that_clang_checks(self):
        for what in ("std::mutex mutex_", "std::shared_mutex mutex_",
                     "const std::lock_guard lock(mutex_)",
                     "std::unique_lock<std::mutex> lock(mutex_)",
                     "std::condition_variable changed_"):
            line = f"  {what};\n"
            self.assertTrue(breaches("services/engine/expiry.cc", line), what)
            self.assertEqual(breaches("storage/mutex.h",
                                      GUARD.format("STORAGE_MUTEX") + line), [])
            self.assertEqual(breaches("tests/unit/engine/a_test.cc", line), [])


class FormTest(unittest.TestCase):

    def test_the_guard_matches_the_path(self):
        self.assertEqual(breaches("storage/store.h",
                                  GUARD.format("STORAGE_STORE")), [])
        self.assertTrue(breaches("storage/store.h", GUARD.format("STORE")))
        self.assertTrue(breaches("storage/store.h", "#pragma once\n"))

    def test_a_file_is_400_lines_at_most(self):
        self.assertEqual(breaches("storage/a.cc", "\n" * 400), [])
        self.assertTrue(breaches("storage/a.cc", "\n" * 401))

    def test_a_line_is_80_columns_at_most(self):
        self.assertEqual(breaches("storage/a.cc", "/" * 80), [])
        self.assertTrue(breaches("storage/a.cc", "/" * 81))
        self.assertEqual(breaches("README.md", "x" * 81), [])

    def test_a_todo_names_its_issue(self):
        self.assertEqual(breaches("storage/a.cc", "// TODO(#12): more\n"), [])
        for line in ("// TODO: more\n", "// TODO(me): more\n",
                     "// TODO(#12) more\n"):
            self.assertTrue(breaches("storage/a.cc", line), line)

    def test_no_file_names_a_machine_or_a_registry(self):
        for words in ("/wo" + "rk/main", "/fa" + "rm/x", "/ho" + "me/me/x",
                      "https://registry.np" + "mjs.org/",
                      "http://deb.deb" + "ian.org/debian"):
            self.assertTrue(breaches("README.md", f"see {words}\n"), words)
        for words in ("a frame/work/shop", "network/main", "Debian"):
            self.assertEqual(breaches("README.md", f"see {words}\n"), [], words)


if __name__ == "__main__":
    unittest.main()
