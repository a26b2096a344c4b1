// Any bytes: the reader answers with a tree or with a diagnostic, every place is inside the text,
// the limits hold, and whatever was reported can be shown.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "support.h"
#include "yaml/read.h"

namespace opta {
namespace {

// Small enough that the fuzzer reaches them.
constexpr yaml::Limits kLimits{
    .bytes = 1u << 16, .depth = 16, .nodes = 2000, .scalar_bytes = 4096, .text_bytes = 1u << 16};

// Without recursion: the depth is one of the things to be checked.
void check_tree(const SourceMap& sources, const yaml::Node& root) {
  struct Visit {
    const yaml::Node* node;
    std::uint32_t depth;
  };
  std::vector<Visit> open = {{&root, 1}};
  std::size_t nodes = 0;
  while (!open.empty()) {
    const auto [node, depth] = open.back();
    open.pop_back();
    OPTA_ASSERT(++nodes <= kLimits.nodes);
    OPTA_ASSERT(node->is_scalar() || depth <= kLimits.depth);
    OPTA_ASSERT(node->span);
    fuzz::check_span(sources, node->span);
    for (const yaml::Node& item : node->items) open.push_back({&item, depth + 1});
    for (const yaml::Entry& entry : node->entries) {
      OPTA_ASSERT(!entry.key.empty());
      OPTA_ASSERT(node->find(entry.key) == &entry.value);
      fuzz::check_span(sources, entry.key_span);
      open.push_back({&entry.value, depth + 1});
    }
  }
}

void run(std::string_view bytes) {
  SourceMap sources;
  const SourceId source = sources.add("opta.yaml", std::string(bytes));
  Diagnostics diagnostics;
  const auto tree = yaml::read(sources, source, diagnostics, kLimits);
  OPTA_ASSERT(tree || diagnostics.has_errors());
  if (tree) check_tree(sources, *tree);
  for (const Diagnostic& diagnostic : diagnostics.all()) OPTA_ASSERT(diagnostic.span);
  fuzz::check_diagnostics(sources, diagnostics);
}

}  // namespace
}  // namespace opta

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  opta::run({reinterpret_cast<const char*>(data), size});
  return 0;
}
