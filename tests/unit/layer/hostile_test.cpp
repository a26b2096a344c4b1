// Files that are made to be expensive: each is answered with few diagnostics, soon.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <string>

#include "front_fixture.h"

namespace opta {
namespace {

using test::environment;
using test::Files;
using test::Front;

// Of CPU time, for the machine may be busy; wide, for debug builds with sanitizers are slow.
// Without the limits it is minutes.
constexpr double kSecondsMax = 20;

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

class Hostile : public testing::Test {
 protected:
  void TearDown() override {
    EXPECT_LT(static_cast<double>(std::clock() - start_) / CLOCKS_PER_SEC, kSecondsMax);
  }

  // Loads a service with these lines before and after `modules:`.
  Front service(const std::string& head, const std::string& modules) {
    Front front(Files{{"staging.yaml", environment("  - type: base\n  - type: k8s-cluster\n")},
                      {"opta.yaml", "name: shop\nenvironments: [{name: s, path: staging.yaml}]\n" +
                                        head + "modules:\n" + modules}});
    front.load();
    return front;
  }

 private:
  std::clock_t start_ = std::clock();
};

constexpr const char* kNodes = "  - type: aws-nodegroup\n    name: nodes\n";

TEST_F(Hostile, ALongVariableNamedVeryOften) {
  const Front front =
      service("input_variables: [{name: v, default: " + std::string(500'000, 'x') + "}]\n",
              kNodes + ("    node_instance_types: [" + repeated("'{vars.v}', ", 50'000) + "]\n"));
  EXPECT_TRUE(front.diagnostics.has_errors());
  EXPECT_EQ(front.error().code, Code::kYamlLimit);
}

TEST_F(Hostile, AVariableOfManyValuesNamedVeryOften) {
  const Front front =
      service("input_variables: [{name: v, default: [" + repeated("1, ", 50'000) + "]}]\n",
              kNodes + ("    taints: [" + repeated("'{vars.v}', ", 50'000) + "]\n"));
  EXPECT_EQ(front.error().code, Code::kYamlLimit);
}

TEST_F(Hostile, APaddingVeryOften) {
  const Front front =
      service("", kNodes + ("    labels: {a: \"" + repeated("{env:999}", 30'000) + "\"}\n"));
  EXPECT_EQ(front.error().code, Code::kYamlLimit);
}

TEST_F(Hostile, UnknownNamesBesideManyKnownOnes) {
  std::string variables;
  for (int i = 0; i < 1000; ++i)
    variables += "  - {name: variable" + std::to_string(i) + ", default: 1}\n";
  std::string labels;
  for (int i = 0; i < 50'000; ++i)
    labels += "      l" + std::to_string(i) + ": '{vars.varible" + std::to_string(i) + "}'\n";
  const Front front =
      service("input_variables:\n" + variables, kNodes + ("    labels:\n" + labels));
  EXPECT_EQ(front.diagnostics.all().size(), Diagnostics::kKeptMax);
}

TEST_F(Hostile, UnknownFieldsAndModulesToDependOn) {
  std::string text =
      std::string(kNodes) + "    depends_on: [" + repeated("nowhere, ", 50'000) + "]\n";
  for (int i = 0; i < 50'000; ++i) text += "    labells" + std::to_string(i) + ": 1\n";
  EXPECT_TRUE(service("", text).diagnostics.has_errors());
}

TEST_F(Hostile, AListBeyondItsLimitIsNotComparedPairByPair) {
  const Front front(environment("  - type: base\n    private_ipv4_cidr_blocks: [" +
                                repeated("10.0.0.0/24, ", 50'000) + "]\n"));
  EXPECT_TRUE(front.diagnostics.has_errors());
}

TEST_F(Hostile, ManyModulesThatAllNeedEachOther) {
  std::string names, modules;
  for (int i = 0; i < 400; ++i) names += "m" + std::to_string(i) + ", ";
  for (int i = 0; i < 400; ++i) {
    modules += "  - {type: aws-nodegroup, name: m" + std::to_string(i) +
               (i == 0 ? ", depends_on: &all [" + names + "]}\n" : ", depends_on: *all}\n");
  }
  const Front front = service("", modules);
  EXPECT_EQ(front.error().code, Code::kReferenceCycle);
}

TEST_F(Hostile, AMessageQuotesOnlyTheBeginningOfALongText) {
  const Front front = service("", kNodes + ("    ami_type: " + std::string(900'000, 'x') +
                                            "\n    l" + std::string(900'000, 'x') + ": {a: b}\n"));
  for (const Diagnostic& one : front.diagnostics.all()) EXPECT_LT(one.message.size(), 1000u);
}

}  // namespace
}  // namespace opta
