#include "services/domain/errors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <limits>
#include <set>
#include <vector>

#include "services/domain/errors_access.h"
#include "tests/unit/domain/testing.h"

namespace mandated::domain {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::Pair;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

constexpr absl::CivilDay kDay(2026, 9, 30);
constexpr absl::CivilDay kEarlier(2026, 3, 31);

std::vector<absl::Status> BadRequests() {
  return {FieldMissing("f", "send it"),
          FieldInvalid("f", "F_INVALID", "is odd; send an even one"),
          FieldTooLong("f", 12, 10),
          FieldOutOfRange("f", -1, 0, 9),
          FieldForbidden("f", "RENAME gives no term"),
          DateInvalid("f", "2011-02-31", "February 2011 has 28 days"),
          PeriodInvalid("f", "6M"),
          NameInvalid("f", "x", "mandates/{id}"),
          FilterInvalid("a b", 2, "a term"),
          TextEmpty("f"),
          TextNotUtf8("f", 3),
          TextTooLong("f", 12, 10),
          LanguageUnknown("f", "xx", "ar, en"),
          SymbolInvalid("f", "44-11"),
          PageTokenInvalid("it is not a token of this server"),
          TokenMalformed(),
          TokenForeign("5f2c"),
          TokenFilterChanged(),
          TokenOfOtherSubscription("subscriptions/x"),
          TokenNotDelivered(),
          LeadInvalid("leads", "P0D"),
          TermNotExtended("mandates/housing", kEarlier, kDay),
          TermEndsBeforeStart("f", kEarlier, kDay),
          AdoptedInFuture(kDay, kEarlier),
          AdoptedOutsideSession("sessions/hrc-44", kDay, kEarlier, kEarlier),
          SessionNotFound("f", "sessions/hrc-s-99", "record it first"),
          RequestIdReused("id")};
}

std::vector<absl::Status> OtherErrors() {
  return {MandateNotFound("mandates/x"),
          DecisionNotFound("mandates/x/decisions/y"),
          DecisionAlreadyRecorded("mandates/x/decisions/y"),
          DecisionOutOfOrder("mandates/x", "A/1", "record an EXTEND"),
          DecisionRetracted("mandates/x/decisions/y"),
          ClockNotSimulated(),
          TooManyRescheduled(7, 6),
          EtagStale("mandates/x", "a", "b"),
          RequestTooLarge(9, 5),
          TokenCompacted(5, 9),
          TokenInFuture(9, 5),
          RevisionInFuture(9, 5),
          TooManyDecisions("mandates/x", 256),
          SimulationTooLarge(10),
          SnapshotTooLarge(10),
          ImportOpen({{"TERM_NOT_READ", "proposals[0].decision.term", "x"}}),
          ImportRefused({{"IS_DRAFT", "", "this is a draft"}}),
          ImportContradicts({{"RECORDED_OTHERWISE", "meeting", "x"}}),
          ResolutionNotFound("resolutions/x"),
          SubscriptionExists("subscriptions/x"),
          SubscriptionNotFound("subscriptions/x"),
          DeadLetterNotFound("subscriptions/x/deadLetters/1"),
          LeaseEnded(),
          DeadLettersFull("subscriptions/x", 1'000),
          TooManyLeads("P45D", 64),
          TooManySubscriptions(1'000),
          TooManyReadings(16),
          TooManyMandatesToName(10),
          CredentialsMissing(),
          CredentialsInvalid("it has no expiry"),
          CredentialsUnknown(),
          CredentialsExpired(absl::FromUnixSeconds(1'800'000'000)),
          RoleRequired("desk", "reader", "editor", "/s/Record"),
          ShuttingDown()};
}

std::vector<absl::Status> AllErrors() {
  std::vector<absl::Status> all = BadRequests();
  for (absl::Status& error : OtherErrors()) all.push_back(error);
  return all;
}

bool IsKey(const std::string& key) {
  return std::islower(key.front()) != 0 &&
         std::all_of(key.begin(), key.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0; });
}

// AIP-193: [A-Z][A-Z0-9_]+[A-Z0-9].
constexpr char kReasonSigns[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

TEST(ErrorsTest, EveryErrorHasItsOwnReasonInOneDomain) {
  std::set<std::string> reasons;
  for (const absl::Status& error : AllErrors()) {
    EXPECT_EQ(InfoOf(error).domain(), "mandates");
    EXPECT_TRUE(reasons.insert(ReasonOf(error)).second) << error;
    EXPECT_EQ(ReasonOf(error).find_first_not_of(kReasonSigns),
              std::string::npos);
  }
}

TEST(ErrorsTest, EveryErrorSaysWhatToDoOrWhatWouldBeRight) {
  for (const absl::Status& error : AllErrors()) {
    EXPECT_THAT(std::string(error.message()),
                testing::AnyOf(HasSubstr("; "), HasSubstr(": ")));
  }
}

TEST(ErrorsTest, EveryValueOfTheMetadataStandsInTheText) {
  for (const absl::Status& error : AllErrors()) {
    for (const auto& [key, value] : MetadataOf(error)) {
      EXPECT_TRUE(IsKey(key)) << key;
      if (key == "field") continue;
      EXPECT_THAT(std::string(error.message()), HasSubstr(value)) << key;
    }
  }
}

TEST(ErrorsTest, EveryBadRequestNamesItsField) {
  for (const absl::Status& error : BadRequests()) {
    EXPECT_THAT(FieldOf(error), Not(IsEmpty())) << error;
    EXPECT_EQ(MetadataOf(error)["field"], FieldOf(error));
  }
}

TEST(ErrorsTest, ErrorThatBlamesNoFieldHasNoBadRequest) {
  for (const absl::Status& error : OtherErrors()) {
    EXPECT_THAT(FieldOf(error), IsEmpty()) << error;
  }
}

TEST(ErrorsTest, TermNotExtendedReadsAsTheStyleGuideSays) {
  const absl::Status error =
      TermNotExtended("mandates/housing", kEarlier, kDay);

  EXPECT_EQ(error.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(error.message(),
            "mandates/housing was not extended: the new last day 2026-03-31 "
            "is not after the current last day 2026-09-30; send a later one, "
            "or record a TERMINATE decision");
  EXPECT_THAT(MetadataOf(error),
              UnorderedElementsAre(Pair("mandate", "mandates/housing"),
                                   Pair("newLastDay", "2026-03-31"),
                                   Pair("currentLastDay", "2026-09-30"),
                                   Pair("field", "decision.term")));
}

TEST(ErrorsTest, CompactedTokenNamesTheEarliestRevision) {
  const absl::Status error = TokenCompacted(5, 9);

  EXPECT_EQ(error.code(), absl::StatusCode::kOutOfRange);
  EXPECT_THAT(MetadataOf(error), IsSupersetOf({Pair("earliestRevision", "9")}));
}

TEST(ErrorsTest, NumbersAtTheirLimitsStandInFull) {
  constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
  EXPECT_THAT(std::string(FieldOutOfRange("f", kMin, 0, 9).message()),
              HasSubstr("-9223372036854775808"));
}

TEST(ReasonOfTest, StatusOfAnotherRoomHasNone) {
  EXPECT_THAT(ReasonOf(absl::OkStatus()), IsEmpty());
  EXPECT_THAT(ReasonOf(absl::InternalError("disk")), IsEmpty());
}

TEST(WithFieldPrefixTest, PrefixStandsBeforeFieldTextAndMetadata) {
  const absl::Status error = WithFieldPrefix(
      "requests[3].", FieldMissing("decision.act", "send EXTEND"));

  EXPECT_THAT(error, IsError("FIELD_MISSING"));
  EXPECT_EQ(error.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(FieldOf(error), "requests[3].decision.act");
  EXPECT_EQ(MetadataOf(error)["field"], "requests[3].decision.act");
  EXPECT_THAT(std::string(error.message()),
              StartsWith("requests[3].decision.act is missing"));
}

TEST(WithFieldPrefixTest, TextThatDoesNotBeginWithTheFieldStays) {
  const absl::Status error = WithFieldPrefix(
      "requests[3].", TermNotExtended("mandates/x", kEarlier, kDay));

  EXPECT_EQ(FieldOf(error), "requests[3].decision.term");
  EXPECT_THAT(std::string(error.message()), StartsWith("mandates/x was not"));
}

TEST(WithFieldPrefixTest, PrefixesAddUp) {
  const absl::Status error =
      WithFieldPrefix("a.", WithFieldPrefix("b.", FieldMissing("c", "send")));

  EXPECT_EQ(FieldOf(error), "a.b.c");
}

TEST(WithFieldPrefixTest, ErrorWithoutFieldAndOkStay) {
  EXPECT_EQ(WithFieldPrefix("a.", MandateNotFound("mandates/x")),
            MandateNotFound("mandates/x"));
  EXPECT_THAT(WithFieldPrefix("a.", absl::OkStatus()), IsOk());
}

TEST(HostileValueTest, LongOneIsCutSoThatHeadersStaySmall) {
  const std::string huge(4 << 20, 'x');
  for (const absl::Status& error :
       {NameInvalid("f", huge, "a name"), DateInvalid("f", huge, huge),
        PeriodInvalid("f", huge), FilterInvalid(huge, 0, huge),
        FieldInvalid("f", "R", huge), EtagStale(huge, huge, huge),
        MandateNotFound(huge), DecisionOutOfOrder(huge, huge, huge)}) {
    EXPECT_LT(error.message().size(), 1'200u) << ReasonOf(error);
    EXPECT_THAT(std::string(error.message()), HasSubstr("x..."));
  }
}

TEST(HostileValueTest, ControlCharactersAreEscaped) {
  const absl::Status error = PeriodInvalid("f", "P\n\x1b[31m");

  EXPECT_THAT(std::string(error.message()),
              AllOf(HasSubstr("P\\x0a\\x1b[31m"), Not(HasSubstr("\x1b"))));
}

TEST(HostileValueTest, TextThatIsNoUtf8BecomesAscii) {
  for (const char* const bytes :
       {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xe4\xb8",
        "\xe0\x80\x80", "\xf4\x90\x80\x80", "\x80"}) {
    const std::string shown = MetadataOf(PeriodInvalid("f", bytes))["period"];
    EXPECT_THAT(shown, StartsWith("\\x")) << shown;
  }
}

TEST(HostileValueTest, TextInAnotherScriptStaysAndIsCutBetweenCharacters) {
  std::string chinese;
  for (int i = 0; i < 50; ++i) chinese += "人";  // 150 bytes

  const std::string shown = MetadataOf(PeriodInvalid("f", chinese))["period"];

  EXPECT_EQ(shown, chinese.substr(0, 99) + "...");
}

TEST(FilterInvalidTest, PlaceIsShown) {
  const absl::Status error = FilterInvalid("kind = FOO", 7, "one of THEMATIC");

  EXPECT_EQ(error.message(),
            "filter is wrong at byte 7, at \"FOO\": expected one of THEMATIC");
  EXPECT_THAT(MetadataOf(error),
              UnorderedElementsAre(Pair("position", "7"), Pair("near", "FOO"),
                                   Pair("expected", "one of THEMATIC"),
                                   Pair("field", "filter")));
}

TEST(FilterInvalidTest, PositionBehindTheTextIsItsEnd) {
  EXPECT_THAT(std::string(FilterInvalid("abc", 9, "a term").message()),
              HasSubstr("at byte 3, at its end"));
}

}  // namespace
}  // namespace mandated::domain
