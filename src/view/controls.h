// The controls of audits and benchmarks that promises stand for, taken apart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "prove/promise.h"

namespace opta {

struct Control {
  std::string standard;  // "SOC 2"
  std::string number;    // "CC6.1"

  // "SOC 2 CC6.1"
  std::string name() const { return standard + " " + number; }
};

// "SOC 2 CC6.1, CC6.6; CIS AWS 5.2" names three.
std::vector<Control> controls_of(std::string_view text);

struct ControlEntry {
  Control control;
  std::vector<const prove::Promise*> promises = {};
};

// Which promises stand for each control: sorted, 2.3 before 2.10.
std::vector<ControlEntry> control_index(const std::vector<const prove::Promise*>& promises);

}  // namespace opta
