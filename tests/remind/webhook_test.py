"""The webhook sink against a web server that fails in every way."""

import base64
import hashlib
import hmac
import json
import unittest

from parts import (NOTHING, PARTLY, REFUSED, UNDELIVERED, RemindTest,
                   WebServer, make_certificate)

SECRET = "a secret of more than 16 bytes"


class WebhookTest(RemindTest):
    def setUp(self):
        super().setUp()
        self.web = WebServer()
        self.addCleanup(lambda: self.web.stop())

    def ids(self):
        return [event["id"] for event in self.events()]

    def test_each_event_is_posted_once_as_a_signed_cloud_event(self):
        self.establish(3)
        self.remind("--sink", self.web.url, MANDATED_WEBHOOK_SECRET=SECRET)
        self.assertEqual(self.web.accepted, self.ids())
        for headers, body in self.web.requests:
            event = json.loads(body)
            self.assertEqual(headers["Content-Type"],
                             "application/cloudevents+json; charset=utf-8")
            self.assertEqual(event["specversion"], "1.0")
            self.assertEqual(event["type"], "mandates.v1.established")
            self.assertEqual(event["id"], event["data"]["id"])
            self.assertEqual(headers["Idempotency-Key"], f'"{event["id"]}"')
            signed = b".".join([headers["webhook-id"].encode(),
                                headers["webhook-timestamp"].encode(), body])
            digest = hmac.digest(SECRET.encode(), signed, hashlib.sha256)
            self.assertEqual(headers["webhook-signature"],
                             "v1," + base64.b64encode(digest).decode())
        self.remind("--sink", self.web.url, expect=NOTHING)

    def test_what_fails_in_passing_is_tried_again_with_the_same_bytes(self):
        self.establish()
        failures = {1: (503, {}), 2: (429, {"Retry-After": "1"}), 3: None}
        self.web.answer = lambda count, _: failures.get(count, (200, {}))
        self.remind("--sink", self.web.url)
        self.assertEqual(len(self.web.requests), 4)
        self.assertEqual(len({body for _, body in self.web.requests}), 1)
        self.assertEqual(self.waiting(), 0)

    def test_a_wait_that_is_too_long_is_for_the_next_run(self):
        self.establish()
        self.web.answer = lambda *_: (429, {"Retry-After": "3600"})
        ran = self.remind("--sink", self.web.url, expect=UNDELIVERED)
        self.assertEqual(len(self.web.requests), 1)
        self.assertIn("answered 429", ran.stderr)
        self.web.answer = lambda *_: (204, {})
        self.remind("--sink", self.web.url)

    def test_up_to_the_first_failure_is_acknowledged(self):
        self.establish(4)
        ids = self.ids()
        self.web.answer = lambda _, headers: (
            (422, {}) if ids[2] in headers["Idempotency-Key"] else (204, {}))
        ran = self.remind("--sink", self.web.url, expect=PARTLY)
        self.assertIn(ids[2], ran.stderr)
        self.assertEqual(self.waiting(), 2)
        # The last was accepted behind the refused one: it is not asked again.
        self.web.answer = lambda *_: (204, {})
        self.remind("--sink", self.web.url)
        self.assertEqual(self.web.accepted, [ids[0], ids[1], ids[3], ids[2]])
        self.assertEqual(self.waiting(), 0)

    def test_a_redirect_is_not_followed(self):
        self.establish()
        other = WebServer()
        self.addCleanup(other.stop)
        self.web.answer = lambda *_: (308, {"Location": other.url})
        ran = self.remind("--sink", self.web.url, expect=UNDELIVERED)
        self.assertIn("give the address it leads to", ran.stderr)
        self.assertEqual(other.requests, [])

    def test_one_that_cannot_be_reached_costs_no_attempt(self):
        self.establish()
        url = self.web.url
        self.web.stop()
        ran = self.remind("--sink", url, expect=UNDELIVERED)
        self.assertIn("nothing was taken or sent", ran.stderr)
        self.web = WebServer()
        self.remind("--sink", self.web.url)

    def test_a_certificate_nobody_vouches_for_is_refused(self):
        self.establish()
        certificate = make_certificate(self.folder / "web.pem")
        secure = WebServer(certificate)
        self.addCleanup(secure.stop)
        self.remind("--sink", secure.url, expect=UNDELIVERED)
        self.assertEqual(secure.requests, [])
        self.remind("--sink", secure.url, "--ca-file", certificate)
        self.assertEqual(len(secure.accepted), 1)

    def test_what_one_sink_accepted_it_is_not_asked_again(self):
        self.establish(2)
        other = WebServer()
        self.addCleanup(other.stop)
        other.answer = lambda *_: (400, {})
        both = ["--sink", self.web.url, "--sink", other.url]
        self.remind(*both, expect=PARTLY)
        self.assertEqual(self.waiting(), 2)
        other.answer = lambda *_: (204, {})
        self.remind(*both)
        self.assertEqual(len(self.web.requests), 2)
        self.assertEqual(self.waiting(), 0)

    def test_secrets_are_never_shown(self):
        self.establish()
        path = self.folder / "secret"
        path.write_text("whsec_not base64!")
        ran = self.remind("--sink", self.web.url, "--webhook-secret-file",
                          path, expect=REFUSED)
        self.assertNotIn("base64!", ran.stderr)
        path.write_text(SECRET)
        ran = self.remind("--sink", self.web.url + "?token=hidden",
                          "--webhook-secret-file", path)
        self.assertNotIn("hidden", ran.stdout + ran.stderr)
        self.assertNotIn(SECRET, ran.stdout + ran.stderr)


if __name__ == "__main__":
    unittest.main()
