// The leaves in which two values of a resource differ.
//
// Terraform's plan does not say which lists are sets, so elements are matched by value: what stands
// on both sides is unchanged wherever it stands, and the rest is paired in order. Where something
// in a list is sensitive, elements are paired by index only, because its mask knows them by index.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "plan/mask.h"
#include "plan/plan.h"

namespace opta {

struct FieldDiffInput {
  const nlohmann::json* before = nullptr;  // null or a JSON null: no value
  const nlohmann::json* after = nullptr;
  const nlohmann::json* unknown =
      nullptr;  // mirrors `after`: true where the value is known after apply
  Mask before_mask = Mask::of_missing(false);
  Mask after_mask = Mask::of_missing(false);
  std::vector<std::string> replace_paths = {};  // as text
  const SecretTexts* secrets = nullptr;
  std::string root = {};  // put in front of the paths
};

struct FieldDiff {
  std::vector<FieldChange> fields;
  std::map<std::string, std::string, std::less<>> unchanged;
};

FieldDiff diff_fields(const FieldDiffInput& input);

}  // namespace opta
