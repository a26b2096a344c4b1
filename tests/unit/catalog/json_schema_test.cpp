// The JSON Schema that editors get. It must accept what the checker accepts, and refuse what a
// schema can refuse.
#include "catalog/json_schema.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "catalog/library.h"
#include "yaml/read.h"

#if __has_include(<valijson/validator.hpp>)
#define OPTA_VALIJSON
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#endif

namespace opta {
namespace {

using nlohmann::json;

class JsonSchema : public testing::Test {
 protected:
  JsonSchema() {
    SourceMap sources;
    Diagnostics diagnostics;
    library_ = open_library("").value();
    schema_ = json::parse(json_schema(Catalog::load(*library_, sources, diagnostics), "aws"));
  }

  std::unique_ptr<FileSystem> library_;
  json schema_;
};

TEST_F(JsonSchema, SaysWhatTheFileHas) {
  EXPECT_EQ(schema_["$schema"], "http://json-schema.org/draft-07/schema#");
  EXPECT_EQ(schema_["additionalProperties"], false);
  for (const char* key :
       {"name", "org_name", "providers", "environments", "input_variables", "modules"})
    EXPECT_TRUE(schema_["properties"].contains(key)) << key;
}

// An editor completes types by their full and by their generic names, with each one's description.
TEST_F(JsonSchema, DescribesEveryModule) {
  const json& item = schema_["properties"]["modules"]["items"];
  const auto types = item["properties"]["type"]["enum"].get<std::vector<std::string>>();
  EXPECT_NE(std::ranges::find(types, "k8s-cluster"), types.end());
  EXPECT_NE(std::ranges::find(types, "aws-eks"), types.end());
  EXPECT_EQ(std::ranges::find(types, "gcp-base"), types.end());
  for (const json& choice : item["allOf"]) {
    EXPECT_FALSE(choice["then"]["description"].get<std::string>().empty());
    for (const auto& [name, field] : choice["then"]["properties"].items()) {
      if (name == "type") continue;
      EXPECT_TRUE(field.contains("description")) << choice["if"] << " " << name;
    }
  }
}

#ifdef OPTA_VALIJSON

json to_json(const yaml::Node& node) {
  switch (node.kind) {
    case yaml::Kind::kNull:
      return nullptr;
    case yaml::Kind::kBoolean:
      return node.boolean;
    case yaml::Kind::kInteger:
      return node.integer;
    case yaml::Kind::kFloat:
      return node.number;
    case yaml::Kind::kString:
      return node.text;
    case yaml::Kind::kList: {
      json list = json::array();
      for (const yaml::Node& item : node.items) list.push_back(to_json(item));
      return list;
    }
    case yaml::Kind::kMap: {
      json map = json::object();
      for (const yaml::Entry& entry : node.entries) map[entry.key] = to_json(entry.value);
      return map;
    }
  }
  return nullptr;
}

class Validation : public JsonSchema {
 protected:
  Validation() {
    const valijson::adapters::NlohmannJsonAdapter adapter(schema_);
    valijson::SchemaParser().populateSchema(adapter, parsed_);
  }

  // What the schema says against a file of tests/corpus; an empty text when nothing.
  std::string problem(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    SourceMap sources;
    Diagnostics diagnostics;
    const auto tree = yaml::read(sources, sources.add("opta.yaml", text), diagnostics);
    if (!tree) return "not YAML";
    const json document = to_json(*tree);
    valijson::ValidationResults results;
    const valijson::adapters::NlohmannJsonAdapter target(document);
    if (valijson::Validator().validate(parsed_, target, &results)) return {};
    valijson::ValidationResults::Error error;
    std::string all;
    while (results.popError(error)) {
      for (const std::string& step : error.context) all += step;
      all += ": " + error.description + "\n";
    }
    return all;
  }

  const std::filesystem::path corpus_ = OPTA_SOURCE_DIR "/tests/corpus";

 private:
  valijson::Schema parsed_;
};

TEST_F(Validation, AcceptsAllThatTheCheckerAccepts) {
  std::size_t seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(corpus_ / "accepted")) {
    if (entry.path().extension() != ".yaml" && entry.path().extension() != ".yml") continue;
    EXPECT_EQ(problem(entry.path()), "") << entry.path();
    ++seen;
  }
  EXPECT_GT(seen, 100u);
}

TEST_F(Validation, RefusesWhatASchemaCanSee) {
  for (const char* name : {
           "account-id-with-dashes", "enum-typo",
           "module-key-typo",        "module-key-unknown",
           "module-name-with-dash",  "module-required-field-missing",
           "module-type-missing",    "module-type-typo",
           "module-type-unknown",    "modules-is-a-map",
           "modules-missing",        "name-missing",
           "name-with-underscore",   "nested-key-missing",
           "nested-key-typo",        "number-out-of-range",
           "org-name-too-long",      "org-name-upper-case",
           "parent-key-unknown",     "parent-list-empty",
           "port-out-of-range",      "provider-account-missing",
           "provider-key-unknown",   "provider-region-missing",
           "providers-empty",        "providers-two-clouds",
           "subnets-empty",          "top-key-typo",
           "type-float-for-integer", "type-list-for-object",
           "type-map-for-text",      "type-text-for-list",
           "type-text-for-number",   "variable-key-unknown",
           "variable-name-missing",  "vpc-id-malformed",
           "yaml-list-at-the-top",
       }) {
    const std::filesystem::path path = corpus_ / "broken" / (std::string(name) + ".yaml");
    ASSERT_TRUE(std::filesystem::exists(path)) << path;
    EXPECT_NE(problem(path), "") << name;
  }
}

#endif

}  // namespace
}  // namespace opta
