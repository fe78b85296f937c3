// What is no request at all, or too much of one.

#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "tests/integration/bad_input.h"

namespace mandated::testing {
namespace {

// Every text has its bound, so a large request has a field to blame.
TEST_F(BadInputTest, MessageOfTenMegabytesIsRefusedByTheNameOfItsField) {
  v1::RecordDecisionRequest request = Good();
  request.mutable_decision()->set_note(std::string(10 << 20, 'x'));
  const auto status = client().Call(request).status;
  EXPECT_EQ(status.error_code(), kInvalid) << Describe(status);
  EXPECT_EQ(ReasonOf(status), "FIELD_TOO_LONG");
  EXPECT_THAT(FieldsOf(status), ::testing::ElementsAre("decision.note"));
  ExpectNothingWritten();
}

TEST_F(BadInputTest, BatchOfTenMegabytesIsRefusedAsAWhole) {
  v1::BatchRecordDecisionsRequest batch;
  for (int i = 0; i < 1'000; ++i) {
    v1::RecordDecisionRequest& request = *batch.add_requests();
    request = Good();
    auto& labels = *request.mutable_mandate()->mutable_labels();
    for (int label = 0; label < 40; ++label) {
      labels["label-" + std::to_string(label)] = std::string(255, 'x');
    }
  }
  ASSERT_GT(batch.ByteSizeLong(), 10'000'000U);
  const auto status = client().Call(batch).status;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED)
      << Describe(status);
  EXPECT_EQ(ReasonOf(status), "REQUEST_TOO_LARGE");
  EXPECT_EQ(MetadataOf(status, "bytes"), std::to_string(batch.ByteSizeLong()));
  EXPECT_EQ(MetadataOf(status, "bytesMax"), "4194304");
  ExpectNothingWritten();
}

// gRPC refuses it before any of our code is asked, so without a reason.
TEST_F(BadInputTest, MessageBeyondWhatGrpcTakesIsRefusedAndTheServerLives) {
  v1::RecordDecisionRequest request = Good();
  request.mutable_decision()->set_note(std::string(17 << 20, 'x'));
  const auto status = client().Call(request).status;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED)
      << Describe(status);
  ExpectNothingWritten();
}

// Methods, each with a good message to spoil.
struct Method {
  std::string name;
  std::string good;
  bool streams = false;
};

std::vector<Method> Methods() {
  v1::BatchRecordDecisionsRequest batch;
  *batch.add_requests() = Good();
  v1::RetractDecisionRequest retract;
  retract.set_name("mandates/none/decisions/none");
  v1::GetMandateRequest get;
  get.set_name("mandates/none");
  v1::ListMandatesRequest list;
  list.set_filter("kind = COUNTRY AND days_left < 90");
  v1::ListExpiringRequest expiring;
  *expiring.mutable_as_of() = Day(2023, 1, 1);
  expiring.set_within("P6M");
  v1::ListEventsRequest events;
  events.mutable_start()->set_revision(1);
  v1::SimulateExpiriesRequest simulate;
  *simulate.mutable_to() = Day(2024, 1, 1);
  *simulate.add_assumed_decisions() = Good();
  v1::AdvanceClockRequest advance;
  advance.mutable_by()->set_seconds(1);
  return {
      {"MandateService/RecordDecision", Good().SerializeAsString()},
      {"MandateService/BatchRecordDecisions", batch.SerializeAsString()},
      {"MandateService/AmendDecision", GoodAmendment().SerializeAsString()},
      {"MandateService/RetractDecision", retract.SerializeAsString()},
      {"MandateService/UpdateMandate", GoodUpdate().SerializeAsString()},
      {"MandateService/GetMandate", get.SerializeAsString()},
      {"MandateService/ListMandates", list.SerializeAsString()},
      {"MandateService/ListMandateRevisions", get.SerializeAsString()},
      {"SessionService/GetSession", get.SerializeAsString()},
      {"SessionService/ListSessions", ""},
      {"SessionService/UpsertSession", GoodSession().SerializeAsString()},
      {"ExpiryService/ListExpiring", expiring.SerializeAsString()},
      {"ExpiryService/ListEvents", events.SerializeAsString()},
      {"ExpiryService/SimulateExpiries", simulate.SerializeAsString()},
      {"ExpiryService/Watch", events.SerializeAsString(), true},
      {"AdminService/GetServerInfo", ""},
      {"AdminService/AdvanceClock", advance.SerializeAsString()},
  };
}

unsigned Seed() {
  const char* text = std::getenv("MANDATED_TEST_SEED");
  const unsigned seed =
      text != nullptr ? static_cast<unsigned>(std::strtoul(text, nullptr, 10))
                      : std::random_device()();
  std::cout << "MANDATED_TEST_SEED=" << seed << "\n";
  return seed;
}

std::string RandomBytes(std::mt19937& random, size_t bytes_max) {
  std::string bytes(random() % bytes_max, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  return bytes;
}

TEST_F(BadInputTest, RandomBytesNeitherWriteNorCrash) {
  std::mt19937 random(Seed());
  for (const Method& method : Methods()) {
    for (int i = 0; i < 20; ++i) {
      RawCall(client().channel(), "/mandates.v1." + method.name,
              RandomBytes(random, 200), method.streams);
    }
    SCOPED_TRACE(method.name);
    ExpectNothingWritten();
  }
}

// A good message with a few bytes changed gets further into the server. It may
// be good still, so that it may write.
TEST_F(BadInputTest, SpoiledMessagesAreAnswered) {
  std::mt19937 random(Seed());
  for (const Method& method : Methods()) {
    SCOPED_TRACE(method.name);
    for (int i = 0; i < 150; ++i) {
      std::string bytes = method.good;
      for (unsigned n = random() % 4 + 1; n > 0 && !bytes.empty(); --n) {
        bytes[random() % bytes.size()] = static_cast<char>(random());
      }
      const auto answer =
          RawCall(client().channel(), "/mandates.v1." + method.name, bytes,
                  method.streams);
      const auto code = answer.status.error_code();
      ASSERT_NE(code, grpc::StatusCode::UNAVAILABLE) << server().Log();
      ASSERT_NE(code, grpc::StatusCode::DEADLINE_EXCEEDED);
      ASSERT_NE(code, grpc::StatusCode::UNKNOWN) << Describe(answer.status);
      ASSERT_NE(code, grpc::StatusCode::DATA_LOSS) << Describe(answer.status);
    }
    ASSERT_GT(client().Head(), 0) << server().Log();
  }
}

TEST_F(BadInputTest, BytesThatAreNoMessageAreAnInvalidArgument) {
  const auto channel = client().channel();
  const auto watch =
      RawCall(channel, "/mandates.v1.ExpiryService/Watch", "\xff\xff", true);
  EXPECT_EQ(ReasonOf(watch.status), "REQUEST_MALFORMED")
      << Describe(watch.status);
  const auto record = RawCall(
      channel, "/mandates.v1.MandateService/RecordDecision", "\xff\xff", false);
  EXPECT_EQ(record.status.error_code(), kInvalid);
  EXPECT_EQ(ReasonOf(record.status), "REQUEST_MALFORMED")
      << Describe(record.status);
}

}  // namespace
}  // namespace mandated::testing
