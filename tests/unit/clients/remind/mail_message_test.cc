#include "clients/mandatectl/remind/mail_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_split.h"

namespace mandated::mandatectl::remind {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Mail MailOf(const std::string& subject, const std::string& text) {
  return {.from = {.name = "", .address = "clock@example.org"},
          .to = {.name = "", .address = "desk@example.org"},
          .message_id = "id@example.org",
          .subject = subject,
          .text = text,
          .html = "<p>",
          .date = absl::UnixEpoch()};
}

TEST(MailMessageTest, EveryLineIsShortAsciiAndEndsInCrLf) {
  const std::string mail =
      Compose(MailOf(std::string(300, 'x') + "é“”日本",
                     std::string(500, 'y') + "\n日本 =\ttab \n.\n"));
  for (const std::string& line :
       std::vector<std::string>(absl::StrSplit(mail, "\r\n"))) {
    EXPECT_LE(line.size(), 78) << line;
    for (const char byte : line) {
      EXPECT_TRUE(byte == '\t' || (byte >= ' ' && byte < '\x7F')) << line;
    }
  }
}

TEST(MailMessageTest, ATextCannotAddAHeader) {
  const std::string mail =
      Compose(MailOf("Hi\r\nBcc: x@example.org\r\n\r\nbody", "text"));
  EXPECT_THAT(mail, Not(HasSubstr("\nBcc:")));
}

TEST(MailMessageTest, APlainSubjectStaysPlain) {
  EXPECT_EQ(EncodeHeader("Mandates that lapse", 9), "Mandates that lapse");
  EXPECT_EQ(EncodeHeader("é", 9), "=?UTF-8?B?w6k=?=");
  // It would be taken for an encoded one.
  EXPECT_EQ(EncodeHeader("=?x?", 9), "=?UTF-8?B?PT94Pw==?=");
}

TEST(MailMessageTest, TheSameMailIsTheSameBytes) {
  EXPECT_EQ(Compose(MailOf("a", "b")), Compose(MailOf("a", "b")));
}

TEST(MailMessageTest, QuotedPrintableKeepsSpaceAtTheEndOfALine) {
  EXPECT_THAT(Compose(MailOf("a", "x \ny=z")), HasSubstr("x=20\r\ny=3Dz\r\n"));
}

}  // namespace
}  // namespace mandated::mandatectl::remind
