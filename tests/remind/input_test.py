"""Bad input: a clear error before anything is sent, and nothing lost."""

import unittest

from parts import DONE, REFUSED, USAGE, RemindTest, WebServer


class InputTest(RemindTest):
    def setUp(self):
        super().setUp()
        self.web = WebServer()
        self.addCleanup(self.web.stop)
        self.establish(2)

    def refused(self, *arguments, code, saying):
        """A run with a sink that would accept, and something wrong beside."""
        ran = self.remind("--sink", self.web.url, *arguments, expect=code)
        self.assertIn(saying, ran.stderr)
        self.assertEqual(self.web.requests, [])
        self.assertEqual(self.waiting(), 2)

    def test_a_webhook_that_is_not_https(self):
        for url in ("http://example.org/x", "http://127.0.0.1.example.org/",
                    "http://[::2]/"):
            self.refused("--sink", url, code=USAGE, saying="is not HTTPS")

    def test_a_url_with_a_password(self):
        self.refused("--sink=https://me:secret@example.org/", code=USAGE,
                     saying="holds a name or a password")
        ran = self.remind("--sink=https://me:secret@example.org/", expect=USAGE)
        self.assertNotIn("secret", ran.stderr)

    def test_what_is_no_sink(self):
        for sink in ("ftp://example.org/", "exec:", "ics:", "nonsense"):
            self.refused(f"--sink={sink}", code=USAGE, saying="is no sink")

    def test_a_recipient_that_is_no_address(self):
        for address in ("desk", "a b@example.org", "@example.org", "x@-a.org",
                        "a@b@c..org", "x@example.org\r\nBcc: y@example.org",
                        "é@example.org", "x" * 65 + "@example.org"):
            self.refused("--mail-from=clock@example.org",
                         f"--mail-to={address}", code=USAGE,
                         saying="is no mail address")

    def test_mail_for_nobody(self):
        self.refused("--sink=smtp://localhost:1", code=REFUSED,
                     saying="needs --mail-from")

    def test_a_template_that_does_not_compile(self):
        path = self.folder / "template"
        for text, where in (("one\ntwo {{#lapses}} three", ":2:5: "),
                            ("{{title", ":1:1: "),
                            ("a\n\n{{/news}}", ":3:1: ")):
            path.write_text(text)
            self.refused("--template", path, code=REFUSED,
                         saying=f"{path}{where}")
        path.write_text("x\n{{#lapses}}{{tilte}}{{/lapses}}")
        self.refused("--html-template", path, code=REFUSED,
                     saying=f"{path}:2:14: there is no {{{{tilte}}}}")
        self.refused("--template", self.folder / "absent", code=REFUSED,
                     saying="cannot open")

    def test_a_secret_that_is_none(self):
        path = self.folder / "secret"
        path.write_text("short")
        self.refused("--webhook-secret-file", path, code=REFUSED,
                     saying="has 5 bytes; give it 16 or more")

    def test_numbers_and_times_out_of_range(self):
        self.refused("--max-events=0", code=USAGE, saying="--max-events")
        self.refused("--max-events=1001", code=USAGE, saying="--max-events")
        self.refused("--lease=0s", code=USAGE, saying="--lease")
        self.refused("--lease=11m", code=USAGE, saying="1s to 600s")

    def test_a_sink_that_is_named_twice(self):
        self.refused("--sink", self.web.url, code=REFUSED,
                     saying="is named twice")

    def test_a_state_directory_that_cannot_be_written(self):
        ran = self.run_ctl("remind", "desk", "--sink", self.web.url,
                           "--state-dir=/proc/nowhere")
        self.assertEqual(ran.returncode, REFUSED)
        self.assertIn("--state-dir", ran.stderr)
        self.assertEqual(self.waiting(), 2)

    def test_a_subscription_that_is_not_there(self):
        ran = self.remind("--sink=stdout", name="nobody", expect=REFUSED)
        self.assertIn("SUBSCRIPTION_NOT_FOUND", ran.stderr)
        ran = self.remind("--sink=stdout", name="No body", expect=USAGE)
        self.assertIn("is not a subscription", ran.stderr)

    def test_no_sink_at_all(self):
        self.remind(expect=USAGE)

    def test_what_subscriptions_refuse(self):
        def tried(*arguments):
            ran = self.run_ctl("subscriptions", *arguments)
            self.assertNotEqual(ran.returncode, DONE, arguments)
            return ran.stderr

        self.assertIn("SUBSCRIPTION_EXISTS", tried("create", "desk"))
        self.assertIn("NAME_INVALID", tried("create", "Not-One"))
        for lead in ("P0D", "P11Y", "-P1D", "tomorrow"):
            self.assertIn("lead", tried("create", "new", f"--lead={lead}"))
        for number in range(1, 59):
            self.ctl("subscriptions", "create", f"s{number}",
                     f"--lead=P{number + 1000}D")
        self.assertIn("TOO_MANY_LEADS",
                      tried("create", "new", "--lead=P999D"))
        self.assertIn("ETAG_STALE",
                      tried("update", "desk", "--etag=0",
                            "--description=x"))

    def test_subscriptions_are_shown_changed_and_deleted(self):
        self.ctl("subscriptions", "update", "desk", "--type=expiring",
                 "--lead=P45D", "--description=For the desk")
        shown = self.ctl("subscriptions", "get", "desk")
        for words in ("EXPIRING", "P45D", "For the desk"):
            self.assertIn(words, shown)
        self.ctl("subscriptions", "update", "desk", "--any-type", "--any-lead")
        self.assertNotIn("P45D", self.ctl("subscriptions", "list"))
        self.ctl("subscriptions", "delete", "desk")
        self.assertNotIn("desk", self.ctl("subscriptions", "list"))


if __name__ == "__main__":
    unittest.main()
