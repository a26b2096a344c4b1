// Any bytes as opta.yaml beside real environments: the front end answers with Terraform or with
// diagnostics, within a second; what it emits is JSON, and the same each time.
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/check.h"
#include "base/memory_file_system.h"
#include "catalog/library.h"
#include "emit/stack.h"
#include "layer/load.h"
#include "support.h"

namespace opta {
namespace {

// Of CPU time, sanitizers included: what takes longer is a finding, as a crash is.
constexpr double kSecondsMax = 1;

double cpu_seconds() {
  timespec now{};
  OPTA_ASSERT(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) == 0);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// What all inputs have in common, read once.
struct Common {
  Common() {
    auto opened = open_library("");
    OPTA_ASSERT(opened.has_value());
    library = *std::move(opened);
    Diagnostics diagnostics;
    catalog = Catalog::load(*library, sources, diagnostics);
    OPTA_ASSERT(diagnostics.all().empty());
    // Where the files of tests/corpus, which are the seeds, look for their environments.
    const RealFileSystem real;
    for (const std::string name : {"env-staging.yaml", "env-production.yaml"}) {
      const auto text = real.read(OPTA_SOURCE_DIR "/tests/corpus/accepted/" + name, 1u << 20);
      OPTA_ASSERT(text.has_value());
      OPTA_ASSERT(disk.write("accepted/" + name, *text).has_value());
    }
  }

  MemoryFileSystem disk;
  SourceMap sources;
  std::unique_ptr<FileSystem> library;
  Catalog catalog;
};

void check_stack(const Stack& stack, const Stack& again, const SourceMap& sources) {
  OPTA_ASSERT(stack.files.size() == again.files.size());
  for (std::size_t i = 0; i < stack.files.size(); ++i) {
    OPTA_ASSERT(stack.files[i].path == again.files[i].path);
    OPTA_ASSERT(stack.files[i].content == again.files[i].content);
    if (stack.files[i].path != kMainFile) continue;
    OPTA_ASSERT(nlohmann::json::accept(stack.files[i].content));
    for (std::size_t at = 0; at < stack.files[i].content.size(); at += 97)
      fuzz::check_span(sources, stack.origins.at(at).value_or(Span{}));
  }
}

void run(std::string_view bytes) {
  static Common common;
  const double start = cpu_seconds();
  constexpr const char* kPath = "accepted/opta.yaml";
  OPTA_ASSERT(common.disk.write(kPath, bytes).has_value());
  SourceMap sources = common.sources;  // the catalog's places stay valid
  Diagnostics diagnostics;
  LayerLoader loader(common.catalog, common.disk, sources, nullptr);
  const auto layer = loader.load({.path = kPath, .environment = "staging"}, diagnostics);
  OPTA_ASSERT((layer == nullptr) == diagnostics.has_errors());
  if (layer) {
    const auto emit = [&] {
      return emit_stack(*layer, common.catalog, *common.library, Backend::kRemote, diagnostics);
    };
    const Stack stack = emit();
    check_stack(stack, emit(), sources);
  }
  fuzz::check_diagnostics(sources, diagnostics);
  OPTA_ASSERT(cpu_seconds() - start < kSecondsMax);
}

}  // namespace
}  // namespace opta

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  opta::run({reinterpret_cast<const char*>(data), size});
  return 0;
}
