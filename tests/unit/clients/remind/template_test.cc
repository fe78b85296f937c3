#include "clients/mandatectl/remind/template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl::remind {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Digest DigestOf(const std::string& title) {
  mandates::v1::Event event;
  event.set_type(mandates::v1::EVENT_TYPE_EXPIRING);
  event.set_symbol("A/HRC/RES/44/11");
  event.mutable_mandate()->set_title(title);
  *event.mutable_last_day() = DateOf(2026, 9, 30);
  return MakeDigest("deadlines", DateOf(2026, 9, 1),
                    {MakeReminder(event, DateOf(2026, 9, 1))});
}

std::string Render(const std::string& text, Escaping escaping,
                   const Digest& digest) {
  const auto compiled = Template::Compile(text, "here", escaping);
  EXPECT_TRUE(compiled.ok()) << compiled.status();
  return compiled.ok() ? compiled->Render(digest) : "";
}

TEST(TemplateTest, HtmlIsEscapedAndTextIsNot) {
  const Digest digest = DigestOf("<b>&\"'");
  const char* title = "{{#lapses}}{{title}}{{/lapses}}";
  EXPECT_EQ(Render(title, Escaping::kHtml, digest),
            "&lt;b&gt;&amp;&quot;&apos;");
  EXPECT_EQ(Render(title, Escaping::kNone, digest), "<b>&\"'");
}

TEST(TemplateTest, AnErrorNamesLineAndColumn) {
  const auto at = [](const std::string& text) {
    return Template::Compile(text, "file", Escaping::kNone);
  };
  EXPECT_THAT(at("a\nb {{#news}}"), FailsWith("file:2:3: Unclosed section"));
  EXPECT_THAT(at("a\n\n{{title"), FailsWith("file:3:1: Unclosed tag"));
  EXPECT_THAT(at("{{/news}}"), FailsWith("file:1:1: Unopened section"));
  EXPECT_THAT(at("\n{{tilte}}"), FailsWith("file:2:3: there is no {{tilte}}"));
  EXPECT_THAT(at("{{> other}}"), FailsWith("there is no {{> other}}"));
}

TEST(TemplateTest, OursSayWhatWhenAndByWhat) {
  const Digest digest = DigestOf("The right to food");
  for (const char* ours : {kTextTemplate, kHtmlTemplate}) {
    const std::string text = Render(ours, Escaping::kHtml, digest);
    for (const char* part : {"The right to food", "2026-09-30", "29 days left",
                             "A/HRC/RES/44/11", "1 reminder"}) {
      EXPECT_THAT(text, HasSubstr(part));
    }
    EXPECT_THAT(text, Not(HasSubstr("What changed")));
  }
  EXPECT_EQ(Render(kSubjectTemplate, Escaping::kNone, digest),
            "Mandates that lapse: 1 reminder, the next after 2026-09-30");
}

TEST(TemplateTest, WhatServersSendIsOnOneLine) {
  EXPECT_EQ(Render("{{#lapses}}{{title}}{{/lapses}}", Escaping::kNone,
                   DigestOf("a\r\nb\x1b[2J")),
            "a  b [2J");
}

}  // namespace
}  // namespace mandated::mandatectl::remind
