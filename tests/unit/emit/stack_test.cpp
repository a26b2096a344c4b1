// What a layer compiles to.
#include "emit/stack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "../layer/front_fixture.h"

namespace opta {
namespace {

using nlohmann::json;
using test::environment;
using test::Files;
using test::Front;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

// A layer and its Terraform.
class Emitted {
 public:
  explicit Emitted(const Files& files, Backend backend = Backend::kRemote,
                   const Files& library = {})
      : front(files, library) {
    front.load();
    stack = emit(backend);
    root = json::parse(main());
  }

  Stack emit(Backend backend = Backend::kRemote) {
    return emit_stack(front.layer(), front.catalog, front.library(), backend, front.diagnostics);
  }
  const std::string& main() const {
    return std::ranges::find(stack.files, std::string(kMainFile), &GeneratedFile::path)->content;
  }
  std::vector<std::string> paths() const {
    std::vector<std::string> list;
    for (const GeneratedFile& file : stack.files) list.push_back(file.path);
    return list;
  }
  // The place in the YAML of the first `text` in main.tf.json.
  std::string origin_of(std::string_view text) const {
    const auto span = stack.origins.at(main().find(text));
    return span ? front.place(*span) : "none";
  }

  Front front;
  Stack stack;
  json root;
};

const Files kEnvironment = {
    {"opta.yaml", environment("  - type: base\n    vpc_log_retention: 7\n"
                              "  - type: k8s-cluster\n    labels: {tier: web}\n"
                              "  - type: aws-planned\n    name: later\n    note: x\n")}};
const Files kService = {
    {"staging.yaml", environment("  - type: base\n  - type: k8s-cluster\n")},
    {"opta.yaml", test::service("  - type: aws-nodegroup\n    name: nodes\n    labels: {vpc: "
                                "\"{parent.vpc_id}\"}\n")}};

TEST(Stack, TheSameLayerGivesTheSameBytes) {
  Emitted first(kEnvironment);
  const Stack again = first.emit();
  const Emitted fresh(kEnvironment);
  ASSERT_EQ(first.stack.files.size(), again.files.size());
  ASSERT_EQ(first.stack.files.size(), fresh.stack.files.size());
  for (std::size_t i = 0; i < again.files.size(); ++i) {
    EXPECT_EQ(first.stack.files[i].path, again.files[i].path);
    EXPECT_EQ(first.stack.files[i].content, again.files[i].content);
    EXPECT_EQ(first.stack.files[i].content, fresh.stack.files[i].content);
  }
}

TEST(Stack, HoldsTheModulesThatAreUsedAndNoOthers) {
  const Emitted emitted(kEnvironment);
  const std::vector<std::string> paths = emitted.paths();
  EXPECT_TRUE(std::ranges::is_sorted(paths));
  EXPECT_THAT(paths, Contains("main.tf.json"));
  EXPECT_THAT(paths, Contains("modules/aws-base/variables.tf"));
  // The cluster's module calls the node group's.
  EXPECT_THAT(paths, Contains("modules/aws-nodegroup/node_group.tf"));
  EXPECT_THAT(paths, Not(Contains("modules/aws-dns/variables.tf")));
  for (const std::string& path : paths) EXPECT_FALSE(path.ends_with("module.yaml")) << path;
}

TEST(Stack, AModuleThatIsNotBuiltMakesNothing) {
  const Emitted emitted(kEnvironment);
  EXPECT_TRUE(emitted.root["module"].contains("base"));
  EXPECT_FALSE(emitted.root["module"].contains("later"));
  EXPECT_FALSE(emitted.root["output"].contains("plan_id"));
}

TEST(Stack, ProviderAndTags) {
  const Emitted emitted(kEnvironment);
  const json& aws = emitted.root["provider"]["aws"];
  EXPECT_EQ(aws["region"], "us-east-1");
  EXPECT_EQ(aws["allowed_account_ids"], json::array({"111122223333"}));
  EXPECT_EQ(aws["default_tags"]["tags"], json({{"opta_org", "acme"},
                                               {"opta_environment", "staging"},
                                               {"opta_layer", "staging"},
                                               {"opta_version", OPTA_VERSION}}));
  EXPECT_EQ(emitted.root["module"]["base"]["tags"], json({{"opta_module", "base"}}));
}

TEST(Stack, TheStateIsInTheEnvironmentsBucket) {
  const Emitted emitted(kService);
  const json& backend = emitted.root["terraform"]["backend"]["s3"];
  EXPECT_EQ(backend["bucket"], emitted.front.layer().state_bucket());
  EXPECT_EQ(backend["key"], "shop");
  EXPECT_EQ(backend["encrypt"], true);
  EXPECT_EQ(backend["use_lockfile"], true);
  EXPECT_EQ(backend["allowed_account_ids"], json::array({"111122223333"}));
}

TEST(Stack, OrInAFileBesideIt) {
  const Emitted emitted(kEnvironment, Backend::kLocal);
  EXPECT_EQ(emitted.root["terraform"]["backend"],
            json({{"local", {{"path", "terraform.tfstate"}}}}));
}

TEST(Stack, AServiceReadsItsParentsState) {
  const Emitted emitted(kService);
  const json& parent = emitted.root["data"]["terraform_remote_state"]["parent"];
  EXPECT_EQ(parent["backend"], "s3");
  EXPECT_EQ(parent["config"]["key"], "staging");
  EXPECT_EQ(parent["config"]["bucket"], emitted.root["terraform"]["backend"]["s3"]["bucket"]);
  EXPECT_EQ(emitted.root["module"]["nodes"]["labels"]["vpc"],
            "${data.terraform_remote_state.parent.outputs.vpc_id}");
  EXPECT_EQ(emitted.root["provider"]["aws"]["default_tags"]["tags"]["opta_layer"], "shop");
  EXPECT_FALSE(Emitted(kEnvironment).root.contains("data"));
}

// A Terraform module without defaults fails when a variable is left out.
TEST(Stack, EveryVariableOfAModuleIsGiven) {
  const Emitted emitted(kEnvironment);
  for (const ModuleUse& use : emitted.front.layer().modules) {
    if (use.definition->status != ModuleStatus::kBuilt) continue;
    std::set<std::string> wanted = {"source"};
    for (const Field& field : use.definition->inputs) {
      if (field.ignored.empty()) wanted.insert(field.name);
    }
    for (const Wire& wire : use.definition->wiring) {
      if (wire.from_input.empty()) wanted.insert(wire.name);
    }
    std::set<std::string> given;
    for (const auto& [key, value] : emitted.root["module"][use.name].items()) given.insert(key);
    EXPECT_EQ(given, wanted) << use.name;
  }
}

TEST(Stack, ValuesKeepTheirTypes) {
  const Emitted emitted(kEnvironment);
  const json& base = emitted.root["module"]["base"];
  EXPECT_EQ(base["vpc_log_retention"], 7);
  EXPECT_EQ(base["single_nat_gateway"], false);
  EXPECT_EQ(base["vpc_id"], nullptr);
  EXPECT_EQ(base["source"], "./modules/aws-base");
  EXPECT_EQ(emitted.root["module"]["k8scluster"]["private_subnet_ids"],
            "${module.base.private_subnet_ids}");
}

TEST(Stack, DependsOn) {
  const Emitted emitted(
      {{"opta.yaml",
        environment("  - type: base\n  - type: dns\n    domain: example.com\n    depends_on: "
                    "[base]\n")}});
  EXPECT_EQ(emitted.root["module"]["dns"]["depends_on"], json::array({"module.base"}));
  EXPECT_FALSE(emitted.root["module"]["base"].contains("depends_on"));
}

TEST(Stack, OutputsAreWhatChildrenRead) {
  const Emitted emitted(kEnvironment);
  EXPECT_EQ(emitted.root["output"]["vpc_id"]["value"], "${module.base.vpc_id}");
  const Emitted service(kService);
  EXPECT_FALSE(service.root.contains("output"));  // a node group exports nothing
}

TEST(Stack, ASensitiveOutputIsMarked) {
  const Emitted emitted({{"opta.yaml", environment("  - {type: aws-x, name: x}\n")}},
                        Backend::kRemote,
                        {{"modules/aws/x/module.yaml",
                          "type: aws-x\ncloud: aws\nsummary: x\noutputs: {token: {type: string, "
                          "sensitive: true}}\n"}});
  EXPECT_EQ(emitted.root["output"]["token"]["sensitive"], true);
}

// What the user writes reaches Terraform as text, never as a template of its own.
TEST(Stack, TheUsersTextIsNoTemplate) {
  const Emitted emitted(
      {{"opta.yaml",
        environment(
            "  - type: base\n  - type: k8s-cluster\n    labels:\n"
            "      a: '{vars.v} and ${{module.base.vpc_id}}'\n      '%{k': x\n"
            "input_variables: [{name: v, default: '${file(\"/etc/passwd\")} %{if $5'}]\n")}});
  EXPECT_THAT(emitted.front.reports(), IsEmpty());
  const json& labels = emitted.root["module"]["k8scluster"]["labels"];
  EXPECT_EQ(labels["a"], "$${file(\"/etc/passwd\")} %%{if $5 and ${module.base.vpc_id}");
  EXPECT_EQ(labels["%%{k"], "x");
}

TEST(Stack, OddTextStaysJson) {
  const Emitted emitted(
      {{"opta.yaml",
        environment("  - type: base\n  - type: k8s-cluster\n    labels: {a: \"q\\\"\\\\\\u0001 "
                    "\\u263A\\n\"}\n")}});
  EXPECT_EQ(emitted.root["module"]["k8scluster"]["labels"]["a"], "q\"\\\x01 \xE2\x98\xBA\n");
}

TEST(Stack, AValueThatNothingMakesIsRefusedWhereItIsNeeded) {
  Front front(kEnvironment);
  Front service(Files{{"staging.yaml", kEnvironment.at("opta.yaml")},
                      {"opta.yaml", test::service("  - type: aws-nodegroup\n    name: nodes\n    "
                                                  "labels: {b: \"{parent.plan_id}\"}\n")}});
  service.load();
  emit_stack(service.layer(), service.catalog, service.library(), Backend::kRemote,
             service.diagnostics);
  EXPECT_THAT(service.reports(), ElementsAre("E0602 opta.yaml:6:17 `\"{parent.plan_id}\"`"));
}

// --- Origins

TEST(Origins, OfPlacesInTheFile) {
  const Emitted emitted(kEnvironment);
  EXPECT_EQ(emitted.origin_of("7,"), "opta.yaml:6:24");
  EXPECT_EQ(emitted.origin_of("\"web\""), "opta.yaml:8:20");
  // A default points at the module that leaves the field out.
  EXPECT_EQ(emitted.origin_of("\"10.0.0.0/16\""), "opta.yaml:5:5");
  EXPECT_EQ(emitted.origin_of("${module.base.private_subnet_ids}"), "opta.yaml:7:5");
  EXPECT_EQ(emitted.origin_of("required_version"), "none");
  EXPECT_FALSE(emitted.stack.origins.at(emitted.main().size() + 1));
}

TEST(Origins, OfKeysThatHaveWhatSeparatesKeys) {
  const Emitted emitted(
      {{"opta.yaml", environment("  - type: base\n  - type: k8s-cluster\n    labels:\n"
                                 "      a/b: slash\n      '${{c': dollar\n      ~d: tilde\n")}});
  EXPECT_EQ(emitted.origin_of("\"slash\""), "opta.yaml:8:12");
  EXPECT_EQ(emitted.origin_of("\"dollar\""), "opta.yaml:9:15");
  EXPECT_EQ(emitted.origin_of("\"tilde\""), "opta.yaml:10:11");
}

TEST(Origins, OfInputsThatTheFileWrites) {
  const Emitted emitted(kEnvironment);
  const auto place = [&](const std::string& module, const std::string& argument) {
    const auto span = emitted.stack.origins.of_input(module, argument);
    return span ? emitted.front.place(*span) : "none";
  };
  EXPECT_EQ(place("base", "vpc_log_retention"), "opta.yaml:6:24");
  EXPECT_EQ(place("k8scluster", "labels"), "opta.yaml:8:13");
  EXPECT_EQ(place("k8scluster", "vpc_log_retention"), "none");
  EXPECT_EQ(place("base", "total_ipv4_cidr_block"), "none");  // the module's own default
  EXPECT_EQ(place("base", "layer_name"), "none");             // Opta gives it
}

TEST(Origins, OfAddresses) {
  const Emitted emitted(kEnvironment);
  const auto place = [&](std::string_view address) {
    const auto span = emitted.stack.origins.of_address(address);
    return span ? emitted.front.place(*span) : "none";
  };
  EXPECT_EQ(place("module.base.aws_vpc.vpc[0]"), "opta.yaml:5:11");
  EXPECT_EQ(place("module.k8scluster.module.default_nodes.aws_eks_node_group.group"),
            "opta.yaml:7:11");
  EXPECT_EQ(place("module.base[0]"), "opta.yaml:5:11");
  EXPECT_EQ(place("module.base"), "opta.yaml:5:11");
  EXPECT_EQ(place("module.bas"), "none");
  EXPECT_EQ(place("data.terraform_remote_state.parent"), "none");
}

TEST(SandboxOverride, IsJsonBesideTheRoot) {
  const GeneratedFile file = sandbox_override();
  EXPECT_TRUE(file.path.ends_with("_override.tf.json"));
  EXPECT_EQ(json::parse(file.content)["provider"]["aws"]["s3_use_path_style"], true);
}

const Files kApp = {
    {"staging.yaml", environment("  - type: base\n  - type: k8s-cluster\n")},
    {"opta.yaml", test::service("  - type: k8s-service\n    name: app\n    image: nginx\n"
                                "    port: {http: 80}\n")}};

// Binary content, and a name that Terraform would take for a template.
TEST(Stack, FilesOfTheUserStandBesideTheRoot) {
  const std::string bytes("\0\xff", 2);
  const Emitted emitted(
      {{"opta.yaml", environment("  - {type: aws-x, name: x, file: '%{{a'}\n")}, {"%{a", bytes}},
      Backend::kLocal,
      {{"modules/aws/x/module.yaml",
        "type: aws-x\ncloud: aws\nsummary: x\ninputs:\n"
        "  file: {type: string, format: file}\n"},
       {"modules/aws/x/versions.tf", ""}});
  EXPECT_EQ(emitted.root.at("module").at("x").at("file"), "${path.root}/files/x/file/%%{a");
  const auto file =
      std::ranges::find(emitted.stack.files, "files/x/file/%{a", &GeneratedFile::path);
  ASSERT_NE(file, emitted.stack.files.end());
  EXPECT_EQ(file->content, bytes);
}

TEST(Stack, AModuleOfTheUsersIsCalledWithItsInputs) {
  const Emitted emitted(
      {{"opta.yaml", environment("  - type: base\n"
                                 "  - {type: custom-terraform, name: app, source: ../tf//app,\n"
                                 "     depends_on: [base], terraform_inputs: {size: 2, vpc: "
                                 "'${{module.base.vpc_id}}', tags: {a: b}}}\n"
                                 "  - {type: custom-terraform, name: topic, source: acme/sns/aws,\n"
                                 "     version: 6.1.2, terraform_inputs: {name: "
                                 "'${{module.app.name[0]}}'}}\n")},
       {"../tf/app/main.tf",
        "variable \"size\" {}\nvariable \"vpc\" {}\n"
        "variable tags {}\noutput \"name\" {\n}\n"},
       {"../tf/shared/main.tf", ""}});
  EXPECT_THAT(emitted.front.reports(), IsEmpty());
  EXPECT_EQ(emitted.root.at("module").at("app"),
            json::parse(R"({"source": "./files/app/source/app", "size": 2, "tags": {"a": "b"},
                            "vpc": "${module.base.vpc_id}", "depends_on": ["module.base"]})"));
  EXPECT_EQ(emitted.root.at("module").at("topic"),
            json::parse(R"({"source": "acme/sns/aws", "version": "6.1.2",
                            "name": "${module.app.name[0]}"})"));
  EXPECT_THAT(emitted.paths(), testing::IsSupersetOf({"files/app/source/app/main.tf",
                                                      "files/app/source/shared/main.tf"}));
  EXPECT_THAT(emitted.paths(), Not(Contains(testing::StartsWith("modules/custom"))));
  EXPECT_EQ(emitted.origin_of("\"b\""), "opta.yaml:7:96");
}

// So that a release is found when its module has left the file.
TEST(Stack, TheStateListsTheReleases) {
  const Emitted emitted(kApp);
  ASSERT_EQ(emitted.stack.releases.size(), 1U);
  const Release& release = emitted.stack.releases[0];
  EXPECT_EQ(emitted.root.at("output").at(kReleasesOutput).at("value"),
            json::array({release.release_namespace + "/" + release.name}));
  EXPECT_FALSE(Emitted(kEnvironment).root.at("output").contains(kReleasesOutput));
}

TEST(Stack, ANamespaceHasTheLabelsOfAllItsReleases) {
  Stack stack;
  stack.releases = {{.name = "a", .release_namespace = "n", .namespace_labels = {{"x", "1"}}},
                    {.name = "b", .release_namespace = "n", .namespace_labels = {{"y", "2"}}},
                    {.name = "c", .release_namespace = "m", .namespace_labels = {{"z", "3"}}}};
  const std::map<std::string, std::string> expected = {
      {"app.kubernetes.io/managed-by", "opta"}, {"x", "1"}, {"y", "2"}};
  EXPECT_EQ(namespace_labels(stack.releases, "n"), expected);
}

TEST(Stack, TagsOfTheUsersStandBesideTheModulesOwn) {
  const Emitted emitted(
      {{"opta.yaml", environment("  - {type: base, tags: {team: '{env}', cost: 42}}\n")}});
  EXPECT_EQ(emitted.root["module"]["base"]["tags"],
            json({{"team", "staging"}, {"cost", "42"}, {"opta_module", "base"}}));
}

}  // namespace
}  // namespace opta
