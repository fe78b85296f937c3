#include "mandates/client/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace mandates::client {
namespace {

using ::testing::ElementsAre;

double AtOnce() { return 0; }

TEST(ReaderTest, BrokenStreamIsOpenedAgainAndWaitsForTheServer) {
  Reader reader(AtOnce, nullptr);
  std::vector<bool> patient;
  const absl::Status status = reader.Run([&](bool is_patient) {
    patient.push_back(is_patient);
    return patient.size() < 3 ? absl::UnavailableError("away")
                              : absl::OutOfRangeError("compacted");
  });
  EXPECT_EQ(status, absl::OutOfRangeError("compacted"));
  EXPECT_THAT(patient, ElementsAre(false, true, true));
}

TEST(ReaderTest, HookMayEndTheReading) {
  std::vector<absl::Status> told;
  Reader reader(AtOnce, [&](const absl::Status& why) {
    told.push_back(why);
    return told.size() < 2 ? absl::OkStatus() : absl::AbortedError("enough");
  });
  const absl::Status status =
      reader.Run([](bool) { return absl::InternalError("RST_STREAM"); });
  EXPECT_EQ(status, absl::AbortedError("enough"));
  EXPECT_THAT(told, ElementsAre(absl::InternalError("RST_STREAM"),
                                absl::InternalError("RST_STREAM")));
}

TEST(ReaderTest, FailureEndsTheReadingThoughItLooksTransient) {
  Reader reader(AtOnce, nullptr);
  const absl::Status status = reader.Run(
      [&](bool) { return reader.Fail(absl::UnavailableError("database")); });
  EXPECT_EQ(status, absl::UnavailableError("database"));
}

TEST(ReaderTest, StopEndsTheWaitBetweenAttempts) {
  Reader* running = nullptr;
  Reader reader([] { return 0.999; },
                [&](const absl::Status&) {
                  running->stop().Request();
                  return absl::OkStatus();
                });
  running = &reader;
  int streams = 0;
  EXPECT_TRUE(reader
                  .Run([&](bool) {
                    ++streams;
                    return absl::UnavailableError("away");
                  })
                  .ok());
  EXPECT_EQ(streams, 1);
}

TEST(ReaderTest, StopBeforeTheBeginningReadsNothing) {
  Reader reader(AtOnce, nullptr);
  reader.stop().Request();
  const absl::Status status =
      reader.Run([](bool) { return absl::DataLossError("was read"); });
  EXPECT_TRUE(status.ok());
}

}  // namespace
}  // namespace mandates::client
