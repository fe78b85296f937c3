#include "clients/mandatectl/catalogue.h"

#include <cstdlib>

#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kSessions[] =
    "session,first_day,last_day,basis\n"
    "hrc-44,2020-06-30,2020-07-17,STATED\n"
    "hrc-53,2023-06-19,2023-07-14,STATED\n";
constexpr char kMandates[] =
    "mandate,title,kind,country,holder_type,former_titles,holder_since,source,"
    "as_of,note\n"
    "ie-solidarity,New title,THEMATIC,,INDEPENDENT_EXPERT,First title|Second,"
    "2023-12-01,a table,2026-03-31,a note\n";
constexpr char kHeader[] =
    "mandate,act,symbol,adopted_on,session,how_adopted,for,against,abstaining,"
    "period,end,basis\n";

// The catalogue of one mandate with these decisions.
Catalogue CatalogueWith(const std::string& rows) {
  Catalogue catalogue;
  ReadCatalogueFile("sessions.csv", kSessions, catalogue);
  ReadCatalogueFile("mandates.csv", kMandates, catalogue);
  ReadCatalogueFile("decisions.csv", kHeader + rows, catalogue);
  CheckCatalogue(catalogue);
  return catalogue;
}

// What is wrong with one row of decisions.csv.
std::string WhyWrong(const std::string& row) {
  const Catalogue catalogue = CatalogueWith(row + "\n");
  EXPECT_THAT(catalogue.decisions, IsEmpty());
  EXPECT_THAT(catalogue.problems, SizeIs(1)) << row;
  return catalogue.problems.empty() ? ""
                                    : catalogue.problems.front().ToString();
}

TEST(CatalogueTest, RowsBecomeMessages) {
  const Catalogue catalogue = CatalogueWith(
      "ie-solidarity,EXTEND,A/HRC/RES/44/11,2020-07-16,hrc-44,RECORDED_VOTE,"
      "31,15,1,P3Y,,INFERRED\n");
  EXPECT_THAT(catalogue.problems, IsEmpty());
  ASSERT_THAT(catalogue.sessions, SizeIs(2));
  ASSERT_THAT(catalogue.mandates, SizeIs(1));
  ASSERT_THAT(catalogue.decisions, SizeIs(1));
  EXPECT_EQ(catalogue.sessions[1].session.name(), "sessions/hrc-53");
  const DecisionRow& row = catalogue.decisions[0];
  EXPECT_EQ(row.place.line, 2);
  EXPECT_EQ(row.mandate, "mandates/ie-solidarity");
  EXPECT_EQ(row.decision.session(), "sessions/hrc-44");
  EXPECT_EQ(row.decision.vote().against(), 15);
  EXPECT_EQ(row.decision.term().basis(), mandates::v1::BASIS_INFERRED);
}

TEST(CatalogueTest, MandateBeginsUnderItsFirstTitle) {
  const Catalogue catalogue = CatalogueWith("");
  ASSERT_THAT(catalogue.mandates, SizeIs(1));
  EXPECT_EQ(catalogue.mandates[0].mandate.title(), "First title");
  EXPECT_EQ(catalogue.mandates[0].mandate.note(),
            "a note; holder since 2023-12-01; source: a table, as of "
            "2026-03-31");
}

// The same with names.csv.
Catalogue CatalogueWithNames(const std::string& rows) {
  Catalogue catalogue;
  ReadCatalogueFile("mandates.csv", kMandates, catalogue);
  ReadCatalogueFile("names.csv", "mandate,language,title,note\n" + rows,
                    catalogue);
  CheckCatalogue(catalogue);
  return catalogue;
}

TEST(CatalogueTest, NamesBecomeTitlesInOrderOfTheFile) {
  const Catalogue catalogue = CatalogueWithNames(
      "ie-solidarity,fr,Titre,\n"
      "ie-solidarity,zh,新,\n"
      "ie-solidarity,zh,旧,until 2020\n");
  EXPECT_THAT(catalogue.problems, IsEmpty());
  EXPECT_THAT(catalogue.names, SizeIs(3));
  const auto& titles = catalogue.mandates[0].mandate.titles();
  EXPECT_THAT(titles.at("fr").titles(), ElementsAre("Titre"));
  EXPECT_THAT(titles.at("zh").titles(), ElementsAre("新", "旧"));
}

TEST(CatalogueTest, WrongNameIsToldWithItsLineAndReason) {
  const Catalogue catalogue = CatalogueWithNames(
      "ie-solidarity,fr,Titre,\n"
      "ie-solidarity,fr,Titre,\n"
      "sr-unknown,fr,Titre,\n"
      "ie-solidarity,French,Titre,\n"
      "ie-solidarity,fr,,\n");
  std::vector<std::string> problems;
  for (const Problem& problem : catalogue.problems) {
    problems.push_back(problem.ToString());
  }
  EXPECT_THAT(problems,
              ElementsAre(HasSubstr("names.csv:3: mandates/ie-solidarity, fr"),
                          HasSubstr("names.csv:4: mandate: sr-unknown"),
                          HasSubstr("names.csv:5: language: \"French\""),
                          HasSubstr("names.csv:6: title is missing")));
  EXPECT_THAT(catalogue.names, SizeIs(1));
}

TEST(CatalogueTest, EachFormOfEndIsRead) {
  const Catalogue catalogue = CatalogueWith(
      "ie-solidarity,EXTEND,A/1,2020-07-16,,,,,,,end_of_session:hrc-50,\n"
      "ie-solidarity,EXTEND,A/2,2020-07-16,,,,,,,fixed:2030-06-30,\n"
      "ie-solidarity,EXTEND,A/3,2020-07-16,,,,,,,open_ended,\n"
      "ie-solidarity,EXTEND,A/4,2020-07-16,,,,,,,until_event:a: b,\n"
      "ie-solidarity,EXTEND,A/5,2020-07-16,,,,,,,dormant,\n");
  EXPECT_THAT(catalogue.problems, IsEmpty());
  ASSERT_THAT(catalogue.decisions, SizeIs(5));
  EXPECT_EQ(catalogue.decisions[0].decision.term().end_of_session(),
            "sessions/hrc-50");
  EXPECT_EQ(catalogue.decisions[1].decision.term().fixed().day(), 30);
  EXPECT_TRUE(catalogue.decisions[2].decision.term().has_open_ended());
  EXPECT_EQ(catalogue.decisions[3].decision.term().until_event().words(),
            "a: b");
  EXPECT_TRUE(catalogue.decisions[4].decision.term().has_dormant());
}

TEST(CatalogueTest, WrongCellIsToldWithItsLineAndReason) {
  EXPECT_EQ(WhyWrong("ie-solidarity,EXTEND,A/1,2011-02-31,,,,,,P3Y,,"),
            "decisions.csv:2: adopted_on: 2011-02-31 is not a date: February "
            "2011 has 28 days");
  EXPECT_THAT(WhyWrong("ie-solidarity,EXTENT,A/1,2020-07-16,,,,,,P3Y,,"),
              HasSubstr("act: \"EXTENT\" is not known"));
  EXPECT_THAT(WhyWrong("ie-solidarity,EXTEND,A/1,2020-07-16,,,,,,3Y,,"),
              HasSubstr("period: \"3Y\" is not a period"));
  EXPECT_THAT(WhyWrong("ie-solidarity,EXTEND,A/1,2020-07-16,,,,,,,fixed:x,"),
              HasSubstr("end: x is not a date"));
  EXPECT_THAT(WhyWrong("ie-solidarity,EXTEND,A/1,2020-07-16,,,,,,,fixed,"),
              HasSubstr("end: \"fixed\" is not known"));
  EXPECT_THAT(WhyWrong("ie-solidarity,EXTEND,a symbol,2020-07-16,,,,,,P3Y,,"),
              HasSubstr("symbol: "));
  EXPECT_THAT(
      WhyWrong(
          "ie-solidarity,EXTEND,A/1,2020-07-16,,RECORDED_VOTE,31,,1,P3Y,,"),
      HasSubstr("against is empty"));
  EXPECT_THAT(WhyWrong("ie-solidarity,TERMINATE,A/1,2020-07-16,,,,,,P3Y,,"),
              HasSubstr("term cannot be set here"));
}

TEST(CatalogueTest, RowOfAnotherLengthIsRejected) {
  EXPECT_THAT(WhyWrong("ie-solidarity,EXTEND,A/1"),
              HasSubstr("has 3 fields where the header has 12"));
}

TEST(CatalogueTest, AllBadRowsAreToldAndGoodOnesKept) {
  const Catalogue catalogue = CatalogueWith(
      "ie-solidarity,EXTEND,A/1,2020-13-01,,,,,,P3Y,,\n"
      "ie-solidarity,EXTEND,A/2,2020-07-16,,,,,,P3Y,,\n"
      "ie-solidarity,EXTEND,A/3,2020-07-99,,,,,,P3Y,,\n");
  EXPECT_THAT(catalogue.decisions, SizeIs(1));
  ASSERT_THAT(catalogue.problems, SizeIs(2));
  EXPECT_EQ(catalogue.problems[0].line, 2);
  EXPECT_EQ(catalogue.problems[1].line, 4);
}

TEST(CatalogueTest, UnknownColumnIsNamedWithTheKnownOnes) {
  Catalogue catalogue;
  ReadCatalogueFile("x.csv", "session,first_day,last_day,colour\n", catalogue);
  ASSERT_THAT(catalogue.problems, SizeIs(1));
  EXPECT_THAT(catalogue.problems[0].ToString(),
              HasSubstr("x.csv:1: unknown column \"colour\"; the columns are "
                        "session, first_day"));
}

TEST(CatalogueTest, ColumnThatIsMissingOrTwiceIsNamed) {
  Catalogue catalogue;
  ReadCatalogueFile("x.csv", "session,first_day,first_day\n", catalogue);
  ASSERT_THAT(catalogue.problems, SizeIs(2));
  EXPECT_THAT(catalogue.problems[0].what, HasSubstr("first_day comes twice"));
  EXPECT_THAT(catalogue.problems[1].what, HasSubstr("last_day is missing"));
}

TEST(CatalogueTest, ColumnsMayComeInAnyOrder) {
  Catalogue catalogue;
  ReadCatalogueFile("x.csv",
                    "last_day,session,first_day\n2020-07-17,44,2020-06-30\n",
                    catalogue);
  ASSERT_THAT(catalogue.sessions, SizeIs(1));
  EXPECT_EQ(catalogue.sessions[0].session.last_day().day(), 17);
}

TEST(CatalogueTest, FileWithoutAKnownHeaderIsRejected) {
  Catalogue catalogue;
  ReadCatalogueFile("x.csv", "a,b\n1,2\n", catalogue);
  ReadCatalogueFile("y.csv", "", catalogue);
  ASSERT_THAT(catalogue.problems, SizeIs(2));
  EXPECT_THAT(catalogue.problems[0].what, HasSubstr("no header"));
  EXPECT_THAT(catalogue.problems[1].ToString(), "y.csv: is empty");
}

TEST(CatalogueTest, SecondRowOfOneNameIsRejectedWithTheFirst) {
  const Catalogue catalogue = CatalogueWith(
      "ie-solidarity,EXTEND,A/HRC/RES/44/11,2020-07-16,,,,,,P3Y,,\n"
      "ie-solidarity,EXTEND,A/HRC/RES/44/11,2020-07-16,,,,,,P3Y,,\n");
  ASSERT_THAT(catalogue.problems, SizeIs(1));
  EXPECT_THAT(catalogue.problems[0].ToString(),
              HasSubstr("decisions.csv:3: mandates/ie-solidarity/decisions/"
                        "a-hrc-res-44-11 stands in decisions.csv:2 already"));
}

TEST(CatalogueTest, MandateThatIsInNoFileIsRejected) {
  EXPECT_THAT(WhyWrong("sr-nobody,EXTEND,A/1,2020-07-16,,,,,,P3Y,,"),
              HasSubstr("sr-nobody is not in mandates.csv"));
}

TEST(CatalogueTest, AdoptionOutsideItsSessionIsRejected) {
  EXPECT_THAT(WhyWrong("ie-solidarity,EXTEND,A/1,2020-08-01,hrc-44,,,,,P3Y,,"),
              HasSubstr("decisions.csv:2: adopted_on: 2020-08-01 is outside"));
}

TEST(CatalogueTest, TermThatEndsNoLaterIsRejectedAtItsLine) {
  const Catalogue catalogue = CatalogueWith(
      "ie-solidarity,EXTEND,A/1,2020-07-16,hrc-44,,,,,P3Y,,\n"
      "ie-solidarity,EXTEND,A/2,2020-07-17,hrc-44,,,,,,fixed:2021-01-01,\n");
  ASSERT_THAT(catalogue.problems, SizeIs(1));
  EXPECT_EQ(catalogue.problems[0].line, 3);
  EXPECT_THAT(catalogue.problems[0].what, HasSubstr("was not extended"));
  EXPECT_THAT(catalogue.decisions, SizeIs(1));
}

TEST(CatalogueTest, DecisionsAloneNeedNoMandatesFile) {
  Catalogue catalogue;
  ReadCatalogueFile(
      "d.csv",
      std::string(kHeader) + "sr-other,EXTEND,A/1,2020-07-16,,,,,,P3Y,,\n",
      catalogue);
  CheckCatalogue(catalogue);
  EXPECT_THAT(catalogue.problems, IsEmpty());
  EXPECT_THAT(catalogue.decisions, SizeIs(1));
}

TEST(ReadCatalogueTest, PathThatIsNotThereIsAnError) {
  EXPECT_THAT(ReadCatalogue({"no/such/file.csv"}),
              FailsWith("cannot open no/such/file.csv"));
}

TEST(ReadCatalogueTest, DirectoryWithoutItsFilesIsAnError) {
  std::string directory = ::testing::TempDir() + "empty-XXXXXX";
  ASSERT_NE(mkdtemp(directory.data()), nullptr);
  EXPECT_THAT(ReadCatalogue({directory}), FailsWith("sessions.csv"));
}

}  // namespace
}  // namespace mandated::mandatectl
