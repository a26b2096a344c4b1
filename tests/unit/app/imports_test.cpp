#include "app/imports.h"

#include <gtest/gtest.h>

#include "base/memory_file_system.h"

namespace opta {
namespace {

using terraform::EngineDiagnostic;

const Import kVpc{"module.base.aws_vpc.this[0]", "vpc-1"};
const Import kSubnet{R"(module.base.aws_subnet.private["10.0.0.0/21"])", "subnet-1"};
const Import kShort{"aws_eip.nat", "eipalloc-1"};
const Import kLong{"aws_eip.nat_two", "eipalloc-2"};

EngineDiagnostic no_object(const std::string& quoted_address) {
  return {.summary = "Cannot import non-existent remote object",
          .detail = "While attempting to import an existing object to \"" + quoted_address +
                    "\", the provider detected that no object exists with the given id."};
}

TEST(Imports, AreReadAsTheyWereWritten) {
  MemoryFileSystem disk;
  EXPECT_TRUE(read_imports(disk, "/stack").empty());
  ASSERT_TRUE(write_imports(disk, "/stack", {kVpc, kSubnet}));
  EXPECT_EQ(read_imports(disk, "/stack"), (std::vector<Import>{kVpc, kSubnet}));
  ASSERT_TRUE(write_imports(disk, "/stack", {}));
  EXPECT_EQ(disk.kind("/stack/recovered_imports.tf.json"), FileKind::kMissing);
}

TEST(Imports, AFileThatIsNotOursHasNone) {
  MemoryFileSystem disk;
  for (const char* text :
       {"", "[]", "{\"import\":3}", "{\"import\":[1,{\"to\":2,\"id\":\"x\"}]}"}) {
    ASSERT_TRUE(disk.write("/stack/recovered_imports.tf.json", text));
    EXPECT_TRUE(read_imports(disk, "/stack").empty()) << text;
  }
}

TEST(Imports, ARefusedOneIsTakenOutByItsAddress) {
  std::vector<Import> imports = {kVpc, kSubnet};
  const auto refused =
      take_refused(imports, {no_object(R"(module.base.aws_subnet.private[\"10.0.0.0/21\"])")});
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_EQ(refused[0].first, kSubnet);
  EXPECT_EQ(refused[0].second, "Cannot import non-existent remote object");
  EXPECT_EQ(imports, std::vector<Import>{kVpc});
}

TEST(Imports, OfAddressesThatBeginAlikeTheLongestCounts) {
  std::vector<Import> imports = {kShort, kLong};
  EXPECT_EQ(take_refused(imports, {no_object("aws_eip.nat_two")}).at(0).first, kLong);
  EXPECT_EQ(take_refused(imports, {no_object("aws_eip.nat")}).at(0).first, kShort);
}

TEST(Imports, ARefusedOneIsTakenOutByItsPlaceInTheFile) {
  MemoryFileSystem disk;
  std::vector<Import> imports = {kVpc, kSubnet, kShort};
  ASSERT_TRUE(write_imports(disk, "/stack", imports));
  const std::string text = disk.read("/stack/recovered_imports.tf.json", 10000).value();
  const auto at = static_cast<std::uint32_t>(text.find("subnet-1"));
  const auto refused = take_refused(
      imports, {{.summary = "Invalid id",
                 .detail = "It has to look otherwise.",
                 .range = terraform::GeneratedRange{"recovered_imports.tf.json", at, at + 1}}});
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_EQ(refused[0].first, kSubnet);
}

TEST(Imports, OtherErrorsAreNotAboutThem) {
  std::vector<Import> imports = {kVpc};
  EXPECT_TRUE(take_refused(imports, {{.summary = "creating VPC",
                                      .detail = "limit exceeded",
                                      .address = kVpc.address}})
                  .empty());
  EXPECT_TRUE(
      take_refused(imports,
                   {{.severity = Severity::kWarning, .summary = "import", .address = kVpc.address}})
          .empty());
  EXPECT_EQ(imports.size(), 1U);
}

}  // namespace
}  // namespace opta
