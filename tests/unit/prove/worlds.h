// Worlds for the tests, from plans as short as can be.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include <nlohmann/json.hpp>

#include "prove/decode_world.h"

namespace opta::prove::test {

using nlohmann::json;

// A plan that makes these: address -> attributes. `unknown` mirrors them: what is known after the
// apply. The type is the word before the name.
class PlanText {
 public:
  PlanText& add(const std::string& address, json after, json unknown = json::object()) {
    const std::size_t bracket = address.find('[');
    const std::string block = address.substr(0, bracket);
    const std::size_t dot = block.rfind('.');
    const std::size_t before = block.rfind('.', dot - 1);
    json item{{"address", address},
              {"mode", "managed"},
              {"type", block.substr(before == std::string::npos ? 0 : before + 1,
                                    before == std::string::npos ? dot : dot - before - 1)},
              {"name", block.substr(dot + 1)},
              {"change",
               {{"actions", {"create"}},
                {"before", nullptr},
                {"after", std::move(after)},
                {"after_unknown", std::move(unknown)},
                {"after_sensitive", json::object()}}}};
    if (bracket != std::string::npos)
      item["index"] = json::parse(address.substr(bracket + 1, address.size() - bracket - 2));
    plan_["resource_changes"].push_back(std::move(item));
    return *this;
  }
  // The configuration's expressions of a resource of the root.
  PlanText& expressions(const std::string& address, json of) {
    plan_["configuration"]["root_module"]["resources"].push_back(
        {{"address", address}, {"mode", "managed"}, {"expressions", std::move(of)}});
    return *this;
  }
  json& text() { return plan_; }

  World world() const {
    auto world = decode_world(plan_.dump());
    EXPECT_TRUE(world) << (world ? "" : world.error().message);
    return world ? *std::move(world) : World();
  }

 private:
  json plan_{{"format_version", "1.2"}, {"resource_changes", json::array()}};
};

inline json references(std::initializer_list<const char*> names) {
  return {{"references", names}};
}

}  // namespace opta::prove::test
