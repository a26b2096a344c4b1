#include "lsp/completion.h"

#include "bench.h"

namespace opta::lsp::test {
namespace {

using Labels = std::vector<std::string>;

CompletionList at(const std::string& marked) {
  const auto [text, offset] = cursor(marked);
  return complete(scene_of(text), offset, {.several_lines = true});
}

Labels labels(const std::string& marked) {
  Labels labels;
  for (const Completion& item : at(marked).items) labels.push_back(item.label);
  return labels;
}

bool offers(const std::string& marked, const std::string& label) {
  const Labels all = labels(marked);
  return std::ranges::find(all, label) != all.end();
}

// The text after the item was taken.
std::string taken(const std::string& marked, const std::string& label) {
  auto [text, offset] = cursor(marked);
  for (const Completion& item : at(marked).items) {
    if (item.label != label) continue;
    text.replace(item.replaced.begin, item.replaced.end - item.replaced.begin, item.insert);
    return text;
  }
  return "not offered";
}

const std::string kService = std::string(kHead) + "  - type: k8s-service\n    name: app\n";

TEST(Completion, TopLevelKeysFitTheKindOfFile) {
  EXPECT_TRUE(offers("|", "providers"));
  EXPECT_FALSE(offers("environments:\n|", "providers"));
  EXPECT_FALSE(offers("name: a\n|", "name"));
}

TEST(Completion, KeysOfAModuleAreThoseThatAreNotThere) {
  EXPECT_TRUE(offers(kService + "    |", "image"));
  EXPECT_FALSE(offers(kService + "    image: a\n    |", "image"));
  EXPECT_FALSE(offers(kService + "    |\n    image: a\n", "image"));
  EXPECT_TRUE(offers(kService + "    max_con|", "max_containers"));
  EXPECT_TRUE(offers(kService + "    max_con|\n    image: [unclosed\n", "max_containers"));
  EXPECT_FALSE(offers(kService + "    |", "modules"));
}

TEST(Completion, AWrittenKeyStaysWhatItIs) {
  EXPECT_EQ(taken(kService + "    max_con|: 3", "max_containers"),
            kService + "    max_containers: 3");
}

TEST(Completion, NestedKeysComeWithTheirIndentation) {
  EXPECT_EQ(taken(kService + "    por|", "port"), kService + "    port:\n      ");
  EXPECT_EQ(taken(kService + "    lin|", "links"), kService + "    links:\n      - ");
  EXPECT_EQ(labels(kService + "    port:\n      http: 1\n      |"),
            (Labels{"tcp", "grpc", "websocket"}));
  EXPECT_EQ(labels(kService + "    port: {http: 1, |}"), (Labels{"tcp", "grpc", "websocket"}));
  EXPECT_EQ(labels(kService + "    port: {http: 1, |"), (Labels{"tcp", "grpc", "websocket"}));
  EXPECT_TRUE(offers(kService + "    ports:\n      - na|", "name"));
}

TEST(Completion, ValuesAreTheAllowedOnes) {
  const std::string db = std::string(kHead) + "  - type: postgres\n";
  EXPECT_EQ(labels(db + "    multi_az: |\n    name: db\n"), (Labels{"true", "false"}));
  EXPECT_EQ(taken(db + "    multi_az:|", "true"), db + "    multi_az: true");
  EXPECT_TRUE(offers(kService + "    ports:\n      - type: |", "tcp"));
  EXPECT_TRUE(offers("providers:\n  aws:\n    region: eu-|", "eu-central-1"));
  EXPECT_TRUE(labels(kService + "    healthcheck_path: |").empty());
}

TEST(Completion, TypesFitTheFile) {
  EXPECT_TRUE(offers(std::string(kHead) + "  - type: |", "postgres"));
  EXPECT_FALSE(offers(std::string(kHead) + "  - type: |", "base"));
  EXPECT_FALSE(offers(kService + "  - type: |", "k8s-service"));  // once in a file
  EXPECT_TRUE(offers("org_name: a\nmodules:\n- type: b|", "base"));
}

TEST(Completion, LinksNameWhatCanBeLinkedTo) {
  const auto with = [&](const std::string& links) {
    return std::string(kHead) + "  - type: aws-s3\n    name: bucket\n  - type: k8s-service\n" +
           links;
  };
  EXPECT_EQ(labels(with("    links:\n      - |")), (Labels{"bucket", "maindb"}));
  EXPECT_EQ(labels(with("    links: [bucket, |]")), (Labels{"maindb"}));
  EXPECT_EQ(labels(with("    links:\n      - bucket: [|]")), (Labels{"read", "write"}));
  EXPECT_EQ(labels(with("    depends_on: [|")), (Labels{"bucket"}));
  EXPECT_TRUE(offers(with("    links:\n      - maindb: {|}"), "db_user"));
}

TEST(Completion, NamesInBraces) {
  EXPECT_TRUE(offers(kService + "    max_containers: \"{vars.|}\"", "vars.most"));
  EXPECT_TRUE(offers(kService + "    image: a{|", "parent.vpc_id"));
  EXPECT_EQ(taken(kService + "    image: a{va|", "vars.most"),
            kService + "    image: a{vars.most}");
  EXPECT_EQ(taken(kService + "    image: \"${{m|\"", "module.db.db_host"), "not offered");
  const std::string two = kService + "  - type: postgres\n    name: db\n    database_name: x\n";
  EXPECT_EQ(taken(two + "  - type: redis\n    name: \"${{module.|\"", "module.db.db_host"),
            two + "  - type: redis\n    name: \"${{module.db.db_host}}\"");
  EXPECT_FALSE(offers(kService + "    image: \"{{|\"", "vars.most"));  // a brace that means itself
}

// To YAML these braces are a map.
TEST(Completion, BracesWithoutQuotesGetThem) {
  EXPECT_EQ(taken(kService + "    max_containers: {va|}\n", "vars.most"),
            kService + "    max_containers: \"{vars.most}\"\n");
}

TEST(Completion, NothingInComments) {
  EXPECT_TRUE(labels(kService + "    # im|").empty());
  EXPECT_TRUE(labels(kService + "    image: a # |").empty());
}

TEST(Completion, OnlyOneLineForEditorsThatIndentAgain) {
  const auto [text, offset] = cursor(kService + "    por|");
  for (const Completion& item : complete(scene_of(text), offset, {}).items)
    EXPECT_EQ(item.insert.find('\n'), std::string::npos) << item.label;
}

}  // namespace
}  // namespace opta::lsp::test
