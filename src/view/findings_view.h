// What `opta doctor` has found, as plain data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace opta {

enum class Health : std::uint8_t {
  kGood,
  kAttention,  // it works today
  kBroken,     // a command of Opta's would fail, or something does not run
  kUnknown,    // it could not be asked
};
std::string_view to_string(Health health);  // "good"

struct Finding {
  std::string area;     // "tools"
  std::string subject;  // "terraform"
  Health health = Health::kGood;
  std::string text;       // "1.11.4 at /usr/bin/terraform"
  std::string help = {};  // what to do; empty where nothing is
};
using Findings = std::vector<Finding>;

// Of what could not be asked, in the words of who was asked.
Finding not_told(std::string area, std::string subject, std::string_view why);

// Ends with a line end: by area, the health in words before each line.
std::string findings_text(const Findings& findings);
// A JSON object.
std::string findings_json(const std::string& layer, const Findings& findings);

}  // namespace opta
