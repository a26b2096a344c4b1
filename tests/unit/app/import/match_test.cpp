#include "app/import/match.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalog/decode_module.h"
#include "source/source_map.h"
#include "yaml/read.h"

namespace opta {
namespace {

using lenient::Json;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

ImportDefinition definition_of(const std::string& import) {
  SourceMap sources;
  Diagnostics diagnostics;
  const SourceId source =
      sources.add("module.yaml",
                  "type: aws-x\ncloud: aws\nsummary: A thing\ninputs:\n"
                  "  domain: {type: string}\n"
                  "  imported: {type: object, fields: {cluster: {type: string}, instances: {type: "
                  "list}}}\nimport:\n  what: the thing\n  id: its name\n  pattern: '[a-z]+'\n"
                  "  asks: {thing: {call: [x, y]}}\n" +
                      import);
  const auto tree = yaml::read(sources, source, diagnostics);
  const auto module = decode_module(*tree, "modules/aws/x", diagnostics);
  EXPECT_FALSE(diagnostics.has_errors());
  return module->import.value();
}

const Json kAnswers = {{"id", "orders"},
                       {"region", "eu-west-1"},
                       {"thing",
                        {{"name", "example.com."},
                         {"encrypted", true},
                         {"instances", {"orders-a", "orders-b"}},
                         {"status", nullptr}}}};

TEST(ImportMatch, TextsAreFilledFromTheAnswers) {
  EXPECT_EQ(fill("arn:{region}:{id}", kAnswers), "arn:eu-west-1:orders");
  EXPECT_EQ(fill("{thing.encrypted}", kAnswers), "true");
  EXPECT_EQ(fill("{thing.name|domain}", kAnswers), "example.com");
  EXPECT_EQ(fill("a{thing.nothing.below}b{thing.status}c", kAnswers), "abc");
  EXPECT_EQ(fill("an open { brace", kAnswers), "an open { brace");
}

TEST(ImportMatch, OfPartsThatMayBeMissingThoseThatAreThereAreImported) {
  const ImportDefinition definition = definition_of(R"(
  resources:
    - {address: aws_a.this, id: "{id}"}
    - {address: aws_b.this, id: "{id}", when: thing.status}
    - {address: "aws_c.this[{index}]", id: "{item}", each: thing.instances}
)");
  EXPECT_THAT(imports_of(definition, "db", kAnswers),
              ElementsAre(Import{"module.db.aws_a.this", "orders"},
                          Import{"module.db.aws_c.this[0]", "orders-a"},
                          Import{"module.db.aws_c.this[1]", "orders-b"}));
}

TEST(ImportMatch, APartOfAThingIsOneThoughItIsNotThereYet) {
  const ImportDefinition definition = definition_of(R"(
  resources:
    - {address: aws_a.this, id: "{id}"}
    - {address: 'aws_b.this["one"]', id: "{id}", when: thing.status}
    - {address: "aws_c.this[{index}]", id: "{item}", each: thing.instances}
)");
  const auto is_part = [&](const char* address) {
    return is_part_of(definition, "db", {}, address);
  };
  EXPECT_TRUE(is_part("module.db.aws_a.this"));
  EXPECT_TRUE(is_part("module.db.aws_b.this[\"one\"]"));
  EXPECT_TRUE(is_part("module.db.aws_c.this[7]"));
  EXPECT_FALSE(is_part("module.db.aws_b.this[\"two\"]"));
  EXPECT_FALSE(is_part("module.other.aws_a.this"));
  EXPECT_FALSE(is_part("module.db.aws_d.this"));
}

TEST(ImportMatch, OfALayoutAllIsAPartThatIsOfOneKindWithWhatIsThere) {
  ImportDefinition definition = definition_of("");
  definition.layout = "vpc";
  const std::vector<Import> imports = {{"module.base.aws_subnet.public[\"10.0.0.0/24\"]", "s-1"}};
  EXPECT_TRUE(
      is_part_of(definition, "base", imports, "module.base.aws_subnet.public[\"10.0.1.0/24\"]"));
  EXPECT_FALSE(is_part_of(definition, "base", imports, "module.base.aws_kms_key.this"));
}

TEST(ImportMatch, AnExpectationThatIsNotMetIsFound) {
  const ImportDefinition definition = definition_of(R"(
  expects:
    - {answer: thing.encrypted, is: "true", message: is not encrypted}
    - {answer: thing.name, is: "{region}.com", message: is elsewhere}
)");
  ASSERT_NE(find_misfit(definition, kAnswers), nullptr);
  EXPECT_EQ(find_misfit(definition, kAnswers)->message, "is elsewhere");
  Json met = kAnswers;
  met["thing"]["name"] = "eu-west-1.com";
  EXPECT_EQ(find_misfit(definition, met), nullptr);
}

TEST(ImportMatch, WhatTheFileHasToSayKeepsTheAnswersType) {
  const Json identity = identity_of(definition_of(R"(
  identity:
    domain: "{thing.name|domain}"
    imported: {cluster: "{id}", instances: "{thing.instances}"}
)"),
                                    kAnswers);
  const Json wanted = {{"cluster", "orders"}, {"instances", {"orders-a", "orders-b"}}};
  EXPECT_EQ(identity, (Json{{"domain", "example.com"}, {"imported", wanted}}));

  Json written = {{"domain", "example.com"}, {"imported", wanted}};
  written["imported"]["logs"] = Json::array();
  EXPECT_TRUE(missing_identity(identity, written).empty());
  written["imported"]["instances"] = {"orders-b", "orders-a"};
  EXPECT_EQ(missing_identity(identity, written), (Json{{"imported", wanted}}));
  EXPECT_EQ(missing_identity(identity, Json::object()), identity);
}

TEST(ImportMatch, TagsAreReadInBothForms) {
  EXPECT_THAT(tags_in(Json::parse(R"([{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}])")),
              ElementsAre(Pair("a", "1"), Pair("b", "2")));
  EXPECT_THAT(tags_in({{"a", "1"}}), ElementsAre(Pair("a", "1")));
  EXPECT_THAT(tags_in(Json()), IsEmpty());
}

}  // namespace
}  // namespace opta
