#include "view/controls.h"

#include <gmock/gmock.h>

namespace opta {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> names(std::string_view text) {
  std::vector<std::string> names;
  for (const Control& control : controls_of(text)) names.push_back(control.name());
  return names;
}

TEST(Controls, OfOneStandardShareItsName) {
  EXPECT_THAT(names("SOC 2 CC6.1, CC6.6; CIS AWS 2.3.3, 5.2"),
              ElementsAre("SOC 2 CC6.1", "SOC 2 CC6.6", "CIS AWS 2.3.3", "CIS AWS 5.2"));
  EXPECT_THAT(names("CIS EKS 5.4.3"), ElementsAre("CIS EKS 5.4.3"));
  EXPECT_THAT(names(""), IsEmpty());
  EXPECT_THAT(names(";, ;"), IsEmpty());
}

TEST(Controls, AreIndexedInTheirNumbersOrder) {
  prove::Promise one;
  one.id = "A-01";
  one.controls = "CIS AWS 2.10, 2.3; SOC 2 CC6.1";
  prove::Promise two;
  two.id = "B-01";
  two.controls = "CIS AWS 2.3";
  std::vector<std::string> lines;
  for (const ControlEntry& entry : control_index({&one, &two})) {
    std::string line = entry.control.name() + ":";
    for (const prove::Promise* promise : entry.promises) line += " " + std::string(promise->id);
    lines.push_back(line);
  }
  EXPECT_THAT(lines,
              ElementsAre("CIS AWS 2.3: A-01 B-01", "CIS AWS 2.10: A-01", "SOC 2 CC6.1: A-01"));
}

// What audits look for by its name would not be found.
TEST(Controls, OfAllPromisesAreOfStandardsThatAreKnown) {
  for (const prove::Promise* promise : prove::all_promises()) {
    for (const Control& control : controls_of(promise->controls)) {
      EXPECT_THAT((std::vector<std::string>{"SOC 2", "CIS AWS", "CIS EKS", "CIS Kubernetes"}),
                  testing::Contains(control.standard))
          << promise->id;
      EXPECT_EQ(control.number.find_first_not_of("0123456789.AC"), std::string::npos)
          << promise->id;
    }
  }
}

}  // namespace
}  // namespace opta
