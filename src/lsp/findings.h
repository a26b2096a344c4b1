// The checks' diagnostics as an editor shows them in one file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lsp/scene.h"
#include "lsp/workbench.h"

namespace opta::lsp {

// As the protocol counts them.
enum class FindingSeverity : int { kError = 1, kWarning = 2, kInformation = 3 };

struct Related {
  std::string path;
  Extent extent;
  std::string_view text;  // of that file; in the result that was asked about
  std::string message;
};

struct Finding {
  Code code;
  FindingSeverity severity;
  Extent extent = {};  // in the file
  std::string message = {};
  std::string help = {};
  std::vector<Related> related = {};
};

// All of `result` that has a place in the file. What was found in another file stands at where this
// one names that file, and its own place is related to it.
std::vector<Finding> findings_in(const FileView& file, const CheckResult& result);

}  // namespace opta::lsp
