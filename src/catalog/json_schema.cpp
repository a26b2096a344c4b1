#include "catalog/json_schema.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "catalog/format.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

// Any text with a brace may become anything once it is filled in.
Json interpolated() {
  return Json{{"type", "string"}, {"pattern", "[{]"}};
}

Json either(Json plain) {
  return Json{{"anyOf", Json::array({std::move(plain), interpolated(), Json{{"type", "null"}}})}};
}

Json texts(const std::vector<std::string>& values) {
  Json list = Json::array();
  for (const std::string& value : values) list.push_back(value);
  return list;
}

// Those of the values that are numbers, as numbers.
Json numbers(const std::vector<std::string>& values) {
  Json list = Json::array();
  for (const std::string& value : values) {
    Json number = Json::parse(value, nullptr, false);
    if (number.is_number()) list.push_back(std::move(number));
  }
  return list;
}

// A text of the file's own keys. What YAML takes for a number or a boolean is taken as it was
// written; only a text has a pattern to fit.
Json text_schema(std::string_view pattern = {}) {
  Json schema{{"type", Json::array({"string", "number", "boolean"})}};
  if (!pattern.empty()) schema["pattern"] = pattern;
  return schema;
}

Json fields_schema(const std::vector<Field>& fields);

Json number_schema(const Shape& shape, std::string_view type, std::string_view quoted) {
  Json number{{"type", type}};
  if (shape.minimum) number["minimum"] = *shape.minimum;
  if (shape.maximum) number["maximum"] = *shape.maximum;
  if (!shape.one_of.empty()) number["enum"] = numbers(shape.one_of);
  return Json{{"anyOf", Json::array({number, Json{{"type", "string"}, {"pattern", quoted}},
                                     interpolated(), Json{{"type", "null"}}})}};
}

Json string_schema(const Shape& shape) {
  if (!shape.one_of.empty()) {
    // Texts that look like numbers, such as versions, are often written without quotes.
    Json allowed = texts(shape.one_of);
    for (Json& number : numbers(shape.one_of)) allowed.push_back(std::move(number));
    return either(Json{{"enum", allowed}});
  }
  if (!shape.pattern.empty())
    return either(Json{{"type", "string"}, {"pattern", "^(" + shape.pattern + ")$"}});
  return Json{{"type", Json::array({"string", "number", "boolean", "null"})}};
}

Json shape_schema(const Shape& shape) {  // NOLINT(misc-no-recursion): as deep as module.yaml
  if (!shape.any_of.empty()) {
    Json alternatives = Json::array();
    for (const Shape& alternative : shape.any_of) alternatives.push_back(shape_schema(alternative));
    return Json{{"anyOf", alternatives}};
  }
  switch (shape.type) {
    case Type::kAny:
      return Json::object();
    case Type::kString:
      return string_schema(shape);
    case Type::kInteger:
      return number_schema(shape, "integer", "^\\s*-?[0-9]+\\s*$");
    case Type::kNumber:
      return number_schema(shape, "number", "^\\s*-?[0-9.]+([eE][-+]?[0-9]+)?\\s*$");
    case Type::kBoolean:
      return either(Json{{"enum", Json::array({true, false, "true", "false", "True", "False"})}});
    case Type::kList: {
      Json list{{"type", "array"}};
      if (!shape.items.empty()) list["items"] = shape_schema(shape.items[0]);
      if (shape.min_items) list["minItems"] = *shape.min_items;
      if (shape.max_items) list["maxItems"] = *shape.max_items;
      return either(list);
    }
    case Type::kMap: {
      Json map{{"type", "object"}};
      if (!shape.items.empty()) map["additionalProperties"] = shape_schema(shape.items[0]);
      return either(map);
    }
    case Type::kObject:
      return either(fields_schema(shape.fields));
  }
  return Json::object();
}

Json field_schema(const Field& field) {  // NOLINT(misc-no-recursion): as deep as module.yaml
  Json schema = shape_schema(field.shape);
  std::string text = field.description;
  if (is_file_format(field.shape.format))
    text += fmt::format("\nThe path of {}, relative to the folder of this file or absolute.",
                        file_meaning(field.shape.format));
  if (!field.ignored.empty()) text += "\nNo effect: " + field.ignored;
  if (!field.deprecated.empty()) text += "\nOutdated: " + field.deprecated;
  if (!text.empty()) schema["description"] = text;
  if (!field.deprecated.empty() || !field.ignored.empty()) schema["deprecated"] = true;
  return schema;
}

Json fields_schema(
    const std::vector<Field>& fields) {  // NOLINT(misc-no-recursion): as deep as module.yaml
  Json object{{"type", "object"}, {"additionalProperties", false}, {"properties", Json::object()}};
  Json required = Json::array();
  for (const Field& field : fields) {
    object["properties"][field.name] = field_schema(field);
    if (field.required) required.push_back(field.name);
  }
  if (!required.empty()) object["required"] = required;
  return object;
}

Json module_schema(const ModuleDefinition& module) {
  Json object = fields_schema(module.inputs);
  object["properties"]["type"] = Json::object();
  object["properties"]["name"] =
      Json{{"description", "The module's name in this file; default: the type without hyphens"}};
  object["properties"]["depends_on"] =
      Json{{"type", Json::array({"array", "null"})},
           {"description", "Modules of this file that are made before this one"}};
  if (module.takes_tags()) {
    object["properties"]["tags"] =
        Json{{"type", Json::array({"object", "null"})},
             {"additionalProperties", Json{{"type", Json::array({"string", "number", "boolean"})}}},
             {"description", "Tags of yours for what the module makes, beside Opta's own"}};
  }
  object["description"] = module.summary;
  return object;
}

Json modules_schema(const Catalog& catalog, std::string_view cloud) {
  Json choices = Json::array();
  for (const ModuleDefinition& module : catalog.modules()) {
    if (module.cloud != cloud && module.cloud != "any") continue;
    Json names = texts(module.aliases);
    names.push_back(module.type);
    choices.push_back(Json{{"if", Json{{"properties", Json{{"type", Json{{"enum", names}}}}},
                                       {"required", Json::array({"type"})}}},
                           {"then", module_schema(module)}});
  }
  Json type{{"enum", texts(catalog.type_names(cloud))},
            {"description", "The module's full or generic type"}};
  Json name = text_schema("^[A-Za-z][A-Za-z0-9]{0,254}$");
  name["type"].push_back("null");
  Json item{{"type", "object"},
            {"required", Json::array({"type"})},
            {"properties", Json{{"type", type}, {"name", std::move(name)}}},
            {"allOf", choices}};
  return Json{{"type", "array"}, {"items", item}};
}

Json variables_schema() {
  Json item{{"type", "object"},
            {"required", Json::array({"name"})},
            {"additionalProperties", false},
            {"properties", Json{{"name", text_schema()},
                                {"default", Json::object()},
                                {"description", Json::object()}}}};
  return Json{{"type", Json::array({"array", "null"})}, {"items", item}};
}

Json environments_schema() {
  const Json map{{"type", Json::array({"object", "null"})}};
  Json item{
      {"type", "object"},
      {"required", Json::array({"name", "path"})},
      {"additionalProperties", false},
      {"properties", Json{{"name", text_schema()},
                          {"path", Json{{"type", "string"},
                                        {"description",
                                         "The environment's file: relative to this one, absolute, "
                                         "or git@HOST:ORG/REPO.git//PATH?ref=BRANCH"}}},
                          {"variables", map},
                          {"vars", map}}}};
  return Json{{"type", "array"}, {"minItems", 1}, {"items", item}};
}

Json gitops_schema() {
  const auto described = [](Json schema, const char* text) {
    schema["description"] = text;
    return schema;
  };
  Json properties;
  properties["tool"] = described(either(Json{{"enum", Json::array({"argocd", "flux"})}}),
                                 "Who deploys the service in Opta's place");
  properties["repository"] =
      described(text_schema(), "The repository's URL, without credentials: https://…, ssh://…");
  properties["path"] =
      described(either(text_schema()), "Its folder with the manifests; default: the layer's name");
  properties["branch"] = described(either(text_schema()), "Default: main");
  properties["namespace"] =
      described(either(text_schema()), "Of the tool; default: argocd or flux-system");
  properties["secret"] = described(
      either(text_schema()), "Flux: the Secret in its namespace with the repository's credentials");
  return Json{{"type", Json::array({"object", "null"})},
              {"required", Json::array({"tool", "repository"})},
              {"additionalProperties", false},
              {"properties", std::move(properties)},
              {"description", "Services only: what deploys the Helm releases in Opta's place"}};
}

// Which fields a module has depends on its type, which stands elsewhere in the file.
Json preview_schema() {
  Json expires = text_schema("^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$");
  expires["type"].push_back("null");
  expires["description"] =
      "How long a preview lasts after its last apply: 12h, 1d12h; 3d if not written";
  const Json fields{{"type", Json::array({"object", "null"})}};
  Json modules{{"type", Json::array({"object", "null"})},
               {"additionalProperties", fields},
               {"description", "Fields that differ in a preview, by the module's name"}};
  return Json{
      {"type", Json::array({"object", "null"})},
      {"additionalProperties", false},
      {"properties", Json{{"expires", std::move(expires)}, {"modules", std::move(modules)}}},
      {"description", "What is different in a preview of this layer; services only"}};
}

Json waivers_schema() {
  Json promise = text_schema("^[A-Z0-9]+-[0-9]{2}$");
  promise["description"] = "Which one: `opta verify --list` shows them";
  Json module = text_schema();
  module["description"] = "Its resources alone; else all of the file";
  Json reason = text_schema();
  reason["minLength"] = 1;
  reason["description"] = "Why it may be broken here";
  Json expires = text_schema("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
  expires["description"] = "The last day on which the waiver counts";
  const Json item{
      {"type", "object"},
      {"required", Json::array({"promise", "reason", "expires"})},
      {"additionalProperties", false},
      {"properties",
       Json{{"promise", promise}, {"module", module}, {"reason", reason}, {"expires", expires}}}};
  return Json{{"type", Json::array({"array", "null"})},
              {"maxItems", 100},
              {"items", item},
              {"description", "Security promises that may be broken here until a day"}};
}

Json providers_schema() {
  Json aws{{"type", "object"},
           {"required", Json::array({"region", "account_id"})},
           {"additionalProperties", false},
           {"properties", Json{{"region", Json{{"type", "string"}}},
                               {"account_id", Json{{"type", Json::array({"string", "integer"})},
                                                   {"pattern", "^[0-9]{1,12}$|[{]"},
                                                   {"minimum", 0},
                                                   {"maximum", 999'999'999'999}}}}}};
  return Json{{"type", "object"},
              {"minProperties", 1},
              {"maxProperties", 1},
              {"properties", Json{{"aws", aws}}}};
}

}  // namespace

std::string json_schema(const Catalog& catalog, std::string_view cloud) {
  Json properties;
  properties["name"] = text_schema("^[A-Za-z0-9-]{1,255}$");
  properties["name"]["description"] = "The layer's name: letters, digits, hyphens";
  properties["org_name"] = text_schema("^[a-z0-9-]{0,15}$");
  properties["org_name"]["description"] = "The organisation; environments only";
  properties["providers"] = providers_schema();
  properties["environments"] = environments_schema();
  properties["input_variables"] = variables_schema();
  properties["gitops"] = gitops_schema();
  properties["modules"] = modules_schema(catalog, cloud);
  properties["preview"] = preview_schema();
  properties["waivers"] = waivers_schema();
  Json schema;
  schema["$schema"] = "http://json-schema.org/draft-07/schema#";
  schema["title"] = "Opta environment or service";
  schema["type"] = "object";
  schema["required"] = Json::array({"name", "modules"});
  schema["additionalProperties"] = false;
  schema["properties"] = properties;
  return schema.dump(2) + "\n";
}

}  // namespace opta
