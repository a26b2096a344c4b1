// The configuration that a plan carries: which resources and inputs an expression is taken from. It
// tells of references alone, not of what is done with them, and nothing of locals.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
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
  // `root` is `configuration.root_module`, or null.
  explicit Configuration(nlohmann::json root);
  ~Configuration();
  Configuration(const Configuration&) = delete;
  Configuration& operator=(const Configuration&) = delete;

  // What it says of values, among which secrets may be: for once the resources are read.
  void forget_values();

  // The expressions of the resource with this block, or null.
  const nlohmann::json* expressions(const std::string& block) const;
  // The names of the attributes that the block writes; nothing where the block is not there.
  // Blocks that are written as `dynamic` are not among them.
  std::optional<std::set<std::string, std::less<>>> written(const std::string& block) const;
  // What an expression of the resource is taken from.
  Sources sources(const std::string& block, const nlohmann::json& expression) const;
  // The arguments of the root's call of the resource's module that an attribute is made from, in
  // the order in which it names them: "db_instance_class". `attribute` as in Value::find.
  std::vector<std::string> inputs(const std::string& block, std::string_view attribute) const;

 private:
  struct Module;
  struct Found;
  struct Entry {
    const Module* module = nullptr;
    const nlohmann::json* resource = nullptr;
  };

  void add(const nlohmann::json& module, const Module* parent, const std::string& name);
  void resolve_all(const Module& module, const nlohmann::json* resource,
                   const nlohmann::json& expression, int depth, Found& into) const;
  void resolve(const Module& module, const nlohmann::json* resource, std::string_view reference,
               int depth, Found& into) const;
  void resolve_at(const Entry& entry, const nlohmann::json& expressions, std::string_view path,
                  Found& into) const;

  nlohmann::json root_;
  std::vector<std::unique_ptr<Module>> modules_;
  std::map<std::string, Entry, std::less<>> entries_;
};

// "module.a[0].x.y[1]" -> "module.a.x.y"; quotes in an index are respected.
std::string without_indexes_of_address(std::string_view address);

}  // namespace opta::prove
