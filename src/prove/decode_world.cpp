#include "prove/decode_world.h"

#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/json_depth.h"
#include "base/text.h"
#include "plan/decode.h"
#include "plan/json_shape.h"
#include "plan/mask.h"
#include "prove/configuration.h"

namespace opta::prove {

namespace {

using nlohmann::json;

tl::unexpected<Error> fail_format(std::string_view what) {
  return fail(fmt::format("this is no plan and no state of Terraform's: {}", what),
              "write one with `terraform show -json PLANFILE`");
}

// "base" out of "module.base[0].module.inner.aws_vpc.this"
std::string first_module(std::string_view block) {
  constexpr std::string_view kPrefix = "module.";
  if (!block.starts_with(kPrefix)) return {};
  block.remove_prefix(kPrefix.size());
  return std::string(block.substr(0, block.find('.')));
}

// What is said of one attribute, side by side. Each may be null: nothing is said.
struct Sides {
  const json* value = nullptr;
  const json* unknown = nullptr;  // mirrors the value: true where it is known after the apply
  const json* expression = nullptr;
  Mask mask = Mask::of_missing(false);
};

class Reader {
 public:
  explicit Reader(const Configuration& configuration) : configuration_(configuration) {}

  Resource read(std::string address, bool is_data, const json& item, const Sides& sides) const {
    Resource resource{.address = std::move(address),
                      .block = {},
                      .place = {},
                      .module = {},
                      .type = text_or(item, "type"),
                      .is_data = is_data,
                      .values = {}};
    resource.block = without_indexes_of_address(resource.address);
    resource.place = resource.block;
    if (const json* index = child_or_null(&item, "index")) {
      resource.place += fmt::format("[{}]", json_line(*index));
    }
    resource.module = first_module(resource.block);
    Sides with_expression = sides;
    with_expression.expression = configuration_.expressions(resource.block);
    resource.values = value(resource.block, with_expression);
    return resource;
  }

 private:
  Value unknown(const std::string& block, const json* expression) const {
    if (expression == nullptr) return Value::unknown();
    Sources sources = configuration_.sources(block, *expression);
    return Value::unknown(std::move(sources.items), sources.is_complete, sources.is_choice);
  }

  static Sides child(const Sides& of, const std::string& name) {
    const bool is_whole =
        of.expression != nullptr && child_or_null(of.expression, "references") != nullptr;
    return {.value = child_or_null(of.value, name),
            .unknown = child_or_null(of.unknown, name),
            .expression = is_whole ? of.expression : child_or_null(of.expression, name),
            .mask = of.mask.child(name)};
  }

  static const json* item_or_null(const json* list, std::size_t index) {
    return list != nullptr && list->is_array() && index < list->size() ? &(*list)[index] : nullptr;
  }

  static Sides child(const Sides& of, std::size_t index) {
    const bool is_list = of.expression != nullptr && of.expression->is_array();
    return {.value = item_or_null(of.value, index),
            .unknown = item_or_null(of.unknown, index),
            .expression = is_list ? item_or_null(of.expression, index) : of.expression,
            .mask = of.mask.child(index)};
  }

  Value value(const std::string& block, const Sides& sides) const {
    if (sides.unknown != nullptr && sides.unknown->is_boolean() && sides.unknown->get<bool>()) {
      return unknown(block, sides.expression);
    }
    Value read = shape(block, sides);
    if (sides.mask.hides_all()) read.hide();
    return read;
  }

  Value shape(const std::string& block, const Sides& sides) const {
    const json null;
    const json& value = sides.value == nullptr ? null : *sides.value;
    if (value.is_boolean()) return Value::of(value.get<bool>());
    if (value.is_number()) return Value::of(value.get<double>());
    if (value.is_string()) return Value::of(value.get<std::string>());
    const bool may_be_list = sides.unknown != nullptr && sides.unknown->is_array();
    if (value.is_array() || (value.is_null() && may_be_list && !sides.unknown->empty())) {
      const std::size_t size =
          std::max(value.is_array() ? value.size() : 0, may_be_list ? sides.unknown->size() : 0);
      std::vector<Value> items;
      items.reserve(size);
      for (std::size_t i = 0; i < size; ++i) items.push_back(this->value(block, child(sides, i)));
      return Value::list(std::move(items));
    }
    const bool may_be_object = sides.unknown != nullptr && sides.unknown->is_object();
    if (!value.is_object() && !(value.is_null() && may_be_object && !sides.unknown->empty())) {
      return {};
    }
    std::set<std::string> names;
    if (value.is_object()) {
      for (const auto& [name, child] : value.items()) names.insert(name);
    }
    if (may_be_object) {
      for (const auto& [name, child] : sides.unknown->items()) names.insert(name);
    }
    std::vector<std::string> kept;
    std::vector<Value> items;
    for (const std::string& name : names) {
      Value item = this->value(block, child(sides, name));
      if (item.is_null()) continue;
      kept.push_back(name);
      items.push_back(std::move(item));
    }
    return Value::object(std::move(kept), std::move(items));
  }

  const Configuration& configuration_;
};

// `values`: of a state, or of what a plan found.
void read_values(const json* module, const Reader& reader, bool only_data,
                 std::set<std::string>& known, std::vector<Resource>& into) {
  if (module == nullptr) return;
  if (const json* resources = child_or_null(module, "resources")) {
    for (const json& item : *resources) {
      const std::string address = text_or(item, "address");
      const bool is_data = text_or(item, "mode") == "data";
      if (address.empty() || (only_data && !is_data) || !known.insert(address).second) continue;
      const json* mask = child_or_null(&item, "sensitive_values");
      into.push_back(reader.read(address, is_data, item,
                                 {.value = child_or_null(&item, "values"),
                                  .mask = mask == nullptr ? Mask::of_missing(true) : Mask(mask)}));
    }
  }
  if (const json* children = child_or_null(module, "child_modules")) {
    for (const json& child : *children) read_values(&child, reader, only_data, known, into);
  }
}

const json* root_of_values(const json& root, const char* name) {
  const json* values = name == nullptr ? &root : child_or_null(&root, name);
  return child_or_null(child_or_null(values, "values"), "root_module");
}

std::vector<Resource> read_plan(const json& root) {
  const Configuration configuration(
      child_or_null(child_or_null(&root, "configuration"), "root_module"));
  const Reader reader(configuration);
  std::vector<Resource> resources;
  std::set<std::string> known;
  for (const json& item : root["resource_changes"]) {
    const json* change = child_or_null(&item, "change");
    const std::string address = text_or(item, "address");
    // What goes, and left-over objects of earlier replacements, are not in the world to come.
    const json* after = child_or_null(change, "after");
    const bool goes = after == nullptr || after->is_null();
    if (address.empty() || goes || !text_or(item, "deposed").empty()) continue;
    known.insert(address);
    const json* mask = child_or_null(change, "after_sensitive");
    resources.push_back(
        reader.read(address, text_or(item, "mode") == "data", item,
                    {.value = after,
                     .unknown = child_or_null(change, "after_unknown"),
                     .mask = mask == nullptr ? Mask::of_missing(true) : Mask(mask)}));
  }
  read_values(root_of_values(root, "prior_state"), reader, true, known, resources);
  return resources;
}

}  // namespace

Result<World> decode_world(std::string_view json_text) {
  if (nests_deeper_than(json_text, kPlanDepthMax)) return fail_format("it nests too deeply");
  return world_of(json::parse(json_text, nullptr, false));
}

Result<World> world_of(json&& document) {
  const json root = std::move(document);
  if (!root.is_object()) return fail_format("it is no JSON object");
  if (!text_or(root, "format_version").starts_with("1.") &&
      !text_or(root, "format_version").starts_with("0.")) {
    return fail_format("it has no format version that is known");
  }
  const json* changes = child_or_null(&root, "resource_changes");
  if (changes != nullptr && changes->is_array()) {
    if (bool_or(root, "errored", false)) return fail_format("the plan stopped half way");
    return World(read_plan(root));
  }
  if (child_or_null(&root, "planned_values") != nullptr) return World();
  std::vector<Resource> resources;
  std::set<std::string> known;
  const Configuration none(nullptr);
  read_values(root_of_values(root, nullptr), Reader(none), false, known, resources);
  return World(std::move(resources));
}

}  // namespace opta::prove
