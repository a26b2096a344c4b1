#include "plan/yaml_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "plan/manifest_documents.h"

namespace opta {
namespace {

using nlohmann::json;

TEST(YamlText, IsWhatAPersonWouldWrite) {
  const json object = {
      {"spec", {{"ports", {{{"port", 80}, {"name", "http"}}, {{"port", 81}}}}, {"replicas", 2}}},
      {"kind", "Service"},
      {"metadata", {{"name", "app"}, {"labels", {{"app.kubernetes.io/name", "app"}}}}},
      {"apiVersion", "v1"}};
  EXPECT_EQ(yaml_text(object),
            "apiVersion: v1\n"
            "kind: Service\n"
            "metadata:\n"
            "  labels:\n"
            "    app.kubernetes.io/name: app\n"
            "  name: app\n"
            "spec:\n"
            "  ports:\n"
            "  - name: http\n"
            "    port: 80\n"
            "  - port: 81\n"
            "  replicas: 2\n");
}

TEST(YamlText, LongTextsStandInLines) {
  EXPECT_EQ(yaml_text({{"a", "one\n  two\n"}}), "a: |\n  one\n    two\n");
  EXPECT_EQ(yaml_text({{"a", "one\n\ntwo"}}), "a: |-\n  one\n\n  two\n");
  EXPECT_EQ(yaml_text({{"a", json::array({"one\ntwo"})}}), "a:\n- |-\n  one\n  two\n");
}

TEST(YamlText, WhatAReaderCouldTakeForSomethingElseStandsInQuotes) {
  for (const char* text :
       {"on",  "Yes", "null", "0644", "1e3", "12:30", "2026-01-02", "",     "~", "a: b",
        "- a", "*",   "a:",   "#",    " a",  "a #b",  "1.5",        ".inf", "=", "<<"}) {
    EXPECT_EQ(yaml_text({{"a", text}}), "a: \"" + std::string(text) + "\"\n");
  }
}

// The reader is the one that takes renderings: what it reads back is what Kubernetes would.
TEST(YamlText, IsReadBackAsItWas) {
  const json value = {
      {"apiVersion", "v1"},
      {"kind", "ConfigMap"},
      {"metadata", {{"name", "a"}, {"on", nullptr}, {"0644", json::object()}}},
      {"data",
       {{"lines", "a\n\n b\n\n\n"},
        {"space", " leads\nand trails \n"},
        {"tabs", "\tone\n\ttwo"},
        {"marker", "a\n---\nb\n"},
        {"control", std::string("a\x01\x7f\xc2\x85\xe2\x80\xa8\xef\xbb\xbf z")},
        {"quotes", R"(it's "so" \n)"},
        {"wide", "h\xc3\xa4tte \xf0\x9f\x98\x80"},
        {"colon", "a: b"},
        {"numbers", {1, -2, 0.5, 1e21, true, false, nullptr}},
        {"nested", {{json::array({1, 2}), json::array()}, {{{"a", {{"b", 1}}}}}}}}}};
  const auto documents = read_documents(yaml_text(value));
  ASSERT_TRUE(documents) << documents.error().message;
  ASSERT_EQ(documents->size(), 1U);
  EXPECT_EQ(documents->front().content, value) << yaml_text(value);
}

}  // namespace
}  // namespace opta
