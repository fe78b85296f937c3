#include "services/engine/registry_names.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/engine/engine_fixture.h"

namespace mandated::engine {
namespace {

absl::StatusOr<Told> Retitle(Engine& engine, const std::string& id,
                             const std::string& title) {
  mandates::v1::UpdateMandateRequest request;
  request.mutable_mandate()->set_name(NameOfId(id));
  request.mutable_mandate()->set_title(title);
  request.mutable_update_mask()->add_paths("title");
  return engine.Call(&Registry::UpdateMandate, request);
}

size_t Found(const domain::MandateNames& names, const std::string& words) {
  const auto* english = domain::Languages::BuiltIn().Find("en");
  return names.FindAll(*english, words).size();
}

TEST(RegistryNamesTest, CommitThatChangesNoNameLeavesThemAsTheyAre) {
  Engine engine;
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2021-06-30"), IsOk());
  const Reader reader = engine.reader();
  RegistryNames names(&engine.store(), &reader);
  const auto before = names.Get();
  ASSERT_THAT(before, IsOk());
  ASSERT_THAT(engine.ExtendUntil("x", "2020-06-01", "2022-06-30"), IsOk());
  EXPECT_EQ(*names.Get(), *before);
}

TEST(RegistryNamesTest, NewTitleIsKnownAfterItsCommit) {
  Engine engine;
  ASSERT_THAT(engine.EstablishUntil("x", "2020-06-01", "2021-06-30"), IsOk());
  const Reader reader = engine.reader();
  RegistryNames names(&engine.store(), &reader);
  ASSERT_EQ(Found(**names.Get(), "special rapporteur on rice"), 0);
  ASSERT_THAT(Retitle(engine, "x", "Special Rapporteur on rice"), IsOk());
  EXPECT_EQ(Found(**names.Get(), "special rapporteur on rice"), 1);
}

}  // namespace
}  // namespace mandated::engine
