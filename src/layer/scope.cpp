#include "layer/scope.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/suggest.h"
#include "base/text.h"
#include "layer/message.h"
#include "layer/template.h"

namespace opta {

namespace {

struct Fault {
  Code code;
  std::string message;
  std::string help;
};

class Interpolator {
 public:
  Interpolator(const Scope& scope, const SourceMap& sources, Diagnostics& diagnostics)
      : scope_(scope), sources_(sources), diagnostics_(diagnostics) {}

  Value value(const yaml::Node& node) {  // NOLINT(misc-no-recursion): the reader limits the depth
    if (node.kind == yaml::Kind::kString && is_template(node.text)) return text(node);
    Value result = scalar_value(node);
    for (const yaml::Node& item : node.items) result.items.push_back(value(item));
    for (const yaml::Entry& entry : node.entries) {
      result.entries.push_back({entry.key, entry.key_span, value(entry.value)});
    }
    return result;
  }

 private:
  Value text(const yaml::Node& node) {
    const std::vector<TemplatePiece> pieces = parse_template(node.text);
    std::vector<Value> values;
    values.reserve(pieces.size());
    for (const TemplatePiece& piece : pieces)
      values.push_back(piece_value(piece, span_of(piece, node)));
    if (values.size() == 1) {
      values[0].span = node.span;
      return std::move(values[0]);
    }
    return concatenate(std::move(values), node.span);
  }

  // Texts join to a text; a part that is known later makes the whole a template.
  Value concatenate(std::vector<Value> values, Span span) {
    Value result = Value::of_text({}, span);
    std::vector<TemplatePart> parts;
    for (Value& value : values) {
      if (!is_scalar(value)) value = no_text(value);
      if (value.kind == ValueKind::kUnknown || value.kind == ValueKind::kTemplate) {
        parts.insert(parts.end(), value.parts.begin(), value.parts.end());
        if (result.kind != ValueKind::kUnknown) result.kind = value.kind;
      } else if (!parts.empty() && parts.back().expression.empty()) {
        parts.back().text += value.text;
      } else {
        parts.push_back({.text = value.text});
      }
    }
    if (result.kind != ValueKind::kString) {
      result.parts = std::move(parts);
    } else if (!parts.empty()) {
      result.text = std::move(parts[0].text);
    }
    return result;
  }

  // Lists and maps have no text; a null has none that would be meant.
  static bool is_scalar(const Value& value) {
    return value.kind != ValueKind::kList && value.kind != ValueKind::kMap &&
           value.kind != ValueKind::kNull;
  }

  Value no_text(const Value& value) {
    return fail(value.span, Code::kWrongType,
                fmt::format("{} cannot stand inside a text", describe(value.kind)),
                "a text that is `{vars.NAME}` and nothing else becomes the whole value");
  }

  Value piece_value(const TemplatePiece& piece, Span span) {
    if (has_said_enough(diagnostics_)) return unknown(span);
    switch (piece.kind) {
      case TemplatePiece::Kind::kText:
        return Value::of_text(piece.text, span);
      case TemplatePiece::Kind::kFault:
        diagnostics_.report(Code::kInterpolationSyntax, span, piece.text, piece.help);
        return unknown(span);
      case TemplatePiece::Kind::kName:
        if (scope_.expansion->exhausted()) return unknown(span);  // that was said already
        return counted(padded(name(piece.text, span), piece.format, span));
      case TemplatePiece::Kind::kExpression:
        return expression(piece.text, span);
    }
    return {};
  }

  Value counted(Value value) {
    if (scope_.expansion->take(value)) return value;
    return fail(value.span, Code::kYamlLimit, "the file's variables fill in too much",
                fmt::format("at most {} values and {} bytes in all", Expansion::kValuesMax,
                            Expansion::kBytesMax));
  }

  // `[[fill]align]width` of Python's format language, which the original's files may use.
  Value padded(Value value, const std::string& format, Span span) {
    if (format.empty() || value.kind == ValueKind::kUnknown) return value;
    static const RE2 pattern("(?:(.?)([<>^]))?([0-9]{1,3})");
    std::string fill, align;
    int width = 0;
    if (!value.is_known() || !is_scalar(value) ||
        !RE2::FullMatch(format, pattern, &fill, &align, &width)) {
      return fail(span, Code::kInterpolationSyntax,
                  fmt::format("the format `{}` cannot be applied", shown(format)),
                  "a format is a width with `<`, `>` or `^` before it");
    }
    const std::size_t size = display_width(value.text);
    const std::size_t missing =
        size < static_cast<std::size_t>(width) ? static_cast<std::size_t>(width) - size : 0;
    if (align.empty()) align = value.kind == ValueKind::kString ? "<" : ">";
    const std::size_t left = align == ">" ? missing : align == "^" ? missing / 2 : 0;
    if (fill.empty()) fill = " ";
    std::string text;
    for (std::size_t i = 0; i < left; ++i) text += fill;
    text += value.text;
    for (std::size_t i = left; i < missing; ++i) text += fill;
    return Value::of_text(std::move(text), span);
  }

  // The piece's own place, when the text stands in the file as it is; else the whole value's.
  Span span_of(const TemplatePiece& piece, const yaml::Node& node) const {
    if (!node.span) return node.span;
    const std::uint32_t quote = node.style == yaml::Style::kQuoted ? 1 : 0;
    const Span inner{node.span.source, node.span.begin + quote, node.span.end - quote};
    if (inner.end < inner.begin || sources_.text(inner) != node.text) return node.span;
    return {inner.source, inner.begin + static_cast<std::uint32_t>(piece.begin),
            inner.begin + static_cast<std::uint32_t>(piece.end)};
  }

  Value fail(Span span, Code code, std::string message, std::string help) {
    diagnostics_.report(code, span, std::move(message), std::move(help));
    return unknown(span);
  }

  static Value unknown(Span span) {
    Value value;
    value.kind = ValueKind::kUnknown;
    value.span = span;
    return value;
  }

  Value name(const std::string& text, Span span) {
    const std::size_t dot = text.find('.');
    const std::string head = text.substr(0, dot);
    const std::string tail = dot == std::string::npos ? std::string() : text.substr(dot + 1);
    if (tail.empty()) {
      if (const auto known = simple_name(head)) return Value::of_text(*known, span);
    } else if (head == "vars" || head == "variables") {
      return variable(tail, span);
    } else if (head == "parent") {
      return parent_output(tail, span);
    } else if (head == "module") {
      return expression(text, span);
    } else if (scope_.provider != nullptr && head == scope_.provider->cloud) {
      if (tail == "region") return Value::of_text(scope_.provider->region, span);
      if (tail == "account_id") return Value::of_text(scope_.provider->account_id, span);
    }
    std::string help = did_you_mean(text, known_names());
    if (help.empty()) help = fmt::format("known here: {}", quoted_list(known_names()));
    return fail(span, Code::kUnknownReference,
                fmt::format("`{{{}}}` is not known here", shown(text)), std::move(help));
  }

  std::optional<std::string> simple_name(std::string_view name) const {
    if (name == "layer_name") return scope_.layer_name;
    if (name == "parent_name") return scope_.parent_name.empty() ? "nil" : scope_.parent_name;
    if (name == "env") return scope_.environment_name;
    if (name == "state_storage") return scope_.state_bucket;
    if (name == "kubeconfig") return "~/.kube/config";
    if (name == "region" && scope_.provider != nullptr) return scope_.provider->region;
    return std::nullopt;
  }

  std::vector<std::string> known_names() const {
    std::vector<std::string> names = {"env", "layer_name", "parent_name"};
    if (scope_.provider != nullptr && scope_.provider->cloud == "aws") {
      names.insert(names.end(), {"aws.region", "aws.account_id", "region"});
    }
    for (const auto& [name, variable] : scope_.variables) names.push_back("vars." + name);
    if (scope_.parent != nullptr) names.push_back("parent.OUTPUT");
    if (scope_.modules != nullptr) names.push_back("module.NAME.OUTPUT");
    return names;
  }

  Value variable(const std::string& name, Span span) {
    const auto found = scope_.variables.find(name);
    if (found == scope_.variables.end()) {
      std::string help = did_you_mean(name, names_of(std::views::keys(scope_.variables)));
      if (help.empty())
        help = fmt::format("declare it: `input_variables: [{{name: {}}}]`", shown(name));
      return fail(span, Code::kUnknownVariable,
                  fmt::format("the variable `{}` is not declared", shown(name)), std::move(help));
    }
    Value value = found->second.value;
    if (!found->second.has_value) value.kind = ValueKind::kUnknown;
    value.span = span;
    return value;
  }

  Value parent_output(const std::string& key, Span span) {
    if (scope_.parent == nullptr) {
      return fail(span, Code::kUnknownReference, "an environment has no parent",
                  fmt::format("the output of a module of this file is `${{{{module.NAME.{}}}}}`",
                              shown(key)));
    }
    if (const auto found = scope_.parent_outputs.find(key); found != scope_.parent_outputs.end()) {
      // Nothing is made for a planned module (a warning said so); emit refuses the value where
      // something needs it.
      if (found->second->module->definition->status == ModuleStatus::kPlanned) return unknown(span);
      return reference({.target = Reference::Target::kParent, .output = key, .span = span});
    }
    const std::vector<std::string> keys = names_of(scope_.parent->exports, &ExportedOutput::key);
    std::string help = did_you_mean(key, keys);
    if (help.empty()) help = fmt::format("its outputs are {}", quoted_list(keys));
    return fail(
        span, Code::kUnknownOutput,
        fmt::format("the environment `{}` has no output `{}`", scope_.parent->name, shown(key)),
        std::move(help));
  }

  Value reference(Reference reference) {
    if (!scope_.references_allowed) {
      return fail(reference.span, Code::kReferenceNotAllowed,
                  "this value must be known before the apply", "use a variable or a plain value");
    }
    return Value::of_reference(std::move(reference));
  }

  // A Terraform expression; every `module.NAME.OUTPUT` in it is checked.
  Value expression(const std::string& text, Span span) {
    TemplatePart part{.expression = text};
    bool sound = true, built = true;
    for (std::size_t at = text.find("module."); at != std::string::npos;
         at = text.find("module.", at + 1)) {
      if (at > 0 && (text[at - 1] == '.' || text[at - 1] == '_' ||
                     std::isalnum(static_cast<unsigned char>(text[at - 1])))) {
        continue;
      }
      auto found = module_reference(std::string_view(text).substr(at + 7), span, built);
      if (found) {
        part.references.push_back(*std::move(found));
      } else {
        sound = false;
      }
    }
    Value value;
    value.span = span;
    value.kind = sound && built ? ValueKind::kTemplate : ValueKind::kUnknown;
    if (sound && !scope_.references_allowed) return reference({.span = span});
    value.parts.push_back(std::move(part));
    return value;
  }

  // `rest` begins after "module."; `built` becomes false when nothing is made for the module.
  std::optional<Reference> module_reference(std::string_view rest, Span span, bool& built) {
    const std::string_view name = take_word(rest);
    const std::string_view output =
        rest.starts_with('.') ? (rest.remove_prefix(1), take_word(rest)) : std::string_view();
    const ModuleUse* use = nullptr;
    if (scope_.modules != nullptr) {
      const auto found = std::ranges::find(*scope_.modules, name, &ModuleUse::name);
      if (found != scope_.modules->end()) use = &*found;
    }
    if (use == nullptr) {
      std::vector<std::string> names;
      if (scope_.modules != nullptr) names = names_of(*scope_.modules, &ModuleUse::name);
      std::string help = did_you_mean(name, names);
      if (help.empty() && !names.empty())
        help = fmt::format("its modules are {}", quoted_list(names));
      fail(span, Code::kUnknownModule, fmt::format("this file has no module `{}`", shown(name)),
           std::move(help));
      return std::nullopt;
    }
    const bool planned = use->definition->status == ModuleStatus::kPlanned;
    // What it will offer is not known, or only when its files are read (layer/module_call.h).
    const bool open = use->definition->call || (planned && use->definition->outputs.empty());
    if (!open && use->definition->find_output(output) == nullptr) {
      const std::vector<std::string> outputs = names_of(use->definition->outputs, &Output::name);
      std::string help = did_you_mean(output, outputs);
      if (help.empty())
        help = outputs.empty() ? "it has no outputs"
                               : fmt::format("its outputs are {}", quoted_list(outputs));
      fail(span, Code::kUnknownOutput,
           fmt::format("`{}` ({}) has no output `{}`", name, use->definition->type, shown(output)),
           std::move(help));
      return std::nullopt;
    }
    if (planned) built = false;
    return Reference{.module = std::string(name), .output = std::string(output), .span = span};
  }

  static std::string_view take_word(std::string_view& rest) {
    std::size_t length = 0;
    while (length < rest.size() && (std::isalnum(static_cast<unsigned char>(rest[length])) ||
                                    rest[length] == '_' || rest[length] == '-')) {
      ++length;
    }
    const std::string_view word = rest.substr(0, length);
    rest.remove_prefix(length);
    return word;
  }

  const Scope& scope_;
  const SourceMap& sources_;
  Diagnostics& diagnostics_;
};

}  // namespace

Value interpolate(const yaml::Node& node, const Scope& scope, const SourceMap& sources,
                  Diagnostics& diagnostics) {
  return Interpolator(scope, sources, diagnostics).value(node);
}

}  // namespace opta
