// The configuration that a plan carries: which resources an expression is taken from. It tells of
// references alone, not of what is done with them, and nothing of locals.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "prove/value.h"

namespace opta::prove {

struct Sources {
  std::vector<Source> items = {};
  bool is_complete = true;
  // A switch or an index stands beside them, so perhaps only one of them is it.
  bool is_choice = false;
};

class Configuration {
 public:
  // `root` is `configuration.root_module`, or null; it must outlive this.
  explicit Configuration(const nlohmann::json* root);
  ~Configuration();
  Configuration(const Configuration&) = delete;
  Configuration& operator=(const Configuration&) = delete;

  // The expressions of the resource with this block, or null.
  const nlohmann::json* expressions(const std::string& block) const;
  // What an expression of the resource is taken from.
  Sources sources(const std::string& block, const nlohmann::json& expression) const;

 private:
  struct Module;
  struct Entry {
    const Module* module = nullptr;
    const nlohmann::json* resource = nullptr;
  };

  void add(const nlohmann::json& module, const Module* parent, const std::string& name);
  void resolve_all(const Module& module, const nlohmann::json* resource,
                   const nlohmann::json& expression, int depth, Sources& into) const;
  void resolve(const Module& module, const nlohmann::json* resource, std::string_view reference,
               int depth, Sources& into) const;

  std::vector<std::unique_ptr<Module>> modules_;
  std::map<std::string, Entry, std::less<>> entries_;
};

// "module.a[0].x.y[1]" -> "module.a.x.y"; quotes in an index are respected.
std::string without_indexes_of_address(std::string_view address);

}  // namespace opta::prove
