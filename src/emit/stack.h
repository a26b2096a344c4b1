// What a layer compiles to: a Terraform root with the modules that it uses. Pure and deterministic:
// the same layer gives the same bytes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/file_system.h"
#include "catalog/catalog.h"
#include "diag/diagnostic.h"
#include "emit/release.h"
#include "layer/layer.h"

namespace opta {

struct GeneratedFile {
  std::string path;  // below the stack's folder: "main.tf.json"
  std::string content;
};

// From places in generated files back to the user's YAML.
class OriginMap {
 public:
  void add(std::size_t begin, std::size_t end, Span origin);
  void add_module(std::string name, Span origin);
  // Of what the file writes for an argument of the module's block in main.tf.json.
  void add_input(std::string module, std::string argument, Span origin);

  // The origin of the narrowest range of main.tf.json that holds `offset`.
  std::optional<Span> at(std::size_t offset) const;
  // For an address such as "module.base.aws_vpc.vpc[0]": the module's entry.
  std::optional<Span> of_address(std::string_view address) const;
  // Nothing for an argument that the file does not write.
  std::optional<Span> of_input(const std::string& module, const std::string& argument) const;

 private:
  struct Range {
    std::size_t begin;
    std::size_t end;
    Span origin;
  };
  std::vector<Range> ranges_;
  std::map<std::string, Span, std::less<>> modules_;
  std::map<std::pair<std::string, std::string>, Span> inputs_;
};

struct Stack {
  std::vector<GeneratedFile> files;  // sorted by path
  OriginMap origins;
  std::vector<Release> releases = {};  // each behind those that it comes after
};

enum class Backend : std::uint8_t {
  kRemote,  // the environment's state bucket
  kLocal,   // a file beside the root, for `generate-terraform --backend local`
};

// Labels of a namespace: those of all its releases.
std::map<std::string, std::string> namespace_labels(const std::vector<Release>& releases,
                                                    std::string_view name);

inline constexpr const char* kMainFile = "main.tf.json";

// Reports values that come from modules that are not built.
Stack emit_stack(const Layer& layer, const Catalog& catalog, const FileSystem& library,
                 Backend backend, Diagnostics& diagnostics);

// The file that makes a generated root run against the sandbox; it stands beside main.tf.json,
// which stays the same.
GeneratedFile sandbox_override();

}  // namespace opta
