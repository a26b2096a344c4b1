#include "catalog/decode_module.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/text.h"
#include "catalog/decode_import.h"
#include "catalog/decode_link.h"
#include "catalog/decode_release.h"
#include "catalog/format.h"
#include "yaml/map_reader.h"

namespace opta {

namespace {

using yaml::Kind;
using yaml::MapReader;
using yaml::Node;

constexpr std::string_view kContexts[] = {"layer_name", "env_name",   "org_name", "module_name",
                                          "region",     "account_id", "tags"};
constexpr Type kTypes[] = {Type::kAny,     Type::kString, Type::kInteger, Type::kNumber,
                           Type::kBoolean, Type::kList,   Type::kMap,     Type::kObject};

class Decoder {
 public:
  explicit Decoder(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  // The keys of a shape; the caller takes the rest and finishes the reader. Depth is bounded by the
  // YAML reader's.
  Shape shape(MapReader& reader, const Node& node) {  // NOLINT(misc-no-recursion)
    Shape shape;
    shape.type = type(reader, node);
    shape.pattern = reader.take_text("pattern").value_or("");
    if (!shape.pattern.empty()) {
      shape.compiled_pattern = std::make_shared<const RE2>(shape.pattern, RE2::Quiet);
      if (!shape.compiled_pattern->ok()) {
        fault(node.find("pattern")->span,
              "the pattern is not RE2: " + shape.compiled_pattern->error());
      }
    }
    shape.format = reader.take_text("format").value_or("");
    if (!shape.format.empty() && !is_format(shape.format)) {
      fault(node.find("format")->span, "`format` is one of " + quoted_list(format_names(), "or"));
      shape.format.clear();
    }
    shape.one_of = reader.take_texts("one_of");
    shape.minimum = reader.take_integer("minimum");
    shape.maximum = reader.take_integer("maximum");
    shape.min_items = reader.take_integer("min_items");
    shape.max_items = reader.take_integer("max_items");
    if (const Node* items = reader.take("items", Kind::kMap)) shape.items.push_back(nested(*items));
    if (const Node* fields = reader.take("fields", Kind::kMap))
      shape.fields = this->fields(*fields);
    if (const Node* any_of = reader.take("any_of", Kind::kList)) {
      for (const Node& alternative : any_of->items) {
        shape.any_of.push_back(nested(alternative));
        if (is_file_format(shape.any_of.back().format))
          fault(alternative.span, "a path is no alternative to other shapes");
      }
    }
    return shape;
  }

  std::vector<Field> fields(const Node& map) {  // NOLINT(misc-no-recursion)
    std::vector<Field> fields;
    for (const yaml::Entry& entry : map.entries) {
      MapReader reader(entry.value, fmt::format("the input `{}`", entry.key), diagnostics_);
      Field field;
      field.name = entry.key;
      field.span = entry.key_span;
      field.shape = shape(reader, entry.value);
      field.description = reader.take_text("description").value_or("");
      field.required = reader.take_boolean("required").value_or(false);
      field.ignored = reader.take_text("ignored").value_or("");
      field.deprecated = reader.take_text("deprecated").value_or("");
      if (const Node* values = reader.take("deprecated_values", Kind::kMap)) {
        for (const yaml::Entry& value : values->entries)
          field.deprecated_values.emplace_back(value.key, value.value.text);
      }
      if (const yaml::Entry* value = reader.take("default");
          value && value->value.kind != Kind::kNull) {
        field.default_value = value->value;
      }
      reader.finish();
      fields.push_back(std::move(field));
    }
    return fields;
  }

  std::vector<Wire> wiring(const Node& map) {
    std::vector<Wire> wires;
    for (const yaml::Entry& entry : map.entries) {
      MapReader reader(entry.value, fmt::format("the wire `{}`", entry.key), diagnostics_);
      Wire wire{.name = entry.key, .context = reader.take_text("context").value_or("")};
      wire.optional = reader.take_boolean("optional").value_or(false);
      const std::string from = reader.take_text("from").value_or("");
      const std::string input = reader.take_text("input").value_or("");
      const std::string linked = reader.take_text("linked").value_or("");
      wire.linked = !linked.empty();
      wire.links = choice<LinkWire>(reader, entry.value, "links",
                                    {{"statements", LinkWire::kStatements},
                                     {"variables", LinkWire::kVariables},
                                     {"ca_bundle", LinkWire::kCaBundle}},
                                    LinkWire::kNone);
      const std::string& source = !from.empty() ? from : !linked.empty() ? linked : input;
      if (const std::size_t dot = source.find('.'); dot != std::string::npos) {
        wire.from_type = source.substr(0, dot);
        (input.empty() ? wire.from_output : wire.from_input) = source.substr(dot + 1);
      }
      const int sources = static_cast<int>(!wire.context.empty()) +
                          static_cast<int>(!from.empty()) + static_cast<int>(!input.empty()) +
                          static_cast<int>(wire.linked) +
                          static_cast<int>(wire.links != LinkWire::kNone);
      if (const yaml::Entry* value = reader.take("otherwise")) wire.otherwise = value->value;
      if (wire.otherwise.has_value() == wire.from_input.empty()) {
        fault(entry.key_span, "a wire to an input, and no other, says what holds `otherwise`");
      } else if (sources != 1 || (!source.empty() && wire.from_type.empty())) {
        fault(entry.key_span,
              "a wire has one of `context: NAME`, `from: TYPE.OUTPUT`, `input: TYPE.INPUT`, "
              "`linked: TYPE.OUTPUT` and `links: WHAT`");
      } else if (!wire.context.empty() &&
                 std::ranges::find(kContexts, wire.context) == std::end(kContexts)) {
        fault(entry.value.find("context")->span,
              "`context` is one of " +
                  quoted_list({std::begin(kContexts), std::end(kContexts)}, "or"));
      }
      reader.finish();
      wires.push_back(std::move(wire));
    }
    return wires;
  }

  std::vector<Output> outputs(const Node& map) {
    std::vector<Output> outputs;
    for (const yaml::Entry& entry : map.entries) {
      MapReader reader(entry.value, fmt::format("the output `{}`", entry.key), diagnostics_);
      Output output{.name = entry.key, .shape = shape(reader, entry.value)};
      output.description = reader.take_text("description").value_or("");
      output.exported = reader.take_boolean("export").value_or(true);
      output.yields = reader.take_boolean("yields").value_or(false);
      output.sensitive = reader.take_boolean("sensitive").value_or(false);
      output.secret = reader.take_boolean("secret").value_or(false);
      reader.finish();
      outputs.push_back(std::move(output));
    }
    return outputs;
  }

  ModuleCall call(const Node& node) {
    MapReader reader(node, "`calls`", diagnostics_);
    ModuleCall call{.source = reader.take_texts("source"),
                    .version = reader.take_text("version", true).value_or(""),
                    .inputs = reader.take_text("inputs", true).value_or("")};
    reader.finish();
    return call;
  }

  std::vector<Relation> relations(const Node& list) {
    std::vector<Relation> relations;
    for (const Node& item : list.items) {
      MapReader reader(item, "a check", diagnostics_);
      Relation relation{.kind = reader.take_text("kind", true).value_or(""),
                        .fields = reader.take_texts("fields"),
                        .span = item.span};
      if (auto field = reader.take_text("field"))
        relation.fields.insert(relation.fields.begin(), *field);
      relation.values = reader.take_texts("values");
      relation.when = reader.take_text("when").value_or("");
      for (const char* key : {"outer", "limit", "of"}) {
        if (auto other = reader.take_text(key)) relation.other = *other;
      }
      reader.finish();
      relations.push_back(std::move(relation));
    }
    return relations;
  }

  std::vector<NameLimit> name_limits(const Node& list) {
    std::vector<NameLimit> limits;
    for (const Node& item : list.items) {
      MapReader reader(item, "a name", diagnostics_);
      limits.push_back({.name_template = reader.take_text("template", true).value_or(""),
                        .limit = static_cast<std::size_t>(reader.take_integer("limit").value_or(0)),
                        .what = reader.take_text("what", true).value_or("")});
      reader.finish();
    }
    return limits;
  }

  std::vector<Notice> notices(const Node& list) {
    std::vector<Notice> notices;
    for (const Node& item : list.items) {
      MapReader reader(item, "a notice", diagnostics_);
      notices.push_back({.when = reader.take_text("when", true).value_or(""),
                         .field = reader.take_text("field", true).value_or(""),
                         .message = reader.take_text("message", true).value_or(""),
                         .help = reader.take_text("help", true).value_or(""),
                         .is_error = reader.take_boolean("error").value_or(false)});
      reader.finish();
    }
    return notices;
  }

  PreviewDefinition preview(const Node& node, const ModuleDefinition& module) {
    MapReader reader(node, "`preview`", diagnostics_);
    PreviewDefinition preview{.hosts = reader.take_texts("hosts"),
                              .unwired = reader.take_texts("unwired"),
                              .refused = reader.take_text("refused").value_or(""),
                              .unjudged = reader.take_text("unjudged").value_or("")};
    if (const Node* fixed = reader.take("fixed", Kind::kMap)) preview.fixed = fixed->entries;
    reader.finish();
    std::vector<std::string> inputs = preview.hosts;
    for (const yaml::Entry& entry : preview.fixed) inputs.push_back(entry.key);
    for (const std::string& input : inputs) {
      if (find_field(module.inputs, input) == nullptr)
        fault(node.span, fmt::format("`{}` is no input", input));
    }
    for (const std::string& wire : preview.unwired) {
      if (std::ranges::find(module.wiring, wire, &Wire::name) == module.wiring.end())
        fault(node.span, fmt::format("`{}` is no wire", wire));
    }
    return preview;
  }

  template <class Enum>
  Enum choice(MapReader& reader, const Node& root, std::string_view key,
              std::initializer_list<std::pair<std::string_view, Enum>> choices, Enum fallback) {
    const std::optional<std::string> text = reader.take_text(key);
    if (!text) return fallback;
    std::vector<std::string> names;
    for (const auto& [name, value] : choices) {
      if (name == *text) return value;
      names.emplace_back(name);
    }
    fault(root.find(key)->span, fmt::format("`{}` is one of {}", key, quoted_list(names, "or")));
    return fallback;
  }

 private:
  void fault(Span span, std::string message) {
    diagnostics_.report(Code::kValueNotAllowed, span, std::move(message));
  }

  Shape nested(const Node& node) {  // NOLINT(misc-no-recursion)
    MapReader reader(node, "a shape", diagnostics_);
    Shape result = shape(reader, node);
    reader.take("description");
    reader.finish();
    return result;
  }

  Type type(MapReader& reader, const Node& node) {
    const std::optional<std::string> text = reader.take_text("type");
    if (!text) return Type::kAny;
    std::vector<std::string> names;
    for (const Type type : kTypes) {
      if (to_string(type) == *text) return type;
      names.emplace_back(to_string(type));
    }
    fault(node.find("type")->span, "`type` is one of " + quoted_list(names, "or"));
    return Type::kAny;
  }

  Diagnostics& diagnostics_;
};

}  // namespace

std::optional<ModuleDefinition> decode_module(const Node& root, std::string folder,
                                              Diagnostics& diagnostics) {
  if (root.kind != Kind::kMap) {
    diagnostics.report(Code::kWrongType, root.span, "a module.yaml is a map");
    return std::nullopt;
  }
  Decoder decoder(diagnostics);
  MapReader reader(root, "a module.yaml", diagnostics);
  ModuleDefinition module;
  module.type = reader.take_text("type", true).value_or("");
  module.aliases = reader.take_texts("aliases");
  module.cloud = reader.take_text("cloud", true).value_or("");
  module.summary = reader.take_text("summary", true).value_or("");
  module.description = reader.take_text("description").value_or("");
  module.folder = std::move(folder);
  module.placement = decoder.choice<Placement>(reader, root, "placement",
                                               {{"any", Placement::kAny},
                                                {"environment", Placement::kEnvironment},
                                                {"service", Placement::kService}},
                                               Placement::kAny);
  module.status = decoder.choice<ModuleStatus>(
      reader, root, "status",
      {{"built", ModuleStatus::kBuilt}, {"planned", ModuleStatus::kPlanned}}, ModuleStatus::kBuilt);
  module.unique = reader.take_boolean("unique").value_or(false);
  module.required_types = reader.take_texts("requires");
  module.used_types = reader.take_texts("uses");
  module.all_inputs_to_terraform = root.find("terraform_inputs") == nullptr;
  module.terraform_inputs = reader.take_texts("terraform_inputs");
  if (const Node* call = reader.take("calls", Kind::kMap)) module.call = decoder.call(*call);
  if (const Node* releases = reader.take("releases", Kind::kList)) {
    module.releases = decode_releases(*releases, diagnostics);
  }
  if (const Node* inputs = reader.take("inputs", Kind::kMap))
    module.inputs = decoder.fields(*inputs);
  if (const Node* wiring = reader.take("wiring", Kind::kMap))
    module.wiring = decoder.wiring(*wiring);
  if (const Node* outputs = reader.take("outputs", Kind::kMap))
    module.outputs = decoder.outputs(*outputs);
  if (const Node* link = reader.take("link", Kind::kMap))
    module.link = decode_link(*link, module, diagnostics);
  module.state_modules_input = reader.take_text("state_modules").value_or("");
  module.rotated_resource = reader.take_text("rotate").value_or("");
  if (const Node* import = reader.take("import", Kind::kMap))
    module.import = decode_import(*import, module, diagnostics);
  if (const Node* checks = reader.take("checks", Kind::kList))
    module.relations = decoder.relations(*checks);
  if (const Node* names = reader.take("names", Kind::kList))
    module.name_limits = decoder.name_limits(*names);
  if (const Node* notices = reader.take("notices", Kind::kList))
    module.notices = decoder.notices(*notices);
  if (const Node* preview = reader.take("preview", Kind::kMap))
    module.preview = decoder.preview(*preview, module);
  reader.finish();
  return module;
}

}  // namespace opta
