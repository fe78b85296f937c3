#include "services/domain/event_id.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace mandated::domain {
namespace {

// Worked out with Python 3:
//   space = uuid.uuid5(uuid.NAMESPACE_DNS, "mandates.v1")
//   mandate = uuid.uuid5(space, "mandates/ie-international-solidarity")
//   uuid.uuid5(mandate, "EXPIRING\na-hrc-res-44-11\n2023-07-14\nP6M\n")
//   uuid.uuid5(mandate, "LAPSED\na-hrc-res-44-11\n2023-07-14\n\n1")
constexpr char kMandateUid[] = "757140cf-c717-5645-9459-59f7270f427e";
constexpr char kExpiringId[] = "5f940cb4-de8f-5465-8e55-c04ec2758070";
constexpr char kLapsedId[] = "d608fa16-3bff-5983-9633-b4380d34c782";

EventIdentity Expiring() {
  return {.mandate_uid = kMandateUid,
          .type = "EXPIRING",
          .decision = "a-hrc-res-44-11",
          .last_day = "2023-07-14",
          .lead = "P6M",
          .discriminator = ""};
}

TEST(DnsUuidTest, KnownVectorIsMet) {
  EXPECT_EQ(DnsUuid("python.org"), "886313e1-3b8a-5372-9b90-0c9aee199e5d");
}

TEST(MandateUidTest, UidIsThatOfOtherLanguages) {
  EXPECT_EQ(MandateUid("mandates/ie-international-solidarity"), kMandateUid);
}

TEST(MandateUidTest, OtherNamesHaveOtherUids) {
  EXPECT_NE(MandateUid("mandates/a"), MandateUid("mandates/b"));
  EXPECT_NE(MandateUid("mandates/a"), MandateUid("mandates/a "));
  EXPECT_NE(MandateUid(""), MandateUid("mandates/a"));
}

TEST(EventIdTest, IdIsThatOfOtherLanguages) {
  EXPECT_EQ(EventId(Expiring()), kExpiringId);
  EXPECT_EQ(EventId({.mandate_uid = kMandateUid,
                     .type = "LAPSED",
                     .decision = "a-hrc-res-44-11",
                     .last_day = "2023-07-14",
                     .lead = "",
                     .discriminator = "1"}),
            kLapsedId);
}

TEST(EventIdTest, EachPartTellsEventsApart) {
  std::set<std::string> ids = {EventId(Expiring())};
  for (std::string_view EventIdentity::*part :
       {&EventIdentity::type, &EventIdentity::decision,
        &EventIdentity::last_day, &EventIdentity::lead,
        &EventIdentity::discriminator}) {
    EventIdentity other = Expiring();
    other.*part = "x";
    EXPECT_TRUE(ids.insert(EventId(other)).second);
  }
  EventIdentity other = Expiring();
  other.mandate_uid = kExpiringId;
  EXPECT_TRUE(ids.insert(EventId(other)).second);
}

TEST(EventIdTest, TextThatMovesToTheNextPartIsAnotherEvent) {
  EventIdentity moved = Expiring();
  moved.lead = "";
  moved.discriminator = "P6M";

  EXPECT_NE(EventId(moved), EventId(Expiring()));
}

TEST(EventIdDeathTest, UidOfAnotherMakingIsABug) {
  EventIdentity wrong = Expiring();
  wrong.mandate_uid = "mandates/ie-international-solidarity";

  EXPECT_DEATH(EventId(wrong), "");
}

}  // namespace
}  // namespace mandated::domain
