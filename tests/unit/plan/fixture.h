// The plans beside this file (fixtures/make.sh), for the tests of the stages that read a plan.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/file_system.h"
#include "plan/decode.h"

namespace opta {

inline std::string plan_fixture_text(const std::string& name) {
  const std::string path = OPTA_SOURCE_DIR "/tests/unit/plan/fixtures/" + name + ".json";
  Result<std::string> text = RealFileSystem().read(path, 10'000'000);
  EXPECT_TRUE(text) << path;
  return text.value_or("");
}

inline Plan plan_fixture(const std::string& name) {
  Result<Plan> plan = decode_plan(plan_fixture_text(name));
  EXPECT_TRUE(plan) << (plan ? "" : plan.error().message);
  return plan.value_or(Plan{});
}

// Fails the test and returns an empty change when there is none.
inline ResourceChange change_at(const Plan& plan, std::string_view address) {
  const auto found = std::ranges::find(plan.changes, address, &ResourceChange::address);
  if (found != plan.changes.end()) return *found;
  ADD_FAILURE() << "no change at " << address;
  return {};
}

inline FieldChange field_at(const ResourceChange& change, std::string_view path) {
  const auto found = std::ranges::find(change.fields, path, &FieldChange::path);
  if (found != change.fields.end()) return *found;
  ADD_FAILURE() << "no field " << path << " in " << change.address;
  return {};
}

}  // namespace opta
