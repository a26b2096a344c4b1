#include "emit/release.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "emit/chart_values.h"
#include "emit/release_order.h"
#include "layer/condition.h"
#include "layer/link_values.h"
#include "layer/secrecy.h"
#include "layer/template.h"

namespace opta {

namespace {

const Value* argument(const ModuleUse& use, std::string_view name) {
  const auto found = std::ranges::find(use.arguments, name, &Argument::name);
  return found == use.arguments.end() ? nullptr : &found->value;
}

// A number as module.yaml has it, or the input that it names.
int number(const ModuleUse& use, const std::string& text, int fallback) {
  int result = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result);
  if (error == std::errc{} && end == text.data() + text.size()) return result;
  const Value* value = argument(use, text);
  return value != nullptr && value->kind == ValueKind::kInteger ? static_cast<int>(value->integer)
                                                                : fallback;
}

// `true` or `false` as module.yaml has it, or the input that it names.
bool flag(const ModuleUse& use, const std::string& text) {
  if (text == "true" || text == "false") return text == "true";
  const Value* value = argument(use, text);
  return value != nullptr && value->kind == ValueKind::kBoolean && value->boolean;
}

// Builds one module's releases.
class ReleaseEmitter {
 public:
  ReleaseEmitter(const Layer& layer, const ModuleUse& use, Releases& into, Diagnostics& diagnostics)
      : layer_(layer), use_(use), into_(into), diagnostics_(diagnostics) {}

  void emit(const ReleaseDefinition& definition) {
    if (!definition.when.empty() && !holds(definition.when, use_)) return;
    ChartReference chart =
        definition.chart_inputs ? users_chart(*definition.chart_inputs) : definition.chart;
    Release release{
        .name = first_name(definition.name_templates, chart),
        .release_namespace = filled(definition.namespace_template, chart).value_or(std::string()),
        .module = use_.name,
        .type = use_.definition->type};
    release.chart = std::move(chart);
    for (const std::string& name : definition.after) release.after.push_back(release_name(name));
    release.timeout_s = number(use_, definition.timeout, release.timeout_s);
    release.max_history = number(use_, definition.max_history, release.max_history);
    release.namespace_labels = definition.namespace_labels;
    release.crds = definition.crds;
    release.behind = definition.behind;
    release.wait = flag(use_, definition.wait);
    release.wait_for_jobs = flag(use_, definition.wait_for_jobs);
    release.undo_on_failure = flag(use_, definition.undo_on_failure) && !definition.crds;
    release.clean_up_on_failure = flag(use_, definition.clean_up_on_failure);
    release.makes_namespace = flag(use_, definition.make_namespace);
    release.span = use_.span;
    release.type_span = use_.type_span;
    definition_ = &definition;
    if (definition.secret) release.secret = secret(*definition.secret);
    has_secret_ = release.secret.has_value();
    release.values = value(definition.values);
    release.values.kind = ValueKind::kMap;
    for (const ConditionalValues& conditional : definition.values_when) {
      if (holds(conditional.when, use_)) lay_over(release.values, value(conditional.values));
    }
    release.structured_inputs = std::move(structured_inputs_);
    if (definition.kept_values) release.kept_values = kept_values(*definition.kept_values, release);
    require(release, definition);
    into_.all.push_back(std::move(release));
  }

 private:
  std::optional<ReleaseSecret> secret(const SecretDefinition& definition) {
    ReleaseSecret secret{.name = release_name(definition.name_template), .type = definition.type};
    std::map<std::string, Value> entries;  // what the user writes wins over what links give
    if (definition.links) {
      for (const Link& link : use_.links) {
        for (const LinkVariable& variable : link.variables) {
          if (!link.definition->find_output(variable.output)->secret) continue;
          entries[variable.name] = link_output(layer_, link, variable.output);
        }
      }
    }
    for (const std::string& input : definition.inputs) {
      const Value* value = argument(use_, input);
      if (value == nullptr) continue;
      for (const auto& [name, text] : named_values(*value)) {
        if (holds_secret(layer_, *text)) entries[std::string(name)] = *text;
      }
    }
    for (auto& [name, value] : entries) {
      const std::string path = "secret." + name;
      note_secrets(value, path, secret.secret_inputs);
      secret.entries.push_back({name, value.span, later_parts(std::move(value), path)});
    }
    for (const auto& [name, source] : definition.entries) {
      Value value = text(source);
      if (is_given(value)) secret.entries.push_back({name, value.span, std::move(value)});
    }
    if (secret.entries.empty()) return std::nullopt;
    std::ranges::sort(secret.entries, {}, &Entry::key);
    secret.revision_input = fmt::format("{}.secret_revision", use_.name);
    return secret;
  }

  // The keys that `later_parts` will give to what is secret in the value.
  void note_secrets(const Value& value, const std::string& path,
                    std::vector<std::string>& into) const {
    int part = 0;
    for (const TemplatePart& piece : value.parts) {
      if (piece.expression.empty()) continue;
      const std::string key = input_key(path, part++);
      const bool secret = std::ranges::any_of(piece.references, [&](const Reference& reference) {
        return is_secret(layer_, reference);
      });
      if (secret) into.push_back(key);
    }
  }

  std::string input_key(const std::string& path, int part) const {
    return fmt::format("{}.{}{}", use_.name, path,
                       part == 0 ? std::string() : fmt::format(".{}", part));
  }

  ChartReference users_chart(const ChartInputs& inputs) {
    ChartReference chart{.name = known_text(inputs.chart),
                         .repository = known_text(inputs.repository)};
    if (!chart.repository.empty()) {
      chart.version = known_text(inputs.version);
      return chart;
    }
    chart.path = std::move(chart.name);
    chart.name = chart.path.substr(chart.path.rfind('/') + 1);
    chart.update_dependencies = flag(use_, inputs.update_dependencies);
    return chart;
  }

  // Of an input; empty when it is not given.
  std::string known_text(const std::string& input) {
    const Value* value = argument(use_, input);
    if (value == nullptr || value->kind == ValueKind::kNull) return {};
    if (value->kind == ValueKind::kTemplate) {
      diagnostics_.report(Code::kReferenceNotAllowed, value->span,
                          fmt::format("`{}` has to be known before the apply", input),
                          "write the value itself, or a variable of the file");
    }
    return value->text;
  }

  // Nothing when an input in it is not given. A chart's name is given for one from a repository.
  std::optional<std::string> filled(const std::string& source, const ChartReference& chart) {
    std::string text;
    for (const TemplatePiece& piece : parse_template(source)) {
      if (piece.kind != TemplatePiece::Kind::kName) {
        text += piece.text;
        continue;
      }
      std::string part;
      if (piece.text == "chart.name") {
        if (!chart.repository.empty()) part = chart.name;
      } else if (piece.text.starts_with("input.")) {
        part = known_text(piece.text.substr(6));
      } else {
        text += fill_names(fmt::format("{{{}}}", piece.text), layer_, use_);
        continue;
      }
      if (part.empty()) return std::nullopt;
      text += part;
    }
    return text;
  }

  std::string first_name(const std::vector<std::string>& templates, const ChartReference& chart) {
    for (const std::string& source : templates) {
      if (auto name = filled(source, chart)) return lower_case(*name);
    }
    return {};
  }

  std::vector<std::string> kept_values(const KeptValues& definition, const Release& release) const {
    const bool given = std::ranges::any_of(definition.names, [&](const std::string& name) {
      return release.values.find(name) != nullptr;
    });
    if (given || !holds(definition.when, use_)) return {};
    return definition.names;
  }

  // Helm takes no capitals. Addresses inside the cluster are the same in either case.
  std::string release_name(const std::string& name_template) const {
    return lower_case(fill_names(name_template, layer_, use_));
  }

  Value value(const yaml::Node& node) {  // NOLINT(misc-no-recursion): as deep as module.yaml
    if (node.kind == yaml::Kind::kString && is_template(node.text)) return text(node.text);
    Value result = scalar_value(node);
    result.span = use_.span;
    for (const yaml::Node& item : node.items) {
      if (Value below = value(item); below.kind != ValueKind::kNull) {
        result.items.push_back(std::move(below));
      }
    }
    const yaml::Node* star = nullptr;
    for (const yaml::Entry& entry : node.entries) {
      if (entry.key == "*") {
        star = &entry.value;
      } else if (Value below = value(entry.value); below.kind != ValueKind::kNull) {
        result.entries.push_back({entry.key, {}, std::move(below)});
      }
    }
    // The key "*" stands for the entries of the map behind it, or of the maps one after the other.
    // In what a user gives it is a key like any other.
    if (star != nullptr) {
      Value laid = value(*star);
      for (Value& map : laid.items) lay_over(result, std::move(map));
      lay_over(result, std::move(laid));
    }
    return result;
  }

  Value text(const std::string& source) {
    const std::vector<TemplatePiece> pieces = parse_template(source);
    if (pieces.size() == 1) return piece(pieces[0]);
    Value result = Value::of_text({}, use_.span);
    for (const TemplatePiece& part : pieces) {
      Value next = piece(part);
      if (next.kind == ValueKind::kTemplate) {
        if (result.kind == ValueKind::kString) result.parts.push_back({.text = result.text});
        result.kind = ValueKind::kTemplate;
        result.parts.insert(result.parts.end(), next.parts.begin(), next.parts.end());
      } else if (result.kind == ValueKind::kTemplate) {
        result.parts.push_back({.text = next.text});
      } else {
        result.text += next.text;
      }
    }
    return result;
  }

  Value piece(const TemplatePiece& piece) {
    if (piece.kind != TemplatePiece::Kind::kName) return Value::of_text(piece.text, use_.span);
    const std::string_view name = piece.text;
    const auto tail = [&](std::string_view head) { return std::string(name.substr(head.size())); };
    if (name.starts_with("input.")) return input(tail("input."));
    if (name.starts_with("output.")) {
      return later(tail("output."), fmt::format("module.{}.{}", use_.name, tail("output.")));
    }
    if (name.starts_with("wire.")) return input(tail("wire."));
    if (name == "secret.name") return secret_name();
    if (name == "secret.revision") return secret_revision();
    return Value::of_text(fill_names(fmt::format("{{{}}}", name), layer_, use_), use_.span);
  }

  // Inputs and wires may hold references, which become release inputs.
  Value input(const std::string& name) {
    const Value* found = argument(use_, name);
    if (found == nullptr) return {};
    return later_parts(is_kept_secret(name) ? without_secrets(*found) : *found, name);
  }

  bool is_kept_secret(const std::string& name) const {
    if (!definition_->secret) return false;
    return std::ranges::find(definition_->secret->inputs, name) !=
           definition_->secret->inputs.end();
  }

  // They stand in the release's Secret.
  Value without_secrets(Value value) const {
    std::erase_if(value.entries,
                  [this](const Entry& entry) { return holds_secret(layer_, entry.value); });
    std::erase_if(value.items, [this](const Value& item) {
      const Value* text = item.find("value");
      return text != nullptr && holds_secret(layer_, *text);
    });
    return value;
  }

  // Null where the release has no Secret, so that the chart's default holds.
  Value secret_name() const {
    if (!has_secret_) return {};
    return Value::of_text(release_name(definition_->secret->name_template), use_.span);
  }

  Value secret_revision() const {
    if (!has_secret_) return {};
    Value value;
    value.kind = ValueKind::kTemplate;
    value.span = use_.span;
    value.parts.push_back({.expression = fmt::format("{}.secret_revision", use_.name)});
    return value;
  }

  Value later_parts(Value value, const std::string& path) {  // NOLINT(misc-no-recursion)
    int part = 0;
    for (TemplatePart& piece : value.parts) {
      if (piece.expression.empty()) continue;
      const std::string key = input_key(path, part++);
      into_.inputs.emplace_back(key, piece.expression);
      piece.expression = key;
    }
    for (std::size_t i = 0; i < value.items.size(); ++i) {
      value.items[i] = later_parts(std::move(value.items[i]), fmt::format("{}.{}", path, i));
    }
    std::erase_if(value.entries,
                  [](const Entry& entry) { return entry.value.kind == ValueKind::kNull; });
    for (Entry& entry : value.entries) {
      entry.value = later_parts(std::move(entry.value), path + "." + entry.key);
    }
    return value;
  }

  Value later(const std::string& output, std::string expression) {
    Value value;
    value.kind = ValueKind::kTemplate;
    value.span = use_.span;
    const std::string key = fmt::format("{}.{}", use_.name, output);
    value.parts.push_back({.text = {}, .expression = key, .references = {}});
    if (is_structured(output)) structured_inputs_.push_back(key);
    into_.inputs.emplace_back(key, std::move(expression));
    return value;
  }

  bool is_structured(const std::string& output) const {
    const auto found = std::ranges::find(use_.definition->outputs, output, &Output::name);
    if (found == use_.definition->outputs.end()) return false;
    const Type type = found->shape.type;
    return type == Type::kMap || type == Type::kList || type == Type::kObject;
  }

  // Some charts install and do nothing without a value: better said before anything is touched.
  void require(const Release& release, const ReleaseDefinition& definition) {
    for (const std::string& path : definition.required_values) {
      const Value* at = &release.values;
      for (std::size_t begin = 0; at != nullptr && begin <= path.size();) {
        const std::size_t end = std::min(path.find('.', begin), path.size());
        at = at->find(path.substr(begin, end - begin));
        begin = end + 1;
      }
      if (at != nullptr && is_given(*at)) continue;
      const bool written = at != nullptr && at->span && at->span != use_.span;
      diagnostics_.report(
          Code::kMissingKey, written ? at->span : use_.type_span,
          fmt::format("the chart `{}` does nothing without its value `{}`", release.chart.name,
                      path),
          written ? std::string("take it out here: then the chart gets the value that it needs")
                  : fmt::format("`opta help {}` lists the fields that it comes from",
                                use_.definition->type));
    }
  }

  const Layer& layer_;
  const ModuleUse& use_;
  Releases& into_;
  Diagnostics& diagnostics_;
  // Of the release that is being made:
  const ReleaseDefinition* definition_ = nullptr;
  bool has_secret_ = false;
  std::vector<std::string> structured_inputs_;
};

void replace_all(std::string& text, std::string_view key, std::string_view value) {
  for (std::size_t at = text.find(key); at != std::string::npos;
       at = text.find(key, at + value.size())) {
    text.replace(at, key.size(), value);
  }
}

}  // namespace

std::string kept_key(const Release& release, std::string_view value) {
  return fmt::format("{}.kept.{}", release.name, value);
}

std::string fill_names(std::string text, const Layer& layer, const ModuleUse& use) {
  const Layer& root = layer.root();
  replace_all(text, "{layer_name}", layer.name);
  replace_all(text, "{env_name}", root.name);
  replace_all(text, "{org_name}", root.org_name);
  replace_all(text, "{module_name}", use.name);
  replace_all(text, "{region}", root.provider.region);
  replace_all(text, "{account_id}", root.provider.account_id);
  return text;
}

Releases emit_releases(const Layer& layer, Diagnostics& diagnostics) {
  Releases releases;
  for (const ModuleUse& use : layer.modules) {
    if (use.definition->status != ModuleStatus::kBuilt) continue;
    ReleaseEmitter emitter(layer, use, releases, diagnostics);
    for (const ReleaseDefinition& definition : use.definition->releases) emitter.emit(definition);
  }
  std::ranges::sort(releases.inputs);
  releases.inputs.erase(std::ranges::unique(releases.inputs).begin(), releases.inputs.end());
  order_releases(layer, releases, diagnostics);
  return releases;
}

}  // namespace opta
