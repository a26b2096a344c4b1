// Values against JSON Schemas: known ones as an independent validator judges them, and those of
// which parts are known only after an apply.
#include "emit/schema_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "catalog/library.h"
#include "emit/chart_values.h"
#include "yaml/read.h"

#if __has_include(<valijson/validator.hpp>)
#define OPTA_VALIJSON
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>
#endif

namespace opta {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// YAML, for JSON is YAML. The text `?` is a value that only an apply can tell, `?text` one that is
// text for certain.
Value value_of(const std::string& text) {
  SourceMap sources;
  Diagnostics diagnostics;
  const auto node = yaml::read(sources, sources.add("values.yaml", "v: " + text), diagnostics);
  struct Unknown {
    static void mark(Value& value) {
      if (value.text == "?" || value.text == "?text") {
        value.kind = ValueKind::kTemplate;
        value.parts.push_back({.expression = "module.a.b"});
        if (value.text == "?text") value.parts.push_back({.text = "text"});
      }
      for (Value& item : value.items) mark(item);
      for (Entry& entry : value.entries) mark(entry.value);
    }
  };
  Value value = plain_value(*node->find("v"));
  Unknown::mark(value);
  return value;
}

std::vector<std::string> faults(const std::string& schema, const std::string& value) {
  std::vector<std::string> list;
  for (const SchemaFault& fault : check_schema(json::parse(schema), value_of(value)))
    list.push_back(fault.path + ": " + fault.message);
  return list;
}

// One schema for each keyword, with values that fit and values that do not.
struct Case {
  const char* schema;
  std::vector<const char*> fit;
  std::vector<const char*> refused;
};
const std::vector<Case> kCases = {
    {R"({"type": "integer"})", {"1", "-3"}, {"1.5", "\"1\"", "null", "[]"}},
    {R"({"type": ["string", "null"]})", {"\"\"", "null"}, {"0", "{}", "true"}},
    {R"({"type": "number"})", {"1", "1.5"}, {"\"x\"", "false"}},
    {R"({"enum": ["a", 1, null, [1], {"b": 2}]})",
     {"\"a\"", "1", "null", "[1]", "{\"b\": 2}"},
     {"\"b\"", "2", "[2]", "{\"b\": 3}", "{}", "true"}},
    {R"({"const": {"a": [1, 2.0]}})", {"{\"a\": [1, 2]}"}, {"{\"a\": [2, 1]}", "1"}},
    {R"({"minimum": 1, "maximum": 3})", {"1", "3", "2.5", "\"x\""}, {"0", "3.5"}},
    {R"({"exclusiveMinimum": 1, "exclusiveMaximum": 3})", {"2", "1.5"}, {"1", "3"}},
    {R"({"multipleOf": 0.5})", {"1", "2.5"}, {"0.3"}},
    {R"({"minLength": 2, "maxLength": 3})", {"\"ab\"", "\"äöü\"", "1"}, {"\"a\"", "\"abcd\""}},
    {R"({"pattern": "^[a-z]+$"})", {"\"ab\"", "1"}, {"\"a1\"", "\"\""}},
    {R"({"pattern": "b"})", {"\"abc\""}, {"\"ac\""}},
    {R"({"items": {"type": "integer"}, "minItems": 1, "maxItems": 2})",
     {"[1]", "[1, 2]", "\"x\""},
     {"[]", "[1, 2, 3]", "[\"a\"]"}},
    {R"({"items": [{"type": "integer"}, {"type": "string"}], "additionalItems": false})",
     {"[]", "[1]", "[1, \"a\"]"},
     {"[\"a\"]", "[1, 2]", "[1, \"a\", 3]"}},
    {R"({"uniqueItems": true})", {"[1, 2]", "[[1], [2]]"}, {"[1, 1]", "[{\"a\": 1}, {\"a\": 1}]"}},
    {R"({"contains": {"type": "integer"}})", {"[\"a\", 1]", "{}"}, {"[\"a\"]", "[]"}},
    {R"({"required": ["a"], "properties": {"a": {"type": "integer"}}})",
     {"{\"a\": 1}", "{\"a\": 1, \"b\": 2}", "1"},
     {"{}", "{\"a\": \"x\"}"}},
    {R"({"properties": {"a": {}}, "patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": false})",
     {"{\"a\": 1, \"x-b\": \"c\"}", "{}"},
     {"{\"b\": 1}", "{\"x-b\": 1}"}},
    {R"({"additionalProperties": {"type": "integer"}})", {"{\"a\": 1}"}, {"{\"a\": \"x\"}"}},
    {R"({"propertyNames": {"pattern": "^[a-z]$"}})", {"{\"a\": 1}"}, {"{\"ab\": 1}"}},
    {R"({"minProperties": 1, "maxProperties": 1})", {"{\"a\": 1}"}, {"{}", "{\"a\": 1, \"b\": 2}"}},
    {R"({"dependencies": {"a": ["b"], "c": {"required": ["d"]}}})",
     {"{}", "{\"a\": 1, \"b\": 1}", "{\"c\": 1, \"d\": 1}"},
     {"{\"a\": 1}", "{\"c\": 1}"}},
    {R"({"allOf": [{"minimum": 1}, {"maximum": 3}]})", {"2"}, {"0", "4"}},
    {R"({"anyOf": [{"type": "string"}, {"minimum": 3}]})", {"\"a\"", "3"}, {"2"}},
    {R"({"oneOf": [{"minimum": 3}, {"multipleOf": 2}]})", {"2", "3"}, {"1", "4"}},
    {R"({"not": {"type": "string"}})", {"1"}, {"\"a\""}},
    {R"({"if": {"type": "integer"}, "then": {"minimum": 1}, "else": {"type": "string"}})",
     {"1", "\"a\""},
     {"0", "[]"}},
    {R"({"definitions": {"d": {"items": {"$ref": "#/definitions/d"}, "type": ["array", "null"]}}, "$ref": "#/definitions/d"})",
     {"[[null], []]"},
     {"[[1]]", "\"a\""}},
    {R"(true)", {"1"}, {}},
    {R"(false)", {}, {"1"}},
};

// Since draft 6; the independent validator below keeps to draft 4 here.
TEST(SchemaCheck, AWholeNumberIsAnIntegerHoweverItIsWritten) {
  EXPECT_THAT(faults(R"({"type": "integer"})", "2.0"), IsEmpty());
}

TEST(SchemaCheck, EveryKeyword) {
  for (const Case& one : kCases) {
    for (const char* value : one.fit)
      EXPECT_THAT(faults(one.schema, value), IsEmpty()) << one.schema << " " << value;
    for (const char* value : one.refused)
      EXPECT_FALSE(faults(one.schema, value).empty()) << one.schema << " " << value;
  }
}

#ifdef OPTA_VALIJSON
TEST(SchemaCheck, AgreesWithAnIndependentValidator) {
  for (const Case& one : kCases) {
    const json text = json::parse(one.schema);
    if (text.is_boolean() || text.contains("$ref")) continue;  // it reads these otherwise
    valijson::Schema schema;
    valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
    const auto fits = [&](const char* value) {
      const json data = json::parse(value);
      return valijson::Validator().validate(schema, valijson::adapters::NlohmannJsonAdapter(data),
                                            nullptr);
    };
    for (const char* value : one.fit) EXPECT_TRUE(fits(value)) << one.schema << " " << value;
    for (const char* value : one.refused) EXPECT_FALSE(fits(value)) << one.schema << " " << value;
  }
}
#endif

TEST(SchemaCheck, NamesThePlaceAndTheRule) {
  const char* schema =
      R"({"properties": {"ports": {"items": {"properties": {"name": {}, "port": {"maximum": 65535}},
                            "required": ["name"], "additionalProperties": false}}}})";
  EXPECT_THAT(
      faults(schema, "{ports: [{port: 1, name: a}, {port: 70000, nmae: b}]}"),
      ElementsAre("ports[1]: lacks `name`", "ports[1].port: is 70000, above the most, 65535",
                  "ports[1].nmae: is not one of its values"));
}

// What is known only after an apply may fit, whatever is asked of it.
TEST(SchemaCheck, WhatIsNotKnownMayFit) {
  for (const Case& one : kCases) {
    if (std::string(one.schema) == "false") continue;
    EXPECT_THAT(faults(one.schema, "\"?\""), IsEmpty()) << one.schema;
  }
  for (
      const char* schema :
      {R"({"items": {"enum": ["a"]}})",
       R"({"items": {"oneOf": [{"type": "integer"}, {"pattern": "x"}]}})",
       R"({"contains": {"const": 5}})", R"({"uniqueItems": true})", R"({"const": ["a"]})",
       R"({"not": {"items": {"type": "string"}}})",
       R"({"anyOf": [{"items": {"type": "integer"}}, {"items": {"minimum": 2, "type": "number"}}]})",
       R"({"if": {"items": {"type": "integer"}}, "then": {"maxItems": 0}})"})
    EXPECT_THAT(faults(schema, "[\"?\"]"), IsEmpty()) << schema;
}

// But what surrounds it is judged.
TEST(SchemaCheck, WhatIsKnownAroundItIsJudged) {
  EXPECT_THAT(faults(R"({"maxItems": 1})", "[\"?\", \"?\"]"), SizeIs(1));
  EXPECT_THAT(faults(R"({"additionalProperties": false})", "{a: \"?\"}"), SizeIs(1));
  EXPECT_THAT(faults(R"({"required": ["b"]})", "{a: \"?\"}"), SizeIs(1));
  EXPECT_THAT(faults(R"({"properties": {"a": {"type": "integer"}}})", "{a: \"?text\"}"), SizeIs(1));
  EXPECT_THAT(faults(R"({"properties": {"a": {"type": "string"}}})", "{a: \"?text\"}"), IsEmpty());
  EXPECT_THAT(faults(R"({"uniqueItems": true})", "[1, \"?\", 1]"), SizeIs(1));
}

TEST(SchemaCheck, SaysWhatTheSchemaSays) {
  const auto found = check_schema(
      json::parse(R"({"properties": {"a": {"not": {"pattern": "^x", "description": "no x"}}}})"),
      value_of("{a: xy}"));
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].message, "is `xy`, which is not allowed");
  EXPECT_EQ(found[0].reason, "no x");
}

TEST(SchemaCheck, OfAlternativesTheNearestIsNamed) {
  const char* schema =
      R"({"oneOf": [{"type": "null"}, {"type": "array", "items": {"required": ["name"]}}]})";
  EXPECT_THAT(faults(schema, "[{}]"), ElementsAre("[0]: lacks `name`"));
  EXPECT_THAT(faults(schema, "text"),
              ElementsAre(": is `text`, which fits none of the forms that it may have"));
}

TEST(SchemaCheck, CirclesAndForeignReferencesEnd) {
  EXPECT_THAT(faults(R"({"$ref": "#"})", "1"), IsEmpty());
  EXPECT_THAT(faults(R"({"$ref": "https://example.com/schema.json"})", "1"), IsEmpty());
  EXPECT_THAT(faults(R"({"$ref": "#/definitions/none"})", "1"), IsEmpty());
  EXPECT_THAT(faults("{\"pattern\": \"^(?!a)\"}", "a"), IsEmpty());  // RE2 has no such pattern
  EXPECT_THAT(faults(R"({"type": 5, "minimum": "x", "items": 3})", "[1]"), IsEmpty());
}

// --- Releases

class ReleaseValues : public testing::Test {
 protected:
  std::vector<std::string> check(const std::string& values, const ChartFiles& chart) {
    Release release{.name = "r", .release_namespace = "n", .module = "m", .chart = {.name = "c"}};
    release.values = value_of(values);
    SourceMap sources;
    Diagnostics diagnostics;
    check_values(release, chart, sources, diagnostics);
    std::vector<std::string> messages;
    for (const Diagnostic& one : diagnostics.all()) messages.push_back(one.message);
    return messages;
  }
};

TEST_F(ReleaseValues, LieOverTheChartsOwn) {
  const ChartFiles chart{
      .schema = R"({"required": ["a"], "properties": {"a": {"required": ["b", "c"]}}})",
      .values = "a: {b: 1}\n"};
  EXPECT_THAT(check("{a: {c: 2}}", chart), IsEmpty());
  EXPECT_THAT(check("{a: {d: 2}}", chart), ElementsAre("`a` of the chart `c` lacks `c`"));
}

TEST_F(ReleaseValues, AChartWithoutASchemaRefusesNothing) {
  EXPECT_THAT(check("{a: 1}", {}), IsEmpty());
  EXPECT_THAT(check("{a: 1}", {.schema = "not JSON", .values = ""}), IsEmpty());
  EXPECT_THAT(check("{a: 1}", {.schema = "false", .values = "not: [yaml"}), IsEmpty());
}

// Each chart of the library has a schema that its own defaults fit, but for what must be given.
TEST_F(ReleaseValues, OurChartsFitThemselves) {
  const auto library = open_library("").value();
  const std::vector<std::string> names = library->list("charts").value();
  for (const std::string& name : names) {
    const ChartFiles chart = embedded_chart_files(*library, {.name = name});
    EXPECT_FALSE(chart.schema.empty()) << name;
    EXPECT_FALSE(json::parse(chart.schema, nullptr, false).is_discarded()) << name;
  }
  const ChartFiles service = embedded_chart_files(*library, {.name = "k8s-service"});
  EXPECT_THAT(check("{module_name: app, layer_name: shop, image: nginx}", service), IsEmpty());
  EXPECT_THAT(check("{module_name: app, layer_name: shop, image: nginx, replicas: 3}", service),
              ElementsAre("`replicas` of the chart `c` is not one of its values"));
}

}  // namespace
}  // namespace opta
