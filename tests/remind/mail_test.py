"""The mail sink against a mail server, which gets one digest a day."""

import ssl
import subprocess
import unittest

from aiosmtpd.smtp import AuthResult

from parts import (NOTHING, PARTLY, UNDELIVERED, MailServer, RemindTest,
                   make_certificate, os)


class MailTest(RemindTest):
    def setUp(self):
        super().setUp()
        self.post = MailServer()
        self.addCleanup(lambda: self.post.stop())

    def mail(self, *more, to=("desk@example.org",), expect=0, **environment):
        return self.remind(
            "--sink", self.post.url, "--mail-from",
            "Rappels “été” <clock@example.org>",
            *[f"--mail-to={address}" for address in to], *more, expect=expect,
            **environment)

    def tomorrow(self):
        self.ctl("advance-clock", "--by=P1D")

    def test_a_digest_says_what_lapses_when_and_by_what(self):
        self.establish(1, until="2024-03-31", title="Droit à l’éducation <b>")
        self.ctl("advance-clock", "--to=2024-03-01")  # EXPIRING P1M
        self.mail()
        [(to, mail)] = self.post.mails
        self.assertEqual(to, "desk@example.org")
        self.assertEqual(mail["From"],
                         "Rappels “été” <clock@example.org>")
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
        self.assertEqual(mail.get_content_type(), "multipart/alternative")
        text = mail.get_body(("plain",)).get_content()
        page = mail.get_body(("html",)).get_content()
        for part in (text, page):
            self.assertIn("2024-03-31", part)
            self.assertIn("30 days left", part)
            self.assertIn("A/HRC/RES/1/1", part)
        self.assertIn("Droit à l’éducation <b>", text)
        self.assertIn("Droit à l’éducation &lt;b&gt;", page)
        self.assertEqual(mail.defects, [])

    def test_there_is_one_digest_a_day(self):
        self.establish(2)
        self.mail()
        self.establish()
        ran = self.mail(expect=NOTHING)
        self.assertIn("one a day", ran.stderr)
        self.assertEqual(len(self.post.mails), 1)
        self.tomorrow()
        self.mail()
        self.assertEqual(len(self.post.mails), 2)
        self.assertIn("Mandate 3", self.post.mails[1][1].as_string())
        self.assertNotIn("Mandate 2", self.post.mails[1][1].as_string())

    def test_each_recipient_has_a_mail_of_its_own(self):
        self.establish()
        both = ("a@example.org", "b@example.org")
        self.post.answer = lambda to: (
            "550 no such user" if to[0] == "b" else "250 OK")
        ran = self.mail(to=both, expect=PARTLY)
        self.assertIn("550 no such user", ran.stderr)
        self.assertEqual(self.waiting(), 1)
        self.post.answer = lambda to: "250 OK"
        self.mail(to=both)
        self.assertEqual([to for to, _ in self.post.mails], list(both))
        self.assertEqual(self.waiting(), 0)

    def test_a_mail_that_may_have_gone_out_goes_out_as_the_same(self):
        self.establish()

        def take_and_vanish():
            server.kill()
            return "250 OK"

        # The run is killed between its mail's acceptance and the answer.
        self.post.on_data = take_and_vanish
        server = subprocess.Popen(
            [os.environ["MANDATECTL"], "remind", "desk", "--lease=1s",
             "--sink", self.post.url, "--mail-from=clock@example.org",
             "--mail-to=desk@example.org", f"--state-dir={self.folder}/state"],
            env=self.environment(), stderr=subprocess.DEVNULL)
        server.wait()
        self.assertEqual(len(self.post.mails), 1)
        self.post.on_data = lambda: "250 OK"
        self.establish()  # more has come, and it is another day
        self.tomorrow()
        self.remind("--sink", self.post.url, "--mail-from=clock@example.org",
                    "--mail-to=desk@example.org", "--wait=10s", expect=None)
        first, again = self.post.mails[0][1], self.post.mails[1][1]
        self.assertEqual(first["Message-ID"], again["Message-ID"])
        self.assertEqual(first.as_bytes(), again.as_bytes())
        self.tomorrow()
        self.mail(expect=None)
        self.assertEqual(self.waiting(), 0)
        self.assertEqual(len({m["Message-ID"] for _, m in self.post.mails}), 2)

    def test_a_server_that_refuses_is_given_the_mail_another_time(self):
        self.establish()
        self.post.on_data = lambda: "451 later"
        ran = self.mail(expect=UNDELIVERED)
        self.assertIn("451 later", ran.stderr)
        self.post.on_data = lambda: "250 OK"
        self.mail()
        self.assertEqual(len(self.post.mails), 1)

    def test_templates_can_be_overridden_and_cannot_add_headers(self):
        self.establish(1, title="Evil")
        text, page = self.folder / "text", self.folder / "html"
        text.write_text("{{count_words}}: {{#reminders}}{{title}}{{/reminders}}")
        page.write_text("<p>{{count}}</p>")
        self.mail("--template", text, "--html-template", page,
                  "--mail-subject=Été: {{count_words}}\r\nBcc: x@example.org")
        [(_, mail)] = self.post.mails
        self.assertEqual(mail.get_body(("plain",)).get_content().strip(),
                         "1 reminder: Evil")
        self.assertEqual(mail.get_body(("html",)).get_content().strip(),
                         "<p>1</p>")
        self.assertTrue(mail["Subject"].startswith("Été: 1 reminder"))
        self.assertIsNone(mail["Bcc"])

    def test_a_mail_goes_out_over_tls_with_a_login(self):
        certificate = make_certificate(self.folder / "mail.pem")
        seen = []

        def authenticate(server, session, envelope, mechanism, data):
            seen.append((data.login, data.password))
            return AuthResult(success=True)

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.post.stop()
        self.post = MailServer(tls_context=context, require_starttls=True,
                               authenticator=authenticate, auth_required=True)
        self.establish()
        ran = self.mail("--mail-user=clock", "--ca-file", certificate,
                        MANDATED_MAIL_PASSWORD="pass word")
        self.assertEqual(seen[-1], (b"clock", b"pass word"))
        self.assertNotIn("pass word", ran.stdout + ran.stderr)
        self.assertEqual(len(self.post.mails), 1)


if __name__ == "__main__":
    unittest.main()
