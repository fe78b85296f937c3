#include "services/domain/filter.h"

#include <gtest/gtest.h>

#include <optional>

#include "services/domain/date.h"
#include "services/domain/limits.h"
#include "tests/unit/domain/testing.h"

namespace mandated::domain {
namespace {

using mandates::v1::Mandate;

constexpr absl::CivilDay kToday(2026, 9, 1);
constexpr absl::CivilDay kLastDay(2026, 9, 30);  // 29 days left

Mandate Housing() {
  Mandate mandate;
  mandate.set_name("mandates/sr-housing");
  mandate.set_title("Special Rapporteur on adequate housing");
  mandate.set_kind(mandates::v1::KIND_THEMATIC);
  mandate.set_holder_type(mandates::v1::HOLDER_TYPE_SPECIAL_RAPPORTEUR);
  mandate.set_holder("Balakrishnan Rajagopal");
  mandate.set_body("HRC");
  mandate.set_established_year(2000);
  mandate.set_state(mandates::v1::STATE_IN_FORCE);
  *mandate.mutable_term()->mutable_last_day() = ToDate(kLastDay);
  (*mandate.mutable_labels())["desk"] = "Civil \"soft\" rights";
  (*mandate.mutable_labels())["cluster_a-1"] = "";
  return mandate;
}

Mandate Afghanistan() {
  Mandate mandate;
  mandate.set_name("mandates/sr-afghanistan");
  mandate.set_title("Special Rapporteur on Afghanistan");
  mandate.set_kind(mandates::v1::KIND_COUNTRY);
  mandate.set_country("AFG");
  mandate.set_holder_type(mandates::v1::HOLDER_TYPE_SPECIAL_RAPPORTEUR);
  mandate.set_body("HRC");
  mandate.set_state(mandates::v1::STATE_IN_FORCE);
  return mandate;  // open-ended: without last day
}

Mandate Merged() {
  Mandate mandate = Housing();
  mandate.set_state(mandates::v1::STATE_MERGED);
  mandate.set_successor("mandates/sr-poverty");
  return mandate;
}

bool Selects(const std::string& text, const Mandate& mandate,
             absl::CivilDay today = kToday) {
  const auto filter = Filter::Parse(text);
  EXPECT_THAT(filter, IsOk()) << text;
  return filter.ok() && filter->Matches(mandate, today);
}

std::string Canonical(const std::string& text) {
  const auto filter = Filter::Parse(text);
  EXPECT_THAT(filter, IsOk()) << text;
  return filter.ok() ? filter->canonical() : "not a filter";
}

TEST(FilterTest, BlankFilterSelectsAll) {
  for (const char* text : {"", " ", "\t\r\n "}) {
    EXPECT_TRUE(Filter::Parse(text).value().matches_all());
    EXPECT_EQ(Canonical(text), "");
    EXPECT_TRUE(Selects(text, Mandate()));
  }
  EXPECT_TRUE(Filter().matches_all());
  EXPECT_TRUE(Filter().Matches(Housing(), kToday));
  EXPECT_FALSE(Filter::Parse("a").value().matches_all());
}

TEST(FilterTest, TextFieldsCompareWithoutCase) {
  EXPECT_TRUE(Selects("name = MANDATES/sr-housing", Housing()));
  EXPECT_FALSE(Selects("name = mandates/sr-hous", Housing()));
  EXPECT_TRUE(
      Selects("title = 'special rapporteur ON adequate housing'", Housing()));
  EXPECT_TRUE(Selects("country = afg", Afghanistan()));
  EXPECT_TRUE(Selects("country != AFG", Housing()));
  EXPECT_TRUE(Selects("body = hrc", Housing()));
  EXPECT_TRUE(Selects("successor = mandates/sr-poverty", Merged()));
}

TEST(FilterTest, HasFindsPartsOfText) {
  EXPECT_TRUE(Selects("title:ADEQUATE", Housing()));
  EXPECT_TRUE(Selects("holder:rajagopal", Housing()));
  EXPECT_TRUE(Selects("title:hous*", Housing()));
  EXPECT_FALSE(Selects("title:water", Housing()));
}

TEST(FilterTest, StarMatchesAnyRunAtEitherEnd) {
  EXPECT_TRUE(Selects("title = Special*", Housing()));
  EXPECT_TRUE(Selects("title = \"*adequate housing\"", Housing()));
  EXPECT_TRUE(Selects("title = *adequate*", Housing()));
  EXPECT_TRUE(Selects("title = *", Housing()));
  EXPECT_TRUE(Selects("country = *", Housing()));
  EXPECT_FALSE(Selects("title = adequate*", Housing()));
  EXPECT_FALSE(Selects("title = *adequate", Housing()));
  EXPECT_FALSE(Selects("title != Special*", Housing()));
  EXPECT_FALSE(Selects("title = Spec*housing", Housing()));
  EXPECT_FALSE(Selects("country = AFGH*", Afghanistan()));
  EXPECT_FALSE(Selects("country = *XAFG", Afghanistan()));
}

TEST(FilterTest, PresenceAsksForAnyValue) {
  EXPECT_TRUE(Selects("country:*", Afghanistan()));
  EXPECT_FALSE(Selects("country:*", Housing()));
  EXPECT_TRUE(Selects("last_day:*", Housing()));
  EXPECT_FALSE(Selects("last_day:*", Afghanistan()));
  EXPECT_TRUE(Selects("established_year:*", Housing()));
  EXPECT_FALSE(Selects("established_year:*", Afghanistan()));
  EXPECT_TRUE(Selects("kind:*", Housing()));
  EXPECT_FALSE(Selects("holder:*", Afghanistan()));
  EXPECT_TRUE(Selects("holder = ''", Afghanistan()));
}

TEST(FilterTest, EnumsGoWithOrWithoutPrefixInAnyCase) {
  EXPECT_TRUE(Selects("kind = THEMATIC", Housing()));
  EXPECT_TRUE(Selects("kind = kind_thematic", Housing()));
  EXPECT_TRUE(Selects("kind:thematic", Housing()));
  EXPECT_FALSE(Selects("kind != THEMATIC", Housing()));
  EXPECT_TRUE(Selects("holder_type = SPECIAL_RAPPORTEUR", Housing()));
  EXPECT_FALSE(Selects("holder_type = WORKING_GROUP", Housing()));
}

TEST(FilterTest, StateIsThatOfToday) {
  EXPECT_TRUE(Selects("state = IN_FORCE", Housing(), kLastDay));
  EXPECT_TRUE(Selects("state = LAPSED", Housing(), kLastDay + 1));
  EXPECT_FALSE(Selects("state = LAPSED", Housing(), kLastDay));
  EXPECT_TRUE(Selects("state = MERGED", Merged(), kLastDay + 1));
}

TEST(FilterTest, LastDayComparesAsDate) {
  EXPECT_TRUE(Selects("last_day = 2026-09-30", Housing()));
  EXPECT_TRUE(Selects("last_day <= 2026-09-30", Housing()));
  EXPECT_TRUE(Selects("last_day >= \"2026-09-30\"", Housing()));
  EXPECT_TRUE(Selects("last_day < 2026-10-01", Housing()));
  EXPECT_TRUE(Selects("last_day > 2026-09-29", Housing()));
  EXPECT_TRUE(Selects("last_day != 2026-09-29", Housing()));
  EXPECT_FALSE(Selects("last_day < 2026-09-30", Housing()));
  EXPECT_FALSE(Selects("last_day > 2026-09-30", Housing()));
  EXPECT_FALSE(Selects("last_day != 2026-09-30", Housing()));
}

TEST(FilterTest, DaysLeftCountFromToday) {
  EXPECT_TRUE(Selects("days_left = 29", Housing()));
  EXPECT_TRUE(Selects("days_left <= 29", Housing()));
  EXPECT_FALSE(Selects("days_left < 29", Housing()));
  EXPECT_TRUE(Selects("days_left = 0", Housing(), kLastDay));
  EXPECT_TRUE(Selects("days_left = -1", Housing(), kLastDay + 1));
  EXPECT_TRUE(Selects("days_left<-1", Housing(), kLastDay + 2));
  EXPECT_TRUE(Selects("days_left >= -9223372036854775808", Housing()));
}

TEST(FilterTest, ComparisonWithWhatIsAbsentIsFalse) {
  for (const char* one : {"=", "!=", "<", "<=", ">", ">="}) {
    const std::string comparator = one;
    EXPECT_FALSE(
        Selects("last_day" + comparator + "2026-09-30", Afghanistan()));
    EXPECT_FALSE(Selects("days_left" + comparator + "0", Afghanistan()));
    EXPECT_FALSE(Selects("established_year" + comparator + "0", Afghanistan()));
    EXPECT_FALSE(Selects("last_day" + comparator + "2026-09-30", Merged()));
  }
  EXPECT_TRUE(Selects("NOT last_day < 2026-09-30", Afghanistan()));
}

TEST(FilterTest, EstablishedYearComparesAsNumber) {
  EXPECT_TRUE(Selects("established_year = 2000", Housing()));
  EXPECT_TRUE(Selects("established_year < 2001", Housing()));
  EXPECT_FALSE(Selects("established_year > 2000", Housing()));
}

TEST(FilterTest, LabelsAreAskedByKey) {
  EXPECT_TRUE(Selects("labels:desk", Housing()));
  EXPECT_TRUE(Selects("labels:cluster_a-1", Housing()));
  EXPECT_TRUE(Selects("labels.cluster_a-1:*", Housing()));
  EXPECT_FALSE(Selects("labels:region", Housing()));
  EXPECT_TRUE(Selects("labels:*", Housing()));
  EXPECT_FALSE(Selects("labels:*", Afghanistan()));
  EXPECT_TRUE(Selects("labels.desk:soft", Housing()));
  EXPECT_TRUE(Selects(R"(labels.desk = 'civil "soft" rights')", Housing()));
  EXPECT_TRUE(Selects(R"(labels.desk = "civil \"soft\" rights")", Housing()));
  EXPECT_FALSE(Selects("labels.region = x", Housing()));
  EXPECT_TRUE(Selects("labels.region != x", Housing()));
  EXPECT_TRUE(Selects("labels.region = ''", Housing()));
}

TEST(FilterTest, BareWordsMatchTitleAndId) {
  EXPECT_TRUE(Selects("adequate", Housing()));
  EXPECT_TRUE(Selects("'on adequate'", Housing()));
  EXPECT_TRUE(Selects("sr-hous*", Housing()));
  EXPECT_TRUE(Selects("rapporteur housing", Housing()));
  EXPECT_FALSE(Selects("rapporteur water", Housing()));
  // Else "date" would select every one.
  EXPECT_FALSE(Selects("mandates", Housing()));
}

TEST(FilterTest, OrBindsTighterThanAnd) {
  EXPECT_FALSE(Selects("housing OR water AND water", Housing()));
  EXPECT_TRUE(Selects("housing OR (water AND water)", Housing()));
  EXPECT_FALSE(Selects("water AND housing OR housing", Housing()));
  EXPECT_FALSE(Selects("water housing OR housing", Housing()));
  EXPECT_EQ(Canonical("a AND b OR c AND d"), "a b OR c d");
  EXPECT_EQ(Canonical("(a AND b) OR c"), "(a b) OR c");
}

TEST(FilterTest, NotBindsTightest) {
  EXPECT_TRUE(Selects("-water housing", Housing()));
  EXPECT_TRUE(Selects("NOT water", Housing()));
  EXPECT_FALSE(Selects("NOT housing OR water", Housing()));
  EXPECT_TRUE(Selects("NOT (housing water)", Housing()));
  EXPECT_TRUE(Selects("-kind:COUNTRY", Housing()));
  EXPECT_TRUE(Selects("-(-housing)", Housing()));
}

TEST(FilterTest, LowerCaseKeywordsAreWords) {
  EXPECT_FALSE(Selects("housing or water", Housing()));
  EXPECT_FALSE(Selects("not water", Housing()));
}

TEST(FilterTest, CanonicalFormForgetsBlanksAndParenthesesAlone) {
  EXPECT_EQ(Canonical(" ( a  AND ( b ) ) "), "a b");
  EXPECT_EQ(Canonical("((a)) ((b OR (c OR d)))"), "a b OR c OR d");
  EXPECT_EQ(Canonical("days_left  <=\t30"), "days_left<=30");
  EXPECT_EQ(Canonical("title = \"housing\""), "title=housing");
  EXPECT_EQ(Canonical("NOT (a b)"), "-(a b)");
  EXPECT_EQ(Canonical("NOT 'x y'"), "-\"x y\"");
  EXPECT_NE(Canonical("a b"), Canonical("b a"));
  EXPECT_NE(Canonical("title = Housing"), Canonical("title = housing"));
}

TEST(FilterTest, CanonicalFormQuotesWhatNeedsIt) {
  EXPECT_EQ(Canonical("'AND'"), "\"AND\"");
  EXPECT_EQ(Canonical("'-a'"), "\"-a\"");
  EXPECT_EQ(Canonical("title='-a'"), "title=-a");
  EXPECT_EQ(Canonical("title=''"), "title=\"\"");
  EXPECT_EQ(Canonical("title=women's"), "title=women's");
  EXPECT_EQ(Canonical(R"('a "b" c')"), R"('a "b" c')");
  EXPECT_EQ(Canonical(R"("a\\b")"), R"("a\\b")");
}

TEST(FilterTest, CopyOutlivesTheOriginal) {
  std::optional<Filter> original = Filter::Parse("housing").value();
  const Filter copy = *original;
  original.reset();

  EXPECT_TRUE(copy.Matches(Housing(), kToday));
}

constexpr const char* kValid[] = {
    "",
    "housing",
    "kind = THEMATIC AND last_day < 2026-12-31",
    "(a b) OR c",
    "-(a OR 'b c') labels.desk:soft",
    "days_left <= -5 OR NOT state = LAPSED",
    R"(title = "*x\"y\\" labels:* holder:'it''s')",
    "labels.region != '' country:* established_year >= 2000",
    R"('say "a" it\'s' -women's (-(a (b OR (c d)))))",
};

// Parses, and expects that what the canonical form spells is the same filter.
// Returns false for what is no filter.
bool ParseTwice(const std::string& text) {
  const auto filter = Filter::Parse(text);
  if (!filter.ok()) {
    EXPECT_THAT(filter, IsError("FILTER_INVALID"));
    return false;
  }
  const auto again = Filter::Parse(filter->canonical());
  EXPECT_THAT(again, IsOk()) << testing::PrintToString(text);
  if (!again.ok()) return true;
  EXPECT_EQ(again->canonical(), filter->canonical());
  EXPECT_LE(filter->canonical().size(), text.size());
  for (const Mandate& mandate : {Housing(), Afghanistan(), Merged()}) {
    EXPECT_EQ(again->Matches(mandate, kToday), filter->Matches(mandate, kToday))
        << testing::PrintToString(text);
  }
  return true;
}

std::string Mutated(std::string text, std::mt19937_64& chance) {
  constexpr std::string_view kBytes = "()\"'\\-:=<>!* aAzNOTR0129.,_\x80\xff\n";
  for (int64_t left = Draw(chance, 1, 4); left > 0; --left) {
    const size_t at = Draw(chance, 0, text.size());
    const char byte = kBytes[Draw(chance, 0, kBytes.size() - 1)];
    const int64_t how = Draw(chance, 0, 3);
    if (how == 0) text.insert(at, 1, byte);
    if (how == 1) text.erase(at, 1);
    if (how == 2 && at < text.size()) text[at] = byte;
    if (how == 3) text.insert(at, text.substr(Draw(chance, 0, at), 9));
  }
  return text;
}

TEST(FilterPropertyTest, MutatedFiltersNeverCrashAndKeepTheirMeaning) {
  std::mt19937_64 chance = Chance();
  int valid = 0;
  for (int i = 0; i < 50'000 && !testing::Test::HasFailure(); ++i) {
    const char* text = kValid[Draw(chance, 0, std::size(kValid) - 1)];
    if (ParseTwice(Mutated(text, chance))) ++valid;
  }
  EXPECT_GT(valid, 5'000);
}

TEST(FilterPropertyTest, RandomBytesNeverCrash) {
  std::mt19937_64 chance = Chance();
  for (int i = 0; i < 50'000 && !testing::Test::HasFailure(); ++i) {
    std::string bytes(Draw(chance, 0, 40), ' ');
    for (char& byte : bytes) byte = static_cast<char>(Draw(chance, 0, 255));
    ParseTwice(bytes);
  }
}

// Returns a random filter of words a, b, c and what it means, as a table over
// which of the three a title has: bit n is set when row n is selected.
struct Formula {
  std::string text;
  unsigned rows = 0;
};

Formula AnyFormula(std::mt19937_64& chance, int depth) {
  constexpr unsigned kRows[] = {0xAA, 0xCC, 0xF0};
  const int64_t choice = depth == 0 ? 0 : Draw(chance, 0, 4);
  if (choice == 0) {
    const int64_t word = Draw(chance, 0, 2);
    return {std::string(1, static_cast<char>('a' + word)), kRows[word]};
  }
  const Formula one = AnyFormula(chance, depth - 1);
  if (choice == 1) return {"NOT (" + one.text + ")", ~one.rows & 0xFF};
  const Formula other = AnyFormula(chance, depth - 1);
  if (choice == 2) {
    return {"(" + one.text + ") OR (" + other.text + ")",
            one.rows | other.rows};
  }
  return {one.text + (choice == 3 ? " AND " : " ") + other.text,
          one.rows & other.rows};
}

// Returns a mandate whose title has the words that are bits of `row`.
Mandate OfRow(unsigned row) {
  Mandate mandate;
  for (unsigned word = 0; word < 3; ++word) {
    if ((row >> word & 1) != 0) *mandate.mutable_title() += "abc"[word];
  }
  return mandate;
}

TEST(FilterPropertyTest, RandomFormulasMeanWhatTheirTablesSay) {
  std::mt19937_64 chance = Chance();
  for (int i = 0; i < 2'000; ++i) {
    const Formula formula = AnyFormula(chance, 5);
    if (formula.text.size() > limits::kFilterBytesMax) continue;
    ASSERT_TRUE(ParseTwice(formula.text)) << formula.text;
    for (unsigned row = 0; row < 8; ++row) {
      ASSERT_EQ(Selects(formula.text, OfRow(row)),
                (formula.rows >> row & 1) != 0)
          << formula.text << " on row " << row;
    }
  }
}

}  // namespace
}  // namespace mandated::domain
