// What can be written at a place.
#pragma once

#include <string>
#include <vector>

#include "lsp/scene.h"

namespace opta::lsp {

enum class CompletionKind : std::uint8_t { kKey, kValue, kModuleType, kModule, kName, kPermission };

struct Completion {
  CompletionKind kind = CompletionKind::kKey;
  std::string label = {};
  std::string detail = {};
  std::string doc = {};     // Markdown
  std::string insert = {};  // in place of `replaced`
  std::string filter = {};  // what the editor compares with what is typed; empty: the label
  Extent replaced = {};
  int rank = 0;  // smaller ones first
  bool is_deprecated = false;
  bool goes_on = false;  // what follows can be completed at once
};

struct CompletionOptions {
  // Whether text of several lines is inserted as it is. Else only one line is offered: an editor
  // that indents it again would break the file.
  bool several_lines = false;
};

struct CompletionList {
  // More would not be read.
  static constexpr std::size_t kItemsMax = 400;

  std::vector<Completion> items = {};
  bool is_complete = true;
};

CompletionList complete(const Scene& scene, std::size_t offset, const CompletionOptions& options);

}  // namespace opta::lsp
