#include "prove/configuration.h"

#include <algorithm>

#include "plan/json_shape.h"

namespace opta::prove {

namespace {

using nlohmann::json;

// Modules in modules; and outputs that name variables that name outputs.
constexpr int kDepthMax = 64;

bool takes(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Where the name or index ends that the text begins with.
std::size_t end_of_word(std::string_view text) {
  const std::size_t end = text.find_first_of(".[");
  return end == std::string_view::npos ? text.size() : end;
}

// "[0]" or "[\"a\"]" at the front, or nothing.
std::string_view index_at(std::string_view text) {
  if (!text.starts_with('[')) return {};
  bool quoted = false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (text[i] == ']' && !quoted) {
      return text.substr(0, i + 1);
    }
  }
  return {};
}

// Terraform lists "a.b.c", "a.b" and "a" for one use of a.b.c, the longest first.
bool is_part_of(std::string_view reference, std::string_view longer) {
  return longer.size() > reference.size() && longer.starts_with(reference) &&
         (longer[reference.size()] == '.' || longer[reference.size()] == '[');
}

// Constants of expressions and defaults of variables; outputs and expressions tell of references.
void drop_values(json& of) {  // NOLINT(misc-no-recursion): decode_world limits the depth
  if (of.is_object()) of.erase("constant_value");
  for (json& child : of) {
    if (child.is_structured()) drop_values(child);
  }
}

}  // namespace

struct Configuration::Module {
  const Module* parent = nullptr;
  const json* call = nullptr;  // in the parent; null for the root
  const json* body = nullptr;
  std::string prefix;  // "module.base.", or empty
  std::map<std::string, const Module*, std::less<>> children;
};

// What a walk through references has come upon.
struct Configuration::Found {
  Sources sources = {};
  // Inputs are kept of this module alone: those of others decide about others.
  const Module* inputs_of = nullptr;
  std::vector<std::string> inputs = {};

  void add_input(const Module& of, std::string_view name) {
    if (&of == inputs_of && std::ranges::find(inputs, name) == inputs.end())
      inputs.emplace_back(name);
  }
};

Configuration::Configuration(json root) : root_(std::move(root)) {
  if (!root_.is_object()) return;
  add(root_, nullptr, {});
}

void Configuration::forget_values() {
  drop_values(root_);
}

Configuration::~Configuration() = default;

void Configuration::add(const json& body, const Module* parent, const std::string& name) {
  modules_.push_back(std::make_unique<Module>());
  Module& module = *modules_.back();
  module.parent = parent;
  module.body = &body;
  if (parent != nullptr) {
    module.prefix = parent->prefix + "module." + name + ".";
    module.call = child_or_null(child_or_null(parent->body, "module_calls"), name);
  }
  if (const json* resources = child_or_null(&body, "resources")) {
    for (const json& resource : *resources) {
      entries_[module.prefix + text_or(resource, "address")] = {&module, &resource};
    }
  }
  const json* calls = child_or_null(&body, "module_calls");
  if (calls == nullptr || !calls->is_object()) return;
  for (const auto& [called, call] : calls->items()) {
    const json* child = child_or_null(&call, "module");
    if (child == nullptr || !child->is_object()) continue;
    const std::size_t index = modules_.size();
    add(*child, &module, called);
    module.children[called] = modules_[index].get();
  }
}

const json* Configuration::expressions(const std::string& block) const {
  const auto found = entries_.find(block);
  return found == entries_.end() ? nullptr : child_or_null(found->second.resource, "expressions");
}

std::optional<std::set<std::string, std::less<>>> Configuration::written(
    const std::string& block) const {
  const auto found = entries_.find(block);
  if (found == entries_.end()) return std::nullopt;
  std::set<std::string, std::less<>> names;
  const json* expressions = child_or_null(found->second.resource, "expressions");
  if (expressions == nullptr || !expressions->is_object()) return names;
  for (const auto& [name, expression] : expressions->items()) names.insert(name);
  return names;
}

Sources Configuration::sources(const std::string& block, const json& expression) const {
  Found found;
  const auto entry = entries_.find(block);
  if (entry == entries_.end()) return {.items = {}, .is_complete = false};
  resolve_all(*entry->second.module, entry->second.resource, expression, 0, found);
  return std::move(found.sources);
}

std::vector<std::string> Configuration::inputs(const std::string& block,
                                               std::string_view attribute) const {
  const auto entry = entries_.find(block);
  const json* all = expressions(block);
  if (all == nullptr) return {};
  const Module* called = entry->second.module;
  if (called->parent == nullptr) return {};
  while (called->parent->parent != nullptr) called = called->parent;
  Found found{.inputs_of = called};
  resolve_at(entry->second, *all, attribute, found);
  return std::move(found.inputs);
}

// Blocks stand in lists; all of one name count.
void Configuration::resolve_at(const Entry& entry, const json& expressions, std::string_view path,
                               Found& into) const {
  if (expressions.is_array()) {
    for (const json& item : expressions) resolve_at(entry, item, path, into);
  } else if (path.empty() || child_or_null(&expressions, "references") != nullptr) {
    resolve_all(*entry.module, entry.resource, expressions, 0, into);
  } else {
    const std::size_t dot = path.find('.');
    const json* child = child_or_null(&expressions, std::string(path.substr(0, dot)));
    if (child == nullptr) return;
    resolve_at(entry, *child,
               dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1), into);
  }
}

// All references anywhere in the expression.
void Configuration::resolve_all(const Module& module, const json* resource, const json& expression,
                                int depth, Found& into) const {
  if (depth > kDepthMax) {
    into.sources.is_complete = false;
    return;
  }
  if (expression.is_array()) {
    for (const json& item : expression) resolve_all(module, resource, item, depth + 1, into);
    return;
  }
  if (!expression.is_object()) return;
  const json* references = child_or_null(&expression, "references");
  if (references == nullptr || !references->is_array()) {
    for (const auto& [name, child] : expression.items()) {
      if (child.is_structured()) resolve_all(module, resource, child, depth + 1, into);
    }
    return;
  }
  std::string longest;
  std::size_t count = 0;
  bool has_switch = false;
  for (const json& reference : *references) {
    if (!reference.is_string()) continue;
    const auto& text = reference.get_ref<const std::string&>();
    if (is_part_of(text, longest)) continue;
    longest = text;
    ++count;
    has_switch = has_switch || text.starts_with("var.") || text.starts_with("each.") ||
                 text.starts_with("count.");
    resolve(module, resource, text, depth + 1, into);
  }
  // "var.is_public ? a : b". What only passes a variable on chooses nothing; `each.value` does.
  Sources& sources = into.sources;
  sources.is_choice =
      sources.is_choice || (has_switch && count > 1) || longest.starts_with("each.");
}

void Configuration::resolve(const Module& module, const json* resource, std::string_view reference,
                            int depth, Found& into) const {
  std::string_view rest = reference;
  if (takes(rest, "local.")) {
    into.sources.is_complete = false;
  } else if (takes(rest, "var.")) {
    if (module.parent == nullptr) return;  // known before the plan
    const std::string name(rest.substr(0, end_of_word(rest)));
    into.add_input(module, name);
    const json* given = child_or_null(child_or_null(module.call, "expressions"), name);
    if (given != nullptr) resolve_all(*module.parent, nullptr, *given, depth, into);
  } else if (takes(rest, "each.value")) {
    const json* given = child_or_null(resource, "for_each_expression");
    if (given == nullptr) {
      into.sources.is_complete = false;
    } else {
      resolve_all(module, nullptr, *given, depth, into);
    }
  } else if (rest.starts_with("each.") || rest.starts_with("count.") || rest.starts_with("path.") ||
             rest.starts_with("terraform.") || rest.starts_with("self.")) {
    return;
  } else if (takes(rest, "module.")) {
    const auto child = module.children.find(rest.substr(0, end_of_word(rest)));
    rest.remove_prefix(end_of_word(rest));
    rest.remove_prefix(index_at(rest).size());
    const json* output = nullptr;
    if (child != module.children.end() && takes(rest, ".")) {
      output = child_or_null(child_or_null(child->second->body, "outputs"),
                             std::string(rest.substr(0, end_of_word(rest))));
    }
    const json* expression = child_or_null(output, "expression");
    if (expression == nullptr) {
      into.sources.is_complete = false;
    } else {
      resolve_all(*child->second, nullptr, *expression, depth, into);
    }
  } else {
    std::string name;
    if (takes(rest, "data.")) name = "data.";
    const std::size_t type = end_of_word(rest);
    if (type == rest.size() || rest[type] != '.') {
      into.sources.is_complete = false;
      return;
    }
    const std::size_t end = type + 1 + end_of_word(rest.substr(type + 1));
    name += rest.substr(0, end);
    Source source{.block = module.prefix + name, .place = {}};
    const std::string_view index = index_at(rest.substr(end));
    if (!index.empty()) source.place = source.block + std::string(index);
    into.sources.items.push_back(std::move(source));
  }
}

std::string without_indexes_of_address(std::string_view address) {
  std::string plain;
  while (!address.empty()) {
    const std::string_view index = index_at(address);
    if (index.empty()) {
      plain += address.front();
      address.remove_prefix(1);
    } else {
      address.remove_prefix(index.size());
    }
  }
  return plain;
}

}  // namespace opta::prove
