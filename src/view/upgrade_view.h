// `opta upgrade --plan` as text and as JSON.
#pragma once

#include <string>

#include "base/day.h"
#include "emit/upgrade_path.h"

namespace opta {

struct UpgradeReport {
  std::string layer;
  std::string file_place;  // where the file chooses the version: "opta.yaml:12:20"
  std::string kubernetes;
  std::vector<Installed> installed;  // as they stand
  UpgradePath path;
  Day today;
};

std::string upgrade_text(const UpgradeReport& report, const Compatibility& matrix);
std::string upgrade_json(const UpgradeReport& report, const Compatibility& matrix);

}  // namespace opta
