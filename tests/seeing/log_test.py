"""The log of a real server: one line an event, as text or JSON."""

import json
import re
import unittest

import parts

GET = "/mandates.v1.MandateService/GetMandate"
ABSENT = parts.text_field(1, "mandates/absent")
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
# Of starting and stopping; a line for each call would be more.
LINES_MAX = 10


class LogTest(unittest.TestCase):

    def lines_of(self, server):
        lines = [json.loads(line) for line in server.stop().splitlines()]
        for line in lines:
            self.assertRegex(line["time"], TIME)
            self.assertIn(line["level"],
                          ("debug", "info", "warning", "error"))
            self.assertTrue(line["message"])
        return lines

    def test_every_line_is_json_and_carries_the_ids_of_its_call(self):
        server = parts.Server("--log-format=json", "--log-level=debug")
        code = server.call(GET, ABSENT, (("traceparent", TRACE),
                                         ("x-request-id", "order-66")))
        self.assertEqual(code, "NOT_FOUND")
        server.call(GET, ABSENT, (("x-request-id", "long" * 100),))
        lines = self.lines_of(server)
        self.assertTrue(any(line["message"].startswith("serving on ")
                            for line in lines))
        first, second = (line for line in lines
                         if line["message"] == "call ended")
        self.assertEqual(first["level"], "debug")
        self.assertEqual(first["method"], GET[1:])
        self.assertEqual(first["code"], "NOT_FOUND")
        self.assertEqual(first["traceparent"], TRACE)
        self.assertEqual(first["request_id"], "order-66")
        self.assertIn("mandates/absent", first["error"])
        self.assertRegex(first["peer"], r"^ipv4:127\.0\.0\.1:\d+$")
        self.assertGreaterEqual(float(first["seconds"]), 0)
        self.assertNotIn("request_id", second)

    def test_slow_calls_are_warned_of_with_the_ids_of_the_call(self):
        server = parts.Server("--log-format=json", "--log-slow-call=0")
        server.call(GET, ABSENT, (("traceparent", TRACE),))
        slow = [line for line in self.lines_of(server)
                if line["message"] == "call was slow"]
        self.assertEqual(slow[0]["level"], "warning")
        self.assertEqual(slow[0]["traceparent"], TRACE)
        self.assertEqual(len(slow), 1)

    def test_text_at_info_has_no_line_of_ordinary_calls(self):
        server = parts.Server("--log-slow-call=1h")
        for _ in range(50):
            server.call(GET, ABSENT)
        lines = server.stop().splitlines()
        self.assertLess(len(lines), LINES_MAX)
        for line in lines:
            time, level, message = line.split(" ", 2)
            self.assertRegex(time, TIME)
            self.assertIn(level, ("info", "warning"))
            self.assertTrue(message)


if __name__ == "__main__":
    unittest.main()
