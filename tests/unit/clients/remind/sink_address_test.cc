#include "clients/mandatectl/remind/sink_address.h"

#include <gtest/gtest.h>

#include "clients/mandatectl/remind/mail_address.h"
#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl::remind {
namespace {

SinkKind KindOf(const std::string& text) {
  const auto sink = ParseSink("--sink", text);
  EXPECT_TRUE(sink.ok()) << sink.status();
  return sink.ok() ? sink->kind : SinkKind::kStdout;
}

TEST(ParseSinkTest, EachKindIsTold) {
  EXPECT_EQ(KindOf("stdout"), SinkKind::kStdout);
  EXPECT_EQ(KindOf("exec:cat > out"), SinkKind::kExec);
  EXPECT_EQ(KindOf("https://example.org/hook"), SinkKind::kWebhook);
  EXPECT_EQ(KindOf("http://localhost:8080/"), SinkKind::kWebhook);
  EXPECT_EQ(KindOf("http://127.255.0.1/"), SinkKind::kWebhook);
  EXPECT_EQ(KindOf("http://[::1]:80/"), SinkKind::kWebhook);
  EXPECT_EQ(KindOf("smtp://example.org:587"), SinkKind::kMail);
  EXPECT_EQ(KindOf("smtps://example.org"), SinkKind::kMail);
  EXPECT_EQ(KindOf("ics:/srv/mandates.ics"), SinkKind::kCalendar);
}

TEST(ParseSinkTest, HttpLeavesThisMachineNever) {
  for (const char* url :
       {"http://example.org/", "http://128.0.0.1/", "http://[::2]/",
        "http://localhost.example.org/", "HTTP://example.org/"}) {
    EXPECT_THAT(ParseSink("--sink", url), FailsWith("is not HTTPS")) << url;
  }
}

TEST(ParseSinkTest, AQueryIsNotShown) {
  const auto sink = ParseSink("--sink", "https://example.org/a?token=secret");
  ASSERT_TRUE(sink.ok());
  EXPECT_EQ(sink->name, "https://example.org/a");
}

TEST(ParseMailAddressTest, BothFormsAreRead) {
  const auto plain = ParseMailAddress("--mail-to", "a.b+c@x-y.example.org");
  ASSERT_TRUE(plain.ok()) << plain.status();
  EXPECT_EQ(plain->address, "a.b+c@x-y.example.org");
  const auto named = ParseMailAddress("--mail-to", "Été <desk@localhost>");
  ASSERT_TRUE(named.ok()) << named.status();
  EXPECT_EQ(named->name, "Été");
  EXPECT_EQ(named->address, "desk@localhost");
}

TEST(ParseMailAddressTest, OtherThingsAreRefused) {
  for (const char* text :
       {"", "desk", "@x.org", "a@", "a b@x.org", "a@x..org", "a@-x.org",
        ".a@x.org", "a@x.org\nBcc: b@x.org", "<a@x.org", "\"a b\"@x.org",
        "a@[127.0.0.1]", "a@x.org, b@x.org"}) {
    EXPECT_THAT(ParseMailAddress("--mail-to", text),
                FailsWith("is no mail address"))
        << text;
  }
}

}  // namespace
}  // namespace mandated::mandatectl::remind
