#include "prove/decode_world.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
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

Error format_error(std::string_view what) {
  return {.message = fmt::format("this is no plan and no state of Terraform's: {}", what),
          .help = "write one with `terraform show -json PLANFILE`"};
}

// "base" out of "module.base[0].module.inner.aws_vpc.this"
std::string first_module(std::string_view block) {
  constexpr std::string_view kPrefix = "module.";
  if (!block.starts_with(kPrefix)) return {};
  block.remove_prefix(kPrefix.size());
  return std::string(block.substr(0, block.find('.')));
}

// The provider has two names for load balancers: "aws_alb_listener" is an "aws_lb_listener".
std::string own_name(std::string type) {
  constexpr std::string_view kOther = "aws_alb";
  const bool is_other = type == kOther || type.starts_with("aws_alb_");
  return is_other ? "aws_lb" + type.substr(kOther.size()) : type;
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
                      .type = own_name(text_or(item, "type")),
                      .is_data = is_data,
                      .values = {},
                      .written = {}};
    resource.block = without_indexes_of_address(resource.address);
    resource.place = resource.block;
    if (const json* index = child_or_null(&item, "index")) {
      resource.place += fmt::format("[{}]", json_line(*index));
    }
    resource.module = first_module(resource.block);
    Sides with_expression = sides;
    with_expression.expression = configuration_.expressions(resource.block);
    resource.written = configuration_.written(resource.block);
    resource.values = value(resource.block, with_expression);
    return resource;
  }

 private:
  Value unknown(const std::string& block, const json* expression) const {
    if (expression == nullptr) {
      return configuration_.expressions(block) == nullptr ? Value::unknown() : Value::unset();
    }
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

  // Whether the item may be what the block makes: its constants are the item's.
  static bool fits(const json& block, const json* item) {
    if (!block.is_object()) return false;
    return std::ranges::all_of(block.items(), [item](const auto& entry) {
      const json* constant = child_or_null(&entry.value(), "constant_value");
      const json* value = child_or_null(item, entry.key());
      // In JSON a text with references stands as a constant, too.
      const bool is_open = child_or_null(&entry.value(), "references") != nullptr;
      return constant == nullptr || is_open || value == nullptr || same_value(constant, value);
    });
  }

  static bool has_unknown(const json* unknown) {
    if (unknown == nullptr) return false;
    if (unknown->is_boolean()) return unknown->get<bool>();
    return std::ranges::any_of(*unknown, [](const json& part) { return has_unknown(&part); });
  }

  // One block with what all of these say, name by name.
  static json together(const std::vector<const json*>& blocks) {
    json made = json::object();
    for (const json* block : blocks) {
      for (const auto& [name, expression] : block->items()) {
        json& all = made[name];
        const json* references = child_or_null(&expression, "references");
        if (expression.is_array()) {
          if (!all.is_array()) all = json::array();
          all.insert(all.end(), expression.begin(), expression.end());
        } else if (references != nullptr && references->is_array()) {
          json& named = all["references"];
          for (const json& reference : *references) named.push_back(reference);
        }
      }
    }
    return made;
  }

  // Blocks of a set stand in an order of their own, so an item may be any of the written ones that
  // it fits. With more items than are written, some come from a `dynamic` block, of which nothing
  // is said.
  const json* expression_of_item(const Sides& of, std::size_t index, std::size_t size) const {
    if (of.expression == nullptr || !of.expression->is_array()) return of.expression;
    if (of.expression->size() != size) return nullptr;
    if (!has_unknown(item_or_null(of.unknown, index))) return nullptr;
    std::vector<const json*> fitting;
    for (const json& block : *of.expression) {
      if (fits(block, item_or_null(of.value, index))) fitting.push_back(&block);
    }
    if (fitting.size() < 2) return fitting.empty() ? nullptr : fitting.front();
    return &made_.emplace_back(together(fitting));
  }

  Sides child(const Sides& of, std::size_t index, std::size_t size) const {
    return {.value = item_or_null(of.value, index),
            .unknown = item_or_null(of.unknown, index),
            .expression = expression_of_item(of, index, size),
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
      for (std::size_t i = 0; i < size; ++i)
        items.push_back(this->value(block, child(sides, i, size)));
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
  // What several blocks say of one name. It must outlive the walk that looks at it.
  mutable std::deque<json> made_;
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

json take_configuration(json& root) {
  const auto configuration = root.find("configuration");
  if (configuration == root.end() || !configuration->is_object()) return {};
  const auto module = configuration->find("root_module");
  return module == configuration->end() ? json() : std::move(*module);
}

// "123456789012": where all of AWS's providers are held to this one account.
std::string account_of_providers(const json& root) {
  constexpr std::size_t kLength = 12;
  const json* providers = child_or_null(child_or_null(&root, "configuration"), "provider_config");
  if (providers == nullptr || !providers->is_object()) return {};
  std::string account;
  for (const auto& [key, provider] : providers->items()) {
    if (!text_or(provider, "full_name").ends_with("/hashicorp/aws")) continue;
    const json* allowed =
        child_or_null(child_or_null(&provider, "expressions"), "allowed_account_ids");
    const json* accounts = child_or_null(allowed, "constant_value");
    const bool is_one = accounts != nullptr && accounts->is_array() && accounts->size() == 1 &&
                        accounts->front().is_string();
    const std::string one = is_one ? accounts->front().get<std::string>() : std::string();
    if (one.size() != kLength || (!account.empty() && account != one)) return {};
    account = one;
  }
  return account;
}

// What AWS itself said, where the providers are held to none.
std::string account_of_caller(const std::vector<Resource>& resources) {
  std::string account;
  for (const Resource& resource : resources) {
    if (!resource.is_data || resource.type != "aws_caller_identity") continue;
    const std::string& one = resource.values.at("account_id").text();
    if (one.empty() || (!account.empty() && account != one)) return {};
    account = one;
  }
  return account;
}

World world_with(std::vector<Resource> resources, const json& root,
                 std::shared_ptr<const Configuration> configuration = nullptr) {
  std::string account = account_of_providers(root);
  if (account.empty()) account = account_of_caller(resources);
  return World(std::move(resources), std::move(account), std::move(configuration));
}

World read_plan(json& root) {
  const auto configuration = std::make_shared<Configuration>(take_configuration(root));
  const Reader reader(*configuration);
  std::vector<Resource> resources;
  std::set<std::string> known;
  std::set<std::string> changed;
  for (const json& item : root["resource_changes"]) {
    const json* change = child_or_null(&item, "change");
    const std::string address = text_or(item, "address");
    // What goes, and left-over objects of earlier replacements, are not in the world to come.
    const json* after = child_or_null(change, "after");
    const bool goes = after == nullptr || after->is_null();
    if (const json* actions = child_or_null(change, "actions"); actions != nullptr) {
      for (const char* action : {"update", "delete"}) {
        if (std::ranges::find(*actions, action) != actions->end())
          changed.insert(own_name(text_or(item, "type")));
      }
    }
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
  configuration->forget_values();
  World world = world_with(std::move(resources), root, configuration);
  for (const std::string& type : changed) world.note_change(type);
  if (!bool_or(root, "complete", true)) world.note_partial();
  return world;
}

World read_state(const json& root, const char* name) {
  std::vector<Resource> resources;
  std::set<std::string> known;
  const Configuration none{json()};
  read_values(root_of_values(root, name), Reader(none), false, known, resources);
  return world_with(std::move(resources), root);
}

// Nothing where it is one of Terraform's documents.
std::optional<Error> fault_of(const json& root) {
  if (!root.is_object()) return format_error("it is no JSON object");
  const std::string version = text_or(root, "format_version");
  if (!version.starts_with("1.") && !version.starts_with("0."))
    return format_error("it has no format version that is known");
  return std::nullopt;
}

}  // namespace

Result<World> decode_world(std::string_view json_text) {
  if (nests_deeper_than(json_text, kPlanDepthMax))
    return tl::make_unexpected(format_error("it nests too deeply"));
  return world_of(json::parse(json_text, nullptr, false));
}

Result<World> world_of(json&& document) {
  json root = std::move(document);
  if (auto fault = fault_of(root)) return tl::make_unexpected(*std::move(fault));
  const json* changes = child_or_null(&root, "resource_changes");
  if (changes != nullptr && changes->is_array()) {
    if (bool_or(root, "errored", false))
      return tl::make_unexpected(format_error("the plan stopped half way"));
    return read_plan(root);
  }
  if (child_or_null(&root, "planned_values") != nullptr) return World();
  return read_state(root, nullptr);
}

Result<World> present_of(const json& document) {
  if (auto fault = fault_of(document)) return tl::make_unexpected(*std::move(fault));
  return read_state(document, "prior_state");
}

}  // namespace opta::prove
