#include "plan/decode.h"

#include <map>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/json_depth.h"
#include "base/text.h"
#include "plan/field_diff.h"
#include "plan/json_shape.h"

namespace opta {

namespace {

using nlohmann::json;

tl::unexpected<Error> fail_format(std::string_view what) {
  return fail(fmt::format("terraform's plan cannot be read: {}", what),
              "this is a fault of Opta, or a version of Terraform that it does not know; nothing "
              "was changed");
}

struct Actions {
  Action action = Action::kNone;
  bool create_before_destroy = false;
  bool forgotten = false;
};

std::optional<Actions> read_actions(const json* actions) {
  static const std::map<std::string_view, Actions> known = {
      {R"(["no-op"])", {}},
      {R"(["create"])", {.action = Action::kCreate}},
      {R"(["read"])", {.action = Action::kRead}},
      {R"(["update"])", {.action = Action::kUpdate}},
      {R"(["delete"])", {.action = Action::kDelete}},
      {R"(["delete","create"])", {.action = Action::kReplace}},
      {R"(["create","delete"])", {.action = Action::kReplace, .create_before_destroy = true}},
      {R"(["forget"])", {.forgotten = true}},
      {R"(["create","forget"])", {.action = Action::kCreate, .forgotten = true}},
  };
  if (actions == nullptr) return std::nullopt;
  const auto found = known.find(json_line(*actions));
  if (found == known.end()) return std::nullopt;
  return found->second;
}

// "base" out of "module.base[0].module.inner"
std::string first_module(std::string_view module_address) {
  constexpr std::string_view kPrefix = "module.";
  if (!module_address.starts_with(kPrefix)) return {};
  module_address.remove_prefix(kPrefix.size());
  return std::string(module_address.substr(0, module_address.find_first_of(".[")));
}

// [["ingress", 0, "from_port"]] as texts
std::vector<std::string> path_texts(const json* paths) {
  std::vector<std::string> texts;
  if (paths == nullptr || !paths->is_array()) return texts;
  for (const json& path : *paths) {
    std::string text;
    for (const json& step : path) {
      if (step.is_string()) text = child_path(text, step.get_ref<const std::string&>());
      if (step.is_number_unsigned()) text = child_path(text, step.get<std::size_t>());
    }
    if (!text.empty()) texts.push_back(std::move(text));
  }
  return texts;
}

// A missing mask hides all, where there is a value to hide.
Mask mask_of(const json& change, const std::string& key) {
  const json* mask = child_or_null(&change, key);
  return mask == nullptr ? Mask::of_missing(true) : Mask(mask);
}

FieldDiff diff_of(const json& change, const SecretTexts& secrets, std::string root = {}) {
  return diff_fields({.before = child_or_null(&change, "before"),
                      .after = child_or_null(&change, "after"),
                      .unknown = child_or_null(&change, "after_unknown"),
                      .before_mask = mask_of(change, "before_sensitive"),
                      .after_mask = mask_of(change, "after_sensitive"),
                      .replace_paths = path_texts(child_or_null(&change, "replace_paths")),
                      .secrets = &secrets,
                      .root = std::move(root)});
}

Result<ResourceChange> read_resource(const json& item, const SecretTexts& secrets) {
  const json* change = child_or_null(&item, "change");
  const std::string address = text_or(item, "address");
  if (change == nullptr || address.empty()) return fail_format("a resource change is not complete");
  const std::optional<Actions> actions = read_actions(child_or_null(change, "actions"));
  if (!actions)
    return fail_format(fmt::format("`{}` has an action that is not known", printable(address)));

  ResourceChange result{.address = address,
                        .module = first_module(text_or(item, "module_address")),
                        .type = text_or(item, "type"),
                        .name = text_or(item, "name"),
                        .deposed = text_or(item, "deposed"),
                        .previous_address = text_or(item, "previous_address"),
                        .action_reason = text_or(item, "action_reason"),
                        .action = actions->action,
                        .create_before_destroy = actions->create_before_destroy,
                        .forgotten = actions->forgotten};
  if (const json* index = child_or_null(&item, "index")) result.index = json_line(*index);
  if (const json* importing = child_or_null(change, "importing"))
    result.import_id = text_or(*importing, "id");
  // What stays, and what only leaves the state, has no fields that anybody would read; the diff is
  // the costly part.
  if (actions->action == Action::kNone) return result;
  FieldDiff diff = diff_of(*change, secrets);
  result.fields = std::move(diff.fields);
  result.unchanged = std::move(diff.unchanged);
  return result;
}

bool stays(const ResourceChange& change) {
  return change.action == Action::kNone && !change.forgotten && change.previous_address.empty() &&
         change.import_id.empty();
}

Status read_resources(const json& root, const std::string& key, const SecretTexts& secrets,
                      std::vector<ResourceChange>& into, std::size_t& unchanged_count) {
  const json* items = child_or_null(&root, key);
  if (items == nullptr || items->is_null()) return {};
  if (!items->is_array()) return fail_format(fmt::format("`{}` is not a list", key));
  for (const json& item : *items) {
    ResourceChange change = OPTA_TRY(read_resource(item, secrets));
    if (stays(change)) {
      unchanged_count += text_or(item, "mode") == "managed" ? 1 : 0;
    } else {
      into.push_back(std::move(change));
    }
  }
  return {};
}

Status read_outputs(const json& root, const SecretTexts& secrets, std::vector<OutputChange>& into) {
  const json* items = child_or_null(&root, "output_changes");
  if (items == nullptr || items->is_null()) return {};
  if (!items->is_object()) return fail_format("`output_changes` is not an object");
  for (const auto& [name, change] : items->items()) {
    const std::optional<Actions> actions = read_actions(child_or_null(&change, "actions"));
    if (!actions)
      return fail_format(
          fmt::format("the output `{}` has an action that is not known", printable(name)));
    if (actions->action == Action::kNone) continue;
    OutputChange output{.name = name, .action = actions->action};
    const auto text = [&](const std::string& side) -> std::string {
      const json* value = child_or_null(&change, side);
      if (value == nullptr || value->is_null()) return {};
      std::string line = value->is_string() ? value->get<std::string>() : json_line(*value);
      output.sensitive |=
          mask_of(change, side + "_sensitive").hides_something() || secrets.is_in(line);
      return json_line(*value);
    };
    output.before = text("before");
    output.after = text("after");
    const json* unknown = child_or_null(&change, "after_unknown");
    output.known_after_apply = unknown != nullptr && json_line(*unknown).contains("true");
    output.sensitive |= mask_of(change, "after_sensitive").hides_something();
    if (output.known_after_apply) output.after.clear();
    if (output.sensitive && !output.before.empty()) output.before = kSensitiveText;
    if (output.sensitive && !output.after.empty()) output.after = kSensitiveText;
    into.push_back(std::move(output));
  }
  return {};
}

// What is known of the outputs that are maps. An output is as sensitive as its most sensitive key.
void read_map_outputs(const json& root, Plan& into) {
  const json* items = child_or_null(&root, "output_changes");
  if (items == nullptr || !items->is_object()) return;
  for (const auto& [name, change] : items->items()) {
    const json* after = child_or_null(&change, "after");
    if (after == nullptr || !after->is_object()) continue;
    if (mask_of(change, "after_sensitive").hides_something()) continue;
    auto& known = into.map_outputs[name];
    const json* unknown = child_or_null(&change, "after_unknown");
    for (const auto& [key, value] : after->items()) {
      const json* hidden = child_or_null(unknown, key);
      if (hidden == nullptr || !json_line(*hidden).contains("true"))
        known.emplace(key, json_line(value));
    }
  }
}

void collect_from(const json& change, SecretTexts& secrets) {
  for (const char* side : {"before", "after"}) {
    const json* value = child_or_null(&change, side);
    const json* mask = child_or_null(&change, std::string(side) + "_sensitive");
    if (value != nullptr && mask != nullptr) secrets.collect(*value, Mask(mask));
  }
}

SecretTexts collect_secrets(const json& root) {
  SecretTexts secrets;
  for (const char* key : {"resource_changes", "resource_drift"}) {
    const json* items = child_or_null(&root, key);
    if (items == nullptr || !items->is_array()) continue;
    for (const json& item : *items) {
      if (const json* change = child_or_null(&item, "change")) collect_from(*change, secrets);
    }
  }
  const json* outputs = child_or_null(&root, "output_changes");
  if (outputs != nullptr && outputs->is_object()) {
    for (const json& change : *outputs) collect_from(change, secrets);
  }
  return secrets;
}

Result<Plan> read_plan(const json& root) {
  if (!root.is_object()) return fail_format("it is not a JSON object");
  Plan plan{.format_version = text_or(root, "format_version"),
            .terraform_version = text_or(root, "terraform_version"),
            .complete = bool_or(root, "complete", true),
            .errored = bool_or(root, "errored", false)};
  if (!plan.format_version.starts_with("1.")) {
    return fail_format(
        fmt::format("its format is `{}`, not `1.x`", printable(plan.format_version)));
  }
  const SecretTexts secrets = collect_secrets(root);
  OPTA_CHECK_OK(
      read_resources(root, "resource_changes", secrets, plan.changes, plan.unchanged_count));
  std::size_t drift_unchanged = 0;
  OPTA_CHECK_OK(read_resources(root, "resource_drift", secrets, plan.drift, drift_unchanged));
  // An update in which null became "" is a habit of the provider; nobody changed anything.
  std::erase_if(plan.drift, [](const ResourceChange& change) {
    return change.action == Action::kUpdate && change.fields.empty();
  });
  OPTA_CHECK_OK(read_outputs(root, secrets, plan.outputs));
  read_map_outputs(root, plan);
  return plan;
}

}  // namespace

Result<json> parse_plan(std::string_view json_text) {
  if (nests_deeper_than(json_text, kPlanDepthMax)) {
    return fail_format(fmt::format("it nests deeper than {} levels", kPlanDepthMax));
  }
  try {
    return json::parse(json_text);
  } catch (const json::exception& error) {
    return fail_format(printable(error.what()));
  }
}

Result<Plan> decode_plan(std::string_view json_text) {
  const json document = OPTA_TRY(parse_plan(json_text));
  return plan_of(document);
}

Result<Plan> plan_of(const json& document) {
  try {
    return read_plan(document);
  } catch (const json::exception& error) {
    return fail_format(printable(error.what()));
  }
}

}  // namespace opta
