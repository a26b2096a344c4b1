// Inputs that name files and folders: what is copied, what becomes a value, and what is refused.
#include "layer/user_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include <sys/stat.h>

#include "../temp_folder.h"
#include "front_fixture.h"

namespace opta {
namespace {

using test::environment;
using test::Files;
using test::Front;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Files kLibrary = {{"modules/aws/x/module.yaml",
                         "type: aws-x\ncloud: aws\nsummary: x\ninputs:\n"
                         "  file: {type: string, format: file}\n"
                         "  folder: {type: string, format: folder}\n"
                         "  text: {type: string, format: text-file}\n"
                         "  json: {type: string, format: json-file}\n"
                         "  list: {type: list, items: {type: string, format: file}}\n"
                         "  object: {type: object, fields: {cert: {type: string, format: "
                         "text-file}}}\n"}};

// An environment below "env/" with one module whose fields are `fields`, beside `files`.
Front with(const std::string& fields, Files files = {}) {
  files["env/opta.yaml"] = environment("  - {type: aws-x, name: x, " + fields + "}\n");
  Front front(files, kLibrary);
  front.load({.path = "env/opta.yaml"});
  return front;
}

std::vector<std::string> copies(const Front& front) {
  std::vector<std::string> list;
  for (const UserFile& file : front.layer().files) list.push_back(file.path + "=" + file.content);
  return list;
}

std::string path_of(const Value& value) {
  std::string text;
  for (const TemplatePart& part : value.parts)
    text += part.expression.empty() ? part.text : "${" + part.expression + "}";
  return text;
}

TEST(UserFiles, AFileIsCopiedAsItIs) {
  const std::string bytes("\0\xff\r\n", 4);
  const Front front = with("file: ../code.zip", {{"code.zip", bytes}});
  EXPECT_THAT(front.reports(), IsEmpty());
  EXPECT_EQ(path_of(front.argument("x", "file")), "${path.root}/files/x/file/code.zip");
  EXPECT_THAT(copies(front), ElementsAre("files/x/file/code.zip=" + bytes));
}

TEST(UserFiles, AFolderIsCopiedWithAllBelowIt) {
  const Front front = with("folder: ./site/", {{"env/site/index.html", "1"},
                                               {"env/site/a/b/c", "2"},
                                               {"env/site/.well-known/x", "3"},
                                               {"env/site/.git/config", "secret"},
                                               {"env/site/a/.terraform/x", "large"},
                                               {"env/site/.opta/x", "ours"},
                                               {"env/site/gen/.opta-generated", "main.tf.json\n"},
                                               {"env/site/gen/main.tf.json", "{}"},
                                               {"env/other", "not below it"}});
  EXPECT_THAT(front.reports(), IsEmpty());
  EXPECT_EQ(path_of(front.argument("x", "folder")), "${path.root}/files/x/folder");
  EXPECT_THAT(copies(front), ElementsAre("files/x/folder/.well-known/x=3", "files/x/folder/a/b/c=2",
                                         "files/x/folder/index.html=1"));
}

TEST(UserFiles, FilesOfOneNameInAListStandApart) {
  const Front front = with("list: [a/f, b/f]", {{"env/a/f", "1"}, {"env/b/f", "2"}});
  EXPECT_THAT(copies(front), ElementsAre("files/x/list/0/f=1", "files/x/list/1/f=2"));
  EXPECT_EQ(path_of(front.argument("x", "list").items[1]), "${path.root}/files/x/list/1/f");
}

TEST(UserFiles, ATextBecomesTheValue) {
  const Front front = with("text: a.txt, object: {cert: /etc/cert.pem}",
                           {{"env/a.txt", "\xef\xbb\xbf${a} {b}\n"}, {"/etc/cert.pem", "PEM"}});
  EXPECT_THAT(front.reports(), IsEmpty());
  EXPECT_EQ(front.argument("x", "text").text, "${a} {b}\n");
  EXPECT_EQ(front.argument("x", "object.cert").text, "PEM");
  EXPECT_THAT(copies(front), IsEmpty());
}

TEST(UserFiles, BrokenJsonIsPointedAtInItsOwnFile) {
  const auto of = [](const std::string& json) {
    return with("json: p.json", {{"env/p.json", json}}).reports();
  };
  EXPECT_THAT(of("{\n  \"a\": [1, 2]}\n"), IsEmpty());
  EXPECT_THAT(of("{\n  \"a\": [1, 2}\n"), ElementsAre("E0213 env/p.json:2:13 `}`"));
  EXPECT_THAT(of("{\"a\": 1"), ElementsAre("E0213 env/p.json:1:8 ``"));
  EXPECT_THAT(of(""), ElementsAre("E0213 env/p.json:1:1 ``"));
  EXPECT_THAT(of("[1]"), ElementsAre("E0213 env/p.json:1:1 `[`"));
  EXPECT_THAT(of("{\"a\": {\"b\": 1,\n\t\"b\": 2}}"), ElementsAre("E0104 env/p.json:2:2 `\"b\"`"));
  EXPECT_THAT(of(std::string(100'000, '[')), ElementsAre(HasSubstr("E0213 env/p.json:1:")));
}

TEST(UserFiles, WhatIsMissingOrOfTheWrongKindIsSaidAtThePath) {
  const Files files = {{"env/site/index.html", ""}};
  const auto message = [&](const std::string& fields) {
    const Front front = with(fields, files);
    return front.error().message + " | " + front.error().help;
  };
  EXPECT_THAT(with("file: site/indx.html", files).reports(),
              ElementsAre("E0212 env/opta.yaml:5:34 `site/indx.html`"));
  EXPECT_EQ(message("file: site/indx.html"),
            "there is no file `env/site/indx.html` | did you mean `index.html`?");
  EXPECT_EQ(message("folder: site/index.html"), "`env/site/index.html` is a file, not a folder | ");
  EXPECT_EQ(message("text: site"), "`env/site` is a folder, not a file | ");
  EXPECT_THAT(message("file: nowhere/at/all"), HasSubstr("relative to the folder of this file"));
  EXPECT_THAT(message("file: ''"), HasSubstr("names no file"));
  EXPECT_THAT(message("file: \"a\\nb\""), HasSubstr("control characters"));
  EXPECT_THAT(message("file: " + std::string(5000, 'x')), HasSubstr("longer than a path"));
}

TEST(UserFiles, AnotherModulesOutputIsNoPath) {
  Files files = {{"env/opta.yaml", environment("  - type: base\n  - type: aws-x\n    name: x\n"
                                               "    file: ${{module.base.vpc_id}}\n")}};
  Front front(files, kLibrary);
  front.load({.path = "env/opta.yaml"});
  EXPECT_THAT(front.reports(), ElementsAre("E0409 env/opta.yaml:8:11 `${{module.base.vpc_id}}`"));
}

TEST(UserFiles, TextHasToBeText) {
  EXPECT_THAT(with("text: a", {{"env/a", std::string("\0", 1)}}).reports(),
              ElementsAre(HasSubstr("E0212")));
  EXPECT_THAT(with("json: a", {{"env/a", "{\"\xff\": 1}"}}).reports(),
              ElementsAre(HasSubstr("E0212")));
}

TEST(UserFiles, AnEnvironmentsFilesAreNotReadForItsServices) {
  Front front(Files{{"staging.yaml", environment("  - {type: aws-x, name: x, file: gone}\n")},
                    {"opta.yaml", test::service("  - {type: aws-x, name: y}\n")}},
              kLibrary);
  front.load();
  EXPECT_THAT(front.reports(), IsEmpty());
}

// The limits, small enough to be met.
class Limited : public testing::Test {
 protected:
  std::vector<std::string> messages(const std::string& fields, const Files& files,
                                    const UserFileLimits& limits) {
    Front front = with(fields, files);
    Layer layer = front.layer();
    layer.files.clear();
    for (Argument& argument : layer.modules[0].arguments) {
      if (argument.value.kind != ValueKind::kTemplate) continue;
      argument.value = Value::of_text(argument.name == "folder" ? "d" : "a", argument.value.span);
    }
    Diagnostics diagnostics;
    read_user_files(layer, front.disk, front.sources, diagnostics, limits);
    std::vector<std::string> list;
    for (const Diagnostic& one : diagnostics.all()) list.push_back(one.message);
    return list;
  }
};

TEST_F(Limited, SizeNumberAndDepth) {
  const Files files = {{"env/a", "12345"}, {"env/d/1", "123"}, {"env/d/e/f/2", "123"}};
  EXPECT_THAT(messages("file: a", files, {.file_bytes = 4}),
              ElementsAre(HasSubstr("larger than 4 bytes")));
  EXPECT_THAT(messages("folder: d", files, {.all_bytes = 5}),
              ElementsAre(HasSubstr("more than 5 bytes of files")));
  EXPECT_THAT(messages("folder: d", files, {.files = 1}),
              ElementsAre(HasSubstr("more than 1 files")));
  EXPECT_THAT(messages("folder: d", files, {.depth = 1}),
              ElementsAre(HasSubstr("more than 1 folders deep")));
  EXPECT_THAT(messages("folder: d", files, {}), IsEmpty());
}

// Links and special files, which the disk in memory does not have.
class OnDisk : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(root_ / "site/sub");
    write("site/index.html");
  }

  void write(const std::string& path) {
    RealFileSystem disk;
    ASSERT_TRUE(disk.write((root_ / path).string(), "x"));
  }
  void link(const std::string& target, const std::string& path) {
    std::filesystem::create_symlink(target, root_ / path);
  }
  // Of a module whose folder is "site".
  std::vector<std::string> messages() {
    Front front = with("folder: site", {{"env/site/index.html", ""}});
    Layer layer = front.layer();
    layer.path = (root_ / "opta.yaml").string();
    layer.files.clear();
    for (Argument& argument : layer.modules[0].arguments) {
      if (argument.name == "folder") argument.value = Value::of_text("site", argument.value.span);
    }
    Diagnostics diagnostics;
    read_user_files(layer, RealFileSystem(), front.sources, diagnostics);
    std::vector<std::string> list;
    for (const Diagnostic& one : diagnostics.all()) list.push_back(one.message);
    copied = layer.files.size();
    return list;
  }

  test::TempFolder folder_;
  std::filesystem::path root_ = folder_.path();
  std::size_t copied = 0;
};

TEST_F(OnDisk, LinksInsideAreFollowed) {
  link("index.html", "site/start.html");
  link("../index.html", "site/sub/up.html");
  EXPECT_THAT(messages(), IsEmpty());
  EXPECT_EQ(copied, 3u);
}

TEST_F(OnDisk, LinksThatLeaveTheFolderAreRefused) {
  write("site-secrets/key");
  link("../site-secrets/key", "site/key");
  EXPECT_THAT(messages(), ElementsAre(HasSubstr("site/key` is a link that leaves the folder")));
}

TEST_F(OnDisk, ALinkToAFolderAboveEndsSomewhere) {
  link("..", "site/sub/up");
  EXPECT_THAT(messages(), ElementsAre(HasSubstr("more than 64 folders deep")));
}

TEST_F(OnDisk, ALinkToNothingAndAPipeAreRefused) {
  link("nothing", "site/sub/broken");
  EXPECT_THAT(messages(), ElementsAre(HasSubstr("is a link to something that is not there")));
  std::filesystem::remove(root_ / "site/sub/broken");
  ASSERT_EQ(::mkfifo((root_ / "site/pipe").c_str(), 0600), 0);
  EXPECT_THAT(messages(), ElementsAre(HasSubstr("is neither a file nor a folder")));
}

TEST_F(OnDisk, ANameWithALineEndIsRefused) {
  write("site/a\nb");
  EXPECT_THAT(messages(), ElementsAre(HasSubstr("control characters")));
}

}  // namespace
}  // namespace opta
