#include "catalog/decode_module.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "source/source_map.h"
#include "yaml/read.h"

namespace opta {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Decoding {
 public:
  explicit Decoding(std::string text) {
    const SourceId source = sources_.add("module.yaml", std::move(text));
    const auto tree = yaml::read(sources_, source, diagnostics_);
    if (tree) module = decode_module(*tree, "modules/aws/x", diagnostics_);
  }

  std::vector<std::string> reports() const {
    std::vector<std::string> list;
    for (const Diagnostic& one : diagnostics_.sorted())
      list.push_back(std::string(info(one.code).id) + " " + sources_.describe(one.span));
    return list;
  }

  std::optional<ModuleDefinition> module;

 private:
  SourceMap sources_;
  Diagnostics diagnostics_;
};

constexpr const char* kHead = "type: aws-x\ncloud: aws\nsummary: A thing\n";

Decoding with_head(const std::string& rest) {
  return Decoding(kHead + rest);
}

TEST(DecodeModule, TheLeastThatAModuleSays) {
  const Decoding decoding(kHead);
  EXPECT_THAT(decoding.reports(), IsEmpty());
  const ModuleDefinition& module = decoding.module.value();
  EXPECT_EQ(module.type, "aws-x");
  EXPECT_EQ(module.folder, "modules/aws/x");
  EXPECT_EQ(module.placement, Placement::kAny);
  EXPECT_EQ(module.status, ModuleStatus::kBuilt);
  EXPECT_FALSE(module.unique);
}

TEST(DecodeModule, AllThatAModuleMaySay) {
  const Decoding decoding = with_head(R"(aliases: [x]
description: More.
placement: service
unique: true
requires: [aws-base]
uses: [aws-y]
status: planned
inputs:
  size: {type: integer, minimum: 1, maximum: 9, default: 3, description: How many.}
  kind: {type: string, one_of: [a, b], deprecated_values: {a: use b}}
  ids: {type: list, items: {type: string, pattern: 'id-[0-9]+'}, min_items: 1, max_items: 2}
  either: {any_of: [{type: string}, {type: map, items: {type: integer}}]}
  rule: {type: object, fields: {key: {type: string, required: true}}}
  old: {type: boolean, ignored: gone}
wiring:
  vpc: {from: aws-base.vpc_id, optional: true}
  name: {context: layer_name}
outputs:
  arn: {type: string, description: The ARN, export: false, sensitive: true}
checks:
  - {kind: not_above, field: size, limit: most}
  - {kind: module_name_not, values: [default]}
names:
  - {template: "opta-{layer_name}", limit: 40, what: a name}
)");
  EXPECT_THAT(decoding.reports(), IsEmpty());
  const ModuleDefinition& module = decoding.module.value();
  EXPECT_EQ(module.placement, Placement::kService);
  EXPECT_EQ(module.status, ModuleStatus::kPlanned);
  EXPECT_THAT(module.aliases, ElementsAre("x"));
  EXPECT_THAT(module.required_types, ElementsAre("aws-base"));
  EXPECT_THAT(module.used_types, ElementsAre("aws-y"));
  EXPECT_THAT(field_names(module.inputs),
              ElementsAre("size", "kind", "ids", "either", "rule", "old"));

  const Field& size = *find_field(module.inputs, "size");
  EXPECT_EQ(size.shape.type, Type::kInteger);
  EXPECT_EQ(size.shape.minimum, 1);
  EXPECT_EQ(size.shape.maximum, 9);
  EXPECT_EQ(size.default_value->integer, 3);
  EXPECT_THAT(find_field(module.inputs, "kind")->deprecated_values,
              ElementsAre(std::pair<std::string, std::string>("a", "use b")));
  const Shape& ids = find_field(module.inputs, "ids")->shape;
  EXPECT_EQ(ids.max_items, 2);
  EXPECT_EQ(find_field(module.inputs, "either")->shape.any_of.size(), 2u);
  EXPECT_TRUE(find_field(module.inputs, "rule")->shape.fields.at(0).required);
  EXPECT_EQ(find_field(module.inputs, "old")->ignored, "gone");

  EXPECT_EQ(module.wiring.at(0).from_type, "aws-base");
  EXPECT_EQ(module.wiring.at(0).from_output, "vpc_id");
  EXPECT_TRUE(module.wiring.at(0).optional);
  EXPECT_EQ(module.wiring.at(1).context, "layer_name");
  EXPECT_FALSE(module.find_output("arn")->exported);
  EXPECT_TRUE(module.find_output("arn")->sensitive);
  EXPECT_EQ(module.find_output("nothing"), nullptr);
  EXPECT_THAT(module.relations.at(0).fields, ElementsAre("size"));
  EXPECT_EQ(module.relations.at(0).other, "most");
  EXPECT_EQ(module.name_limits.at(0).limit, 40u);
}

TEST(DecodeModule, FaultsAreReportedAtTheirPlace) {
  struct Case {
    const char* rest;
    const char* report;
  };
  for (const Case& one : {
           Case{"placement: everywhere\n", "E0204 module.yaml:4:12"},
           Case{"status: soon\n", "E0204 module.yaml:4:9"},
           Case{"inputs: {a: {type: text}}\n", "E0204 module.yaml:4:20"},
           Case{"inputs: {a: {type: string, pattern: '('}}\n", "E0204 module.yaml:4:37"},
           Case{"inputs: {a: {type: string, format: ipv6}}\n", "E0204 module.yaml:4:36"},
           Case{"inputs: {a: {type: string, defualt: x}}\n", "E0201 module.yaml:4:28"},
           Case{"inputs: {a: {type: integer, minimum: one}}\n", "E0203 module.yaml:4:38"},
           Case{"inputs: [a]\n", "E0203 module.yaml:4:9"},
           Case{"wiring: {w: {optional: true}}\n", "E0204 module.yaml:4:10"},
           Case{"wiring: {w: {from: aws-base}}\n", "E0204 module.yaml:4:10"},
           Case{"wiring: {w: {from: a.b, context: tags}}\n", "E0204 module.yaml:4:10"},
           Case{"wiring: {w: {from: a.b, input: a.c, otherwise: 1}}\n", "E0204 module.yaml:4:10"},
           Case{"wiring: {w: {input: a.b}}\n", "E0204 module.yaml:4:10"},
           Case{"wiring: {w: {from: a.b, otherwise: 1}}\n", "E0204 module.yaml:4:10"},
           Case{"wiring: {w: {context: moon}}\n", "E0204 module.yaml:4:23"},
           Case{"checks: [{fields: [a]}]\n", "E0202 module.yaml:4:10"},
           Case{"colour: red\n", "E0201 module.yaml:4:1"},
       }) {
    EXPECT_THAT(with_head(one.rest).reports(), ElementsAre(one.report)) << one.rest;
  }
}

TEST(DecodeModule, WhatIsNotAMapIsNoModule) {
  EXPECT_FALSE(Decoding("- a\n").module);
  EXPECT_THAT(
      Decoding("aliases: [x]\n").reports(),
      ElementsAre("E0202 module.yaml:1:1", "E0202 module.yaml:1:1", "E0202 module.yaml:1:1"));
}

TEST(DecodeModule, HowAThingBecomesTheModules) {
  const Decoding decoding = with_head(R"(inputs:
  size: {type: integer}
  imported: {type: object, fields: {name: {type: string}, logs: {type: list}}}
import:
  what: the thing
  id: its name
  pattern: '[a-z]+'
  asks:
    thing: {call: [x, describe, --name, "{id}"], query: "Things[0]", absent: [NotFound]}
    tags: {call: [x, tags]}
  expects:
    - {answer: thing.kind, is: big, message: is small, help: take another}
  resources:
    - {address: aws_x.this, id: "{id}"}
    - {address: "aws_y.this[{index}]", id: "{item}", each: thing.parts}
    - {address: aws_z.this, id: "{id}", when: tags}
  identity:
    imported: {name: "{id}"}
  fields:
    aws_x.size: size
    aws_x.logs: imported.logs
  remarks: [look at it]
)");
  EXPECT_THAT(decoding.reports(), IsEmpty());
  const ImportDefinition& import = decoding.module.value().import.value();
  EXPECT_EQ(import.what, "the thing");
  ASSERT_EQ(import.questions.size(), 2u);
  EXPECT_THAT(import.questions[0].call, ElementsAre("x", "describe", "--name", "{id}"));
  EXPECT_EQ(import.questions[0].query, "Things[0]");
  EXPECT_THAT(import.questions[0].absent, ElementsAre("NotFound"));
  EXPECT_EQ(import.expectations.at(0).is, "big");
  ASSERT_EQ(import.resources.size(), 3u);
  EXPECT_EQ(import.resources[1].each, "thing.parts");
  EXPECT_EQ(import.resources[2].when, "tags");
  EXPECT_EQ(import.identity.at(0).first, "imported");
  EXPECT_EQ(import.fields.at(1).second, "imported.logs");
  EXPECT_THAT(import.remarks, ElementsAre("look at it"));
}

TEST(DecodeModule, AnImportSpeaksOfInputsThatTheModuleHas) {
  const Decoding decoding = with_head(R"(inputs: {size: {type: integer}}
import:
  what: the thing
  id: its name
  pattern: '[a-z'
  layout: star
  asks:
    thing: {query: x}
  identity: {name: "{id}"}
  fields: {aws_x.size: length}
)");
  EXPECT_THAT(decoding.reports(), ElementsAre("E0204 module.yaml:8:12", "E0204 module.yaml:9:11",
                                              "E0204 module.yaml:11:5", "E0204 module.yaml:12:14",
                                              "E0204 module.yaml:13:24"));
}

}  // namespace
}  // namespace opta
