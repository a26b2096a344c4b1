#include "emit/terraform_value.h"

#include <gtest/gtest.h>

#include <string>

namespace opta {
namespace {

TEST(EscapeTemplate, OnlyWhatBeginsATemplate) {
  EXPECT_EQ(escape_template(""), "");
  EXPECT_EQ(escape_template("$5 %d {a}"), "$5 %d {a}");
  EXPECT_EQ(escape_template("${a}"), "$${a}");
  EXPECT_EQ(escape_template("%{if a}"), "%%{if a}");
  EXPECT_EQ(escape_template("a$"), "a$");
  EXPECT_EQ(escape_template("$"), "$");
}

TEST(TerraformValue, ATemplateIsEscapedInItsTextsOnly) {
  Value value;
  value.kind = ValueKind::kTemplate;
  value.parts.push_back({.text = "${x} "});
  value.parts.push_back({.expression = "module.a.b"});
  PointerOrigins origins;
  EXPECT_EQ(terraform_value(value, "", origins), "$${x} ${module.a.b}");
}

TEST(TerraformValue, OriginsOfEveryLevel) {
  Value item = Value::of_text("x", {1, 10, 11});
  Value list;
  list.kind = ValueKind::kList;
  list.span = {1, 9, 12};
  list.items = {item, item};
  Value map;
  map.kind = ValueKind::kMap;
  map.entries.push_back({"a/b~c", {}, list});
  PointerOrigins origins;
  EXPECT_EQ(terraform_value(map, "/m", origins).dump(), R"({"a/b~c":["x","x"]})");
  EXPECT_FALSE(origins.contains("/m"));  // a value without a place has no origin
  EXPECT_EQ(origins.at("/m/a~1b~0c"), list.span);
  EXPECT_EQ(origins.at("/m/a~1b~0c/1"), item.span);
}

TEST(TerraformValue, WhatIsNotKnownIsNull) {
  PointerOrigins origins;
  Value value;
  value.kind = ValueKind::kUnknown;
  EXPECT_TRUE(terraform_value(value, "", origins).is_null());
}

// A look-up for each key would compare it with all before it: twenty billion times here.
TEST(TerraformValue, AMapOfVeryManyKeys) {
  Value map;
  map.kind = ValueKind::kMap;
  for (int i = 0; i < 200'000; ++i)
    map.entries.push_back({"key" + std::to_string(i), {}, Value::of_text("x", {})});
  PointerOrigins origins;
  EXPECT_EQ(terraform_value(map, "", origins).size(), 200'000u);
}

TEST(WriteJson, TwoSpacesAndEmptyContainersOnOneLine) {
  OriginMap origins;
  EXPECT_EQ(write_json(Json::parse(R"({"a": [1, {}], "b": [], "c": {"d": null}})"), {}, origins),
            "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": [],\n  \"c\": {\n    \"d\": null\n  }\n"
            "}\n");
}

TEST(WriteJson, TheNarrowestRangeDecides) {
  OriginMap origins;
  const std::string text = write_json(Json::parse(R"({"a": {"b": 1, "c": 2}})"),
                                      {{"/a", {1, 0, 1}}, {"/a/c", {1, 5, 6}}}, origins);
  EXPECT_EQ(origins.at(text.find('2')), (Span{1, 5, 6}));
  EXPECT_EQ(origins.at(text.find('1')), (Span{1, 0, 1}));
  EXPECT_FALSE(origins.at(0));
}

}  // namespace
}  // namespace opta
