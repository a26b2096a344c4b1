// The catalog's look-ups, and what every module of the embedded library must hold.
#include "catalog/catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "base/memory_file_system.h"
#include "catalog/library.h"

namespace opta {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

struct Loaded {
  explicit Loaded(const FileSystem& library)
      : catalog(Catalog::load(library, sources, diagnostics)) {}

  SourceMap sources;
  Diagnostics diagnostics;
  Catalog catalog;
};

class EmbeddedLibrary : public testing::Test {
 protected:
  std::unique_ptr<FileSystem> library_ = open_library("").value();
  Loaded loaded_{*library_};
  const Catalog& catalog_ = loaded_.catalog;
};

TEST_F(EmbeddedLibrary, IsSound) {
  EXPECT_THAT(loaded_.diagnostics.all(), IsEmpty());
  EXPECT_GT(catalog_.modules().size(), 20u);
}

TEST_F(EmbeddedLibrary, FindsByFullAndByGenericName) {
  const ModuleDefinition* eks = catalog_.find("aws-eks", "aws");
  ASSERT_NE(eks, nullptr);
  EXPECT_EQ(catalog_.find("k8s-cluster", "aws"), eks);
  EXPECT_EQ(catalog_.find_type("aws-eks"), eks);
  EXPECT_EQ(catalog_.find_type("k8s-cluster"), nullptr);
  EXPECT_EQ(catalog_.find("k8s-cluster", "google"), nullptr);
  EXPECT_NE(catalog_.find("custom-terraform", "aws"), nullptr);
  EXPECT_THAT(catalog_.type_names("aws"), Contains("k8s-cluster"));
  EXPECT_THAT(catalog_.type_names("aws"), Contains("helm-chart"));
  EXPECT_THAT(catalog_.type_names("google"), Contains("gcp-base"));
  EXPECT_THAT(catalog_.type_names("aws"), Not(Contains("gcp-base")));
}

TEST_F(EmbeddedLibrary, KnowsTheClouds) {
  EXPECT_TRUE(catalog_.find_cloud("aws")->built);
  EXPECT_FALSE(catalog_.find_cloud("google")->built);
  EXPECT_EQ(catalog_.find_cloud("oracle"), nullptr);
  EXPECT_EQ(catalog_.find_cloud("aws")->zones("us-west-1"), 2);
  EXPECT_EQ(catalog_.find_cloud("aws")->zones("mars-north-1"), 0);
}

TEST_F(EmbeddedLibrary, NamesAreUnique) {
  std::map<std::string, int> count;
  for (const ModuleDefinition& module : catalog_.modules()) {
    ++count[module.type];
    for (const std::string& alias : module.aliases) ++count[alias];
  }
  for (const auto& [name, times] : count) EXPECT_EQ(times, 1) << name;
}

// A wire that leads nowhere would be a fault in every file that uses the module.
TEST_F(EmbeddedLibrary, EveryWireLeadsToAnOutputThatItsPlaceCanSee) {
  for (const ModuleDefinition& module : catalog_.modules()) {
    for (const Wire& wire : module.wiring) {
      if (!wire.context.empty() || wire.links != LinkWire::kNone) continue;
      const ModuleDefinition* source = catalog_.find_type(wire.from_type);
      ASSERT_NE(source, nullptr) << module.type << " " << wire.name;
      if (!wire.from_input.empty()) {
        EXPECT_NE(find_field(source->inputs, wire.from_input), nullptr)
            << module.type << " " << wire.name;
        continue;
      }
      const Output* output = source->find_output(wire.from_output);
      ASSERT_NE(output, nullptr) << module.type << " " << wire.name;
      EXPECT_TRUE(output->exported || module.placement == Placement::kEnvironment)
          << module.type << " " << wire.name;
    }
  }
}

// A notice about a name that does not exist would never be seen, and a `!=` one always.
TEST_F(EmbeddedLibrary, EveryNoticeNamesInputsAndWires) {
  for (const ModuleDefinition& module : catalog_.modules()) {
    const auto exists = [&](std::string_view path) {
      const std::string_view name = path.substr(0, path.find('.'));
      return find_field(module.inputs, name) != nullptr ||
             std::ranges::find(module.wiring, name, &Wire::name) != module.wiring.end();
    };
    for (const Notice& notice : module.notices) {
      EXPECT_TRUE(exists(notice.field)) << module.type << " " << notice.field;
      std::istringstream words(notice.when);
      std::string word, before = "and";
      for (; words >> word; before = word) {
        const bool is_name = before == "and" || before == "or";
        EXPECT_TRUE(!is_name || exists(word)) << module.type << " " << word;
      }
    }
  }
}

TEST_F(EmbeddedLibrary, EveryTypeThatIsNamedExists) {
  for (const ModuleDefinition& module : catalog_.modules()) {
    for (const std::string& type : module.required_types)
      EXPECT_NE(catalog_.find_type(type), nullptr) << module.type;
    for (const std::string& type : module.used_types)
      EXPECT_NE(catalog_.find_type(type), nullptr) << module.type;
  }
}

TEST_F(EmbeddedLibrary, EveryCheckNamesInputs) {
  for (const ModuleDefinition& module : catalog_.modules()) {
    for (const Relation& relation : module.relations) {
      for (const std::string& field : relation.fields)
        EXPECT_NE(find_field(module.inputs, field), nullptr) << module.type << " " << field;
      EXPECT_TRUE(relation.other.empty() || find_field(module.inputs, relation.other) != nullptr)
          << module.type << " " << relation.other;
    }
  }
}

TEST_F(EmbeddedLibrary, BuiltModulesBringTerraformOrARelease) {
  for (const ModuleDefinition& module : catalog_.modules()) {
    if (module.status != ModuleStatus::kBuilt) continue;
    EXPECT_TRUE(module.has_terraform || !module.releases.empty()) << module.type;
    EXPECT_EQ(library_->kind(module.folder + "/variables.tf") == FileKind::kFile,
              module.has_terraform && !module.call)
        << module.type;
  }
}

TEST(Catalog, AFaultInTheLibraryIsReportedAtItsPlace) {
  MemoryFileSystem library;
  ASSERT_TRUE(library.write("modules/aws/cloud.yaml", "cloud: aws\nregoins: {}\n"));
  ASSERT_TRUE(
      library.write("modules/aws/good/module.yaml", "type: aws-good\ncloud: aws\nsummary: x\n"));
  ASSERT_TRUE(library.write("modules/aws/bad/module.yaml", "type: [\n"));
  ASSERT_TRUE(library.write("modules/aws/none/main.tf", ""));
  const Loaded loaded(library);
  std::vector<std::string> places;
  for (const Diagnostic& one : loaded.diagnostics.sorted())
    places.push_back(loaded.sources.describe(one.span));
  EXPECT_THAT(places, ElementsAre(testing::StartsWith("modules/aws/bad/module.yaml:"),
                                  "modules/aws/cloud.yaml:2:1"));
  ASSERT_EQ(loaded.catalog.modules().size(), 1u);
  EXPECT_EQ(loaded.catalog.modules()[0].type, "aws-good");
}

TEST(Catalog, AnEmptyLibraryIsSaidToBeMissing) {
  const MemoryFileSystem library;
  const Loaded loaded(library);
  EXPECT_TRUE(loaded.diagnostics.has_errors());
}

TEST(OpenLibrary, AFolderInPlaceOfTheEmbeddedOne) {
  const auto folder = open_library(OPTA_SOURCE_DIR);
  ASSERT_TRUE(folder);
  const auto embedded = open_library("");
  ASSERT_TRUE(embedded);
  EXPECT_EQ((*folder)->list("modules/aws").value(), (*embedded)->list("modules/aws").value());
  const std::string file = "modules/aws/base/module.yaml";
  EXPECT_EQ((*folder)->read(file, 1u << 20).value(), (*embedded)->read(file, 1u << 20).value());
}

TEST(OpenLibrary, AFolderThatIsNone) {
  const auto library = open_library("/nonexistent");
  ASSERT_FALSE(library);
  EXPECT_THAT(library.error().help, testing::HasSubstr("OPTA_LIBRARY"));
}

}  // namespace
}  // namespace opta
