#include "clients/mandatectl/load.h"

#include <fstream>
#include <sstream>

#include "clients/mandatectl/commands.h"
#include "tests/unit/clients/fake_server.h"
#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kSessions[] =
    "session,first_day,last_day,basis\n"
    "hrc-44,2020-06-30,2020-07-17,STATED\n";
constexpr char kMandates[] =
    "mandate,title,kind,holder_type\n"
    "sr-food,The right to food,THEMATIC,SPECIAL_RAPPORTEUR\n"
    "sr-idle,A mandate without decisions,THEMATIC,SPECIAL_RAPPORTEUR\n";
constexpr char kDecisions[] =
    "mandate,act,symbol,adopted_on,session,period\n"
    "sr-food,EXTEND,A/HRC/RES/44/1,2020-07-16,hrc-44,P3Y\n"
    "sr-food,EXTEND,A/HRC/RES/44/2,2020-07-17,hrc-44,P4Y\n";

class LoadTest : public ::testing::Test {
 protected:
  LoadTest() {
    directory_ = ::testing::TempDir() + "load-XXXXXX";
    EXPECT_NE(mkdtemp(directory_.data()), nullptr);
    Write("sessions.csv", kSessions);
    Write("mandates.csv", kMandates);
    Write("decisions.csv", kDecisions);
  }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(directory_ + "/" + name) << text;
  }

  absl::StatusOr<ExitCode> Load(bool skip_invalid = false) {
    out_.str("");
    err_.str("");
    Output output(Format::kTable, {}, false, &out_, &err_);
    Interrupt interrupt;
    GlobalOptions global;
    global.actor = "tester";
    Context context{global, server_.client(), output, interrupt};
    LoadOptions options;
    options.paths = {directory_};
    options.skip_invalid = skip_invalid;
    return mandatectl::Run(context, options);
  }

  FakeServer server_;
  std::string directory_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(LoadTest, CatalogueIsSentInOneBatch) {
  const auto code = Load();
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(*code, kExitDone);
  ASSERT_THAT(server_.mandates.batches, SizeIs(1));
  const auto& batch = server_.mandates.batches[0];
  ASSERT_THAT(batch.requests(), SizeIs(2));
  EXPECT_EQ(batch.requests(0).mandate().title(), "The right to food");
  EXPECT_FALSE(batch.requests(1).has_mandate());
  EXPECT_EQ(batch.requests(0).actor(), "tester");
  EXPECT_EQ(server_.sessions.upserts, 1);
  EXPECT_THAT(out_.str(), HasSubstr("Recorded 2 decisions on 1 mandate"));
  EXPECT_THAT(out_.str(), HasSubstr("1 mandate without any decision"));
}

TEST_F(LoadTest, SecondLoadSendsNothing) {
  ASSERT_TRUE(Load().ok());
  const auto code = Load();
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(*code, kExitDone);
  EXPECT_THAT(server_.mandates.batches, SizeIs(1));
  EXPECT_EQ(server_.sessions.upserts, 1);
  EXPECT_THAT(out_.str(), HasSubstr("2 decisions and 1 session were on record "
                                    "already"));
}

TEST_F(LoadTest, SecondLoadBringsNamesToMandatesOnRecord) {
  ASSERT_TRUE(Load().ok());
  Write("names.csv",
        "mandate,language,title\n"
        "sr-food,fr,Le droit à l’alimentation\n");
  const auto code = Load();
  ASSERT_TRUE(code.ok()) << code.status();
  ASSERT_THAT(server_.mandates.updates, SizeIs(1));
  EXPECT_EQ(server_.mandates.updates[0].update_mask().paths(0), "titles");
  EXPECT_EQ(server_.mandates.updates[0].actor(), "tester");
  EXPECT_THAT(out_.str(), HasSubstr("1 mandate on record got titles"));
  ASSERT_TRUE(Load().ok());
  EXPECT_THAT(server_.mandates.updates, SizeIs(1));
}

TEST_F(LoadTest, OnlyWhatIsMissingIsSent) {
  ASSERT_TRUE(Load().ok());
  Write("decisions.csv",
        std::string(kDecisions) +
            "sr-food,RENAME,A/HRC/RES/44/3,2020-07-17,hrc-44,\n");
  EXPECT_FALSE(Load().ok());  // a RENAME needs the new title
  Write("decisions.csv",
        std::string(kDecisions) +
            "sr-idle,EXTEND,A/HRC/RES/44/3,2020-07-17,hrc-44,P3Y\n");
  ASSERT_TRUE(Load().ok());
  ASSERT_THAT(server_.mandates.batches, SizeIs(2));
  EXPECT_THAT(server_.mandates.batches[1].requests(), SizeIs(1));
}

TEST_F(LoadTest, BadLineStopsEverything) {
  Write("decisions.csv",
        std::string(kDecisions) +
            "sr-food,EXTEND,A/HRC/RES/44/3,2020-02-31,hrc-44,P3Y\n");
  EXPECT_THAT(Load(), FailsWith("nothing was loaded: 1 problem"));
  EXPECT_THAT(err_.str(), HasSubstr("decisions.csv:4: adopted_on: 2020-02-31"));
  EXPECT_THAT(server_.mandates.batches, SizeIs(0));
  EXPECT_EQ(server_.sessions.upserts, 0);
}

TEST_F(LoadTest, BadLineIsLeftOutOnRequest) {
  Write("decisions.csv",
        std::string(kDecisions) +
            "sr-food,EXTEND,A/HRC/RES/44/3,2020-02-31,hrc-44,P3Y\n");
  const auto code = Load(true);
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(*code, kExitPartly);
  EXPECT_THAT(server_.mandates.mandates["mandates/sr-food"].decisions(),
              SizeIs(2));
  EXPECT_THAT(out_.str(), HasSubstr("1 row wrong"));
}

TEST_F(LoadTest, RefusalOfTheServerIsToldAtItsLine) {
  server_.mandates.refused_symbol = "A/HRC/RES/44/2";
  EXPECT_THAT(Load(), FailsWith("decisions.csv:3: adopted_on: is after today"));
}

TEST_F(LoadTest, RowThatTheServerRefusesIsLeftOutOnRequest) {
  server_.mandates.refused_symbol = "A/HRC/RES/44/1";
  const auto code = Load(true);
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(*code, kExitPartly);
  EXPECT_THAT(err_.str(), HasSubstr("decisions.csv:2: adopted_on"));
  EXPECT_THAT(server_.mandates.mandates["mandates/sr-food"].decisions(),
              SizeIs(1));
}

TEST_F(LoadTest, OtherFactsOnRecordAreToldAndLeftAlone) {
  ASSERT_TRUE(Load().ok());
  std::string changed = kDecisions;
  changed.replace(changed.find("P4Y"), 3, "P5Y");
  Write("decisions.csv", changed);
  const auto code = Load();
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(*code, kExitPartly);
  EXPECT_THAT(err_.str(),
              HasSubstr("decisions.csv:3: sr-food, A/HRC/RES/44/2: period is "
                        "\"P5Y\" here and \"P4Y\" on record"));
  EXPECT_THAT(err_.str(),
              HasSubstr("mandatectl correct sr-food A/HRC/RES/44/2"));
  EXPECT_THAT(server_.mandates.batches, SizeIs(1));
}

}  // namespace
}  // namespace mandated::mandatectl
