// Texts of resolutions over the wire: read, imported, asked for again.

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/integration/running_server.h"

namespace mandated::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A resolution of our own, in the form that all have.
constexpr char kText[] =
    "Human Rights Council\n"
    "Fifty-second session\n"
    "27 February\u20134 April 2023\n"
    "Agenda item 3\n"
    "Resolution adopted by the Human Rights Council on 3 April 2023\n"
    "52/99.\tMandate of the Special Rapporteur on the rights of lighthouse "
    "keepers\n"
    "The Human Rights Council,\n"
    "Recalling all its resolutions on lighthouse keepers,\n"
    "1.\tWelcomes the work of the Special Rapporteur on the rights of "
    "lighthouse keepers;\n"
    "2.\tDecides to extend the mandate of the Special Rapporteur on the rights "
    "of lighthouse keepers for a period of three years;\n"
    "3.\tDecides to remain seized of the matter.\n"
    "55th meeting\n"
    "3 April 2023\n"
    "[Adopted without a vote.]\n";

constexpr char kName[] = "resolutions/a-hrc-res-52-99";

class ResolutionTest : public ServerTest {
 protected:
  void SetUp() override {
    StartServer();
    RecordSessions();
    EXPECT_TRUE(client().AdvanceTo(Day(2023, 4, 10)).ok());
  }

  // Puts the mandate on record that the text extends.
  void EstablishKeepers() {
    auto request = Establish("sr-keepers", "A/HRC/RES/51/40", Day(2022, 10, 6),
                             TermOf("P1Y"));
    request.mutable_mandate()->set_title(
        "Special Rapporteur on the rights of lighthouse keepers");
    request.mutable_mandate()->set_holder_type(
        v1::HOLDER_TYPE_SPECIAL_RAPPORTEUR);
    Record(request);
  }

  Answer<v1::ImportResolutionResponse> Import(const std::string& text) {
    v1::ImportResolutionRequest request;
    request.set_text(text);
    request.set_actor("tester");
    return client().Call(request);
  }

  v1::Resolution Parse(const std::string& text) {
    v1::ParseResolutionRequest request;
    request.set_text(text);
    const auto answer = client().Call(request);
    EXPECT_TRUE(answer.ok()) << Describe(answer.status);
    return answer->resolution();
  }

  std::vector<std::string> ReasonsOf(const v1::Resolution& resolution,
                                     v1::Severity severity) {
    std::vector<std::string> reasons;
    for (const auto& diagnostic : resolution.diagnostics()) {
      if (diagnostic.severity() == severity) {
        reasons.push_back(diagnostic.reason());
      }
    }
    return reasons;
  }
};

std::string With(const std::string& from, const std::string& to) {
  return absl::StrReplaceAll(kText, {{from, to}});
}

TEST_F(ResolutionTest, ParsingReadsEveryFieldAndWritesNothing) {
  EstablishKeepers();
  const int64_t head = client().Head();
  const v1::Resolution resolution = Parse(kText);
  EXPECT_EQ(resolution.name(), kName);
  EXPECT_EQ(resolution.language(), "en");
  EXPECT_EQ(resolution.session(), "sessions/hrc-52");
  EXPECT_EQ(resolution.meeting(), 55);
  ASSERT_THAT(resolution.proposals(), SizeIs(1));
  EXPECT_THAT(resolution.proposals(0).mandates(),
              ElementsAre("mandates/sr-keepers"));
  EXPECT_EQ(resolution.proposals(0).decision().term().period(), "P3Y");
  EXPECT_EQ(client().Head(), head);
}

TEST_F(ResolutionTest, EvidenceIsWhatTheGivenTextSaysThere) {
  const v1::Resolution resolution = Parse(kText);
  ASSERT_THAT(resolution.readings(), ::testing::Not(IsEmpty()));
  const std::string text = kText;
  for (const auto& reading : resolution.readings()) {
    const auto& evidence = reading.evidence();
    EXPECT_EQ(text.substr(evidence.begin_byte(),
                          evidence.end_byte() - evidence.begin_byte()),
              evidence.words())
        << reading.field();
  }
}

TEST_F(ResolutionTest, ImportExtendsTheMandateAndKeepsTheWords) {
  EstablishKeepers();
  const auto answer = Import(kText);
  ASSERT_TRUE(answer.ok()) << Describe(answer.status);
  EXPECT_GT(answer->revision(), 0);
  EXPECT_FALSE(answer->already_imported());
  const v1::Mandate mandate = client().Get("mandates/sr-keepers");
  EXPECT_EQ(mandate.term().end_of_session(), "sessions/hrc-61");
  ASSERT_THAT(mandate.decisions(), SizeIs(2));
  bool term_proved = false;
  for (const auto& reading : mandate.decisions(1).readings()) {
    if (reading.field() != "term.period") continue;
    term_proved = true;
    EXPECT_EQ(reading.evidence().paragraph(), "2");
    EXPECT_EQ(reading.confidence(), v1::CONFIDENCE_READ);
  }
  EXPECT_TRUE(term_proved);
}

TEST_F(ResolutionTest, ImportingAgainChangesNothing) {
  EstablishKeepers();
  const auto first = Import(kText);
  ASSERT_TRUE(first.ok()) << Describe(first.status);
  const int64_t head = client().Head();
  const auto second = Import(kText);
  ASSERT_TRUE(second.ok()) << Describe(second.status);
  EXPECT_TRUE(second->already_imported());
  EXPECT_EQ(second->revision(), 0);
  EXPECT_EQ(client().Head(), head);
  ASSERT_EQ(second->events_size(), first->events_size());
  for (int i = 0; i < first->events_size(); ++i) {
    EXPECT_EQ(second->events(i).id(), first->events(i).id());
  }
}

TEST_F(ResolutionTest, AnImportSurvivesARestart) {
  EstablishKeepers();
  ASSERT_TRUE(Import(kText).ok());
  StopServer();
  StartServer();
  v1::GetResolutionRequest get;
  get.set_name(kName);
  const auto answer = client().Call(get);
  ASSERT_TRUE(answer.ok()) << Describe(answer.status);
  EXPECT_THAT(answer->resolution().decisions(), SizeIs(1));
  const auto list = client().Call(v1::ListResolutionsRequest());
  ASSERT_TRUE(list.ok()) << Describe(list.status);
  EXPECT_THAT(list->resolutions(), SizeIs(1));
}

TEST_F(ResolutionTest, AMandateThatNobodyKnowsIsCreatedWhereTheCallerSaysSo) {
  v1::ImportResolutionRequest request;
  request.set_text(kText);
  const auto open = client().Call(request);
  EXPECT_EQ(ReasonOf(open.status), "IMPORT_OPEN");
  EXPECT_EQ(MetadataOf(open.status, "first"), "MANDATE_NOT_FOUND");
  request.add_settlements()->set_mandate_name("mandates/sr-keepers");
  const auto answer = client().Call(request);
  ASSERT_TRUE(answer.ok()) << Describe(answer.status);
  ASSERT_THAT(answer->mandates(), SizeIs(1));
  EXPECT_EQ(answer->mandates(0).title(),
            "Special Rapporteur on the rights of lighthouse keepers");
  EXPECT_EQ(answer->mandates(0).holder_type(),
            v1::HOLDER_TYPE_SPECIAL_RAPPORTEUR);
}

TEST_F(ResolutionTest, ATextThatContradictsTheRecordIsRefused) {
  EstablishKeepers();
  ASSERT_TRUE(Import(kText).ok());
  const int64_t head = client().Head();
  const auto answer = Import(With("three years", "one year"));
  EXPECT_EQ(answer.status.error_code(), grpc::FAILED_PRECONDITION);
  EXPECT_EQ(ReasonOf(answer.status), "IMPORT_CONTRADICTS");
  EXPECT_EQ(client().Head(), head);
}

TEST_F(ResolutionTest, ATermThatIsNotStatedIsOpenUntilItIsSettled) {
  EstablishKeepers();
  v1::ImportResolutionRequest request;
  request.set_text(With(" for a period of three years", ""));
  const auto open = client().Call(request);
  EXPECT_EQ(open.status.error_code(), grpc::FAILED_PRECONDITION);
  EXPECT_EQ(ReasonOf(open.status), "IMPORT_OPEN");
  request.add_settlements()->mutable_term()->set_period("P1Y");
  const auto settled = client().Call(request);
  EXPECT_TRUE(settled.ok()) << Describe(settled.status);
}

TEST_F(ResolutionTest, ValidateOnlyWritesNothing) {
  EstablishKeepers();
  const int64_t head = client().Head();
  v1::ImportResolutionRequest request;
  request.set_text(kText);
  request.set_validate_only(true);
  const auto answer = client().Call(request);
  ASSERT_TRUE(answer.ok()) << Describe(answer.status);
  EXPECT_THAT(answer->mandates(), SizeIs(1));
  EXPECT_EQ(client().Head(), head);
}

TEST_F(ResolutionTest, EmptyTextAndBytesThatAreNoTextAreInvalid) {
  for (const auto& [text, reason] :
       std::vector<std::pair<std::string, std::string>>{
           {"", "TEXT_EMPTY"},
           {" \n\t", "TEXT_EMPTY"},
           {"Human Rights \xff Council", "TEXT_NOT_UTF8"},
           {std::string((2 << 20) + 1, 'x'), "TEXT_TOO_LONG"}}) {
    const auto answer = Import(text);
    EXPECT_EQ(answer.status.error_code(), grpc::INVALID_ARGUMENT);
    EXPECT_EQ(ReasonOf(answer.status), reason);
    EXPECT_THAT(FieldsOf(answer.status), ElementsAre("text"));
  }
}

TEST_F(ResolutionTest, ALanguageOutsideTheSixIsNamedWithThem) {
  v1::ParseResolutionRequest request;
  request.set_text(kText);
  request.set_language("de");
  const auto answer = client().Call(request);
  EXPECT_EQ(ReasonOf(answer.status), "LANGUAGE_UNKNOWN");
  EXPECT_THAT(FieldsOf(answer.status), ElementsAre("language"));
}

TEST_F(ResolutionTest, WhatCannotBeImportedIsRefusedAndNothingIsWritten) {
  const std::vector<std::pair<std::string, std::string>> texts = {
      {"Dear colleague, please find the minutes of the Human Rights Council "
       "attached.",
       "NOT_A_RESOLUTION"},
      {With("Resolution adopted by the Human Rights Council on 3 April 2023",
            "A/HRC/52/L.15\nDraft resolution"),
       "IS_DRAFT"},
      {With("Decides to extend the mandate of the Special Rapporteur on the "
            "rights of lighthouse keepers for a period of three years",
            "Encourages States to keep their lighthouses lit"),
       "NO_MANDATE_DECISION"},
      {absl::StrCat(kText, "\n", kText), "TWO_RESOLUTIONS"}};
  const int64_t head = client().Head();
  for (const auto& [text, reason] : texts) {
    const auto answer = Import(text);
    EXPECT_EQ(answer.status.error_code(), grpc::FAILED_PRECONDITION) << reason;
    EXPECT_EQ(ReasonOf(answer.status), "IMPORT_REFUSED") << reason;
    EXPECT_EQ(MetadataOf(answer.status, "first"), reason);
  }
  EXPECT_EQ(client().Head(), head);
}

TEST_F(ResolutionTest, AResolutionThatWasNotImportedIsNotFound) {
  v1::GetResolutionRequest get;
  get.set_name(kName);
  EXPECT_EQ(ReasonOf(client().Call(get).status), "RESOLUTION_NOT_FOUND");
  get.set_name("A/HRC/RES/52/99");
  EXPECT_EQ(ReasonOf(client().Call(get).status), "NAME_INVALID");
}

// The document that this project began with.
class SeedTest : public ServerTest {};

TEST_F(SeedTest, TheSeedInChineseBecomesTheDecisionThatItWas) {
  const std::string path =
      MANDATED_SHARED_DATA "/resolutions/a-hrc-res-44-11.zh.txt";
  std::ifstream file(path, std::ios::binary);
  if (!file) GTEST_SKIP() << "there is no " << path;
  StartServer();
  ASSERT_TRUE(client().AdvanceTo(Day(2023, 1, 10)).ok());
  v1::UpsertSessionRequest session;
  *session.mutable_session() =
      SessionOf("hrc-44", Day(2020, 6, 30), Day(2020, 7, 17));
  ASSERT_TRUE(client().Call(session).ok());
  v1::ImportResolutionRequest request;
  request.set_text(std::string(std::istreambuf_iterator<char>(file), {}));
  const auto answer = client().Call(request);
  ASSERT_TRUE(answer.ok()) << Describe(answer.status);
  const v1::Resolution& resolution = answer->resolution();
  EXPECT_EQ(resolution.symbol(), "A/HRC/RES/44/11");
  EXPECT_EQ(resolution.agenda_item(), 3);
  EXPECT_EQ(resolution.meeting(), 27);
  EXPECT_THAT(resolution.state_votes(), SizeIs(47));
  ASSERT_THAT(answer->mandates(), SizeIs(1));
  const v1::Mandate& mandate = answer->mandates(0);
  EXPECT_EQ(mandate.name(), "mandates/ie-international-solidarity");
  EXPECT_EQ(mandate.title(),
            "Independent Expert on human rights and international solidarity");
  EXPECT_EQ(mandate.term().end_of_session(), "sessions/hrc-53");
  const v1::Decision& decision = mandate.decisions(0);
  EXPECT_EQ(decision.act(), v1::ACT_EXTEND);
  EXPECT_EQ(decision.term().period(), "P3Y");
  EXPECT_EQ(decision.paragraph(), "10");
  EXPECT_EQ(decision.vote().in_favour(), 31);
  EXPECT_EQ(decision.vote().against(), 15);
  EXPECT_EQ(decision.vote().abstaining(), 1);
}

}  // namespace
}  // namespace mandated::testing
