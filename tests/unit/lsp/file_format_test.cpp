// The server's own table of the file's keys against the JSON Schema, which other editors use.
#include "lsp/file_format.h"

#include <set>

#include <nlohmann/json.hpp>

#include "bench.h"
#include "catalog/json_schema.h"

namespace opta::lsp::test {
namespace {

using Names = std::set<std::string>;

Names keys_in(const nlohmann::json& schema) {
  Names names;
  for (const auto& [name, property] : schema.at("properties").items()) names.insert(name);
  return names;
}

// Of the section that a file consists of, or of the whole file.
Names keys_of(const FileFormat& format, const std::string& section) {
  const Outline outline(section.empty() ? "" : section + ":\n  x:\n");
  const std::size_t branch =
      section.empty() ? Outline::kRoot : outline.child(Outline::kRoot, section);
  Names names;
  for (const Field* field : format.fields(outline, branch)) names.insert(field->name);
  return names;
}

TEST(FileFormat, HasTheKeysOfTheSchema) {
  const MemoryBench bench;
  const FileFormat format(bench.catalog());
  const auto schema = nlohmann::json::parse(json_schema(bench.catalog(), FileFormat::kCloud));
  EXPECT_EQ(keys_of(format, ""), keys_in(schema));
  for (const char* section : {"gitops", "preview"})
    EXPECT_EQ(keys_of(format, section), keys_in(schema.at("properties").at(section))) << section;
}

}  // namespace
}  // namespace opta::lsp::test
