"""Shows that clang_tidy.py refuses what touches a guarded member unlocked."""

import pathlib
import tempfile
import unittest

import clang_tidy

SOURCE = """#include "storage/mutex.h"

namespace mandated {{

class Counter {{
 public:
  void Add() {{
    {body}
  }}

 private:
  void AddLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {{ ++count_; }}

  Mutex mutex_;
  CondVar changed_;
  int count_ ABSL_GUARDED_BY(mutex_) = 0;
}};

void Use(Counter& counter) {{ counter.Add(); }}

}}  // namespace mandated
"""
LOCK = "const MutexLock lock(&mutex_); "


class ThreadSafetyTest(unittest.TestCase):

    def check(self, body):
        with tempfile.TemporaryDirectory(dir=clang_tidy.BUILD) as folder:
            source = pathlib.Path(folder) / "counter.cc"
            source.write_text(SOURCE.format(body=body))
            return clang_tidy.check(source,
                                    ["-std=c++20", f"-I{clang_tidy.ROOT}"])

    def refused(self, body):
        passed, output = self.check(body)
        self.assertFalse(passed, f"accepted: {body}")
        self.assertIn("clang-diagnostic-thread-safety-analysis", output)

    def accepted(self, body):
        passed, output = self.check(body)
        self.assertTrue(passed, output)

    def test_a_guarded_member_is_touched_under_its_lock_alone(self):
        self.accepted(LOCK + "++count_;")
        self.refused("++count_;")

    def test_a_function_that_wants_the_lock_is_called_under_it(self):
        self.accepted(LOCK + "AddLocked();")
        self.refused("AddLocked();")

    def test_a_condition_that_reads_what_is_guarded_says_so(self):
        wait = ("changed_.WaitFor(&mutex_, std::chrono::nanoseconds(0),"
                "[this](){says} {{ return count_ > 0; }});")
        says = " ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_)"
        self.accepted(LOCK + wait.format(says=says))
        self.refused(LOCK + wait.format(says=""))
        self.refused(wait.format(says=says))


if __name__ == "__main__":
    unittest.main()
