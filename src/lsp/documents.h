// The files that are open in the editor.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lsp/findings.h"
#include "lsp/rpc.h"
#include "lsp/scene.h"
#include "lsp/text_lines.h"
#include "lsp/workbench.h"

namespace opta::lsp {

struct Document {
  std::string uri;
  std::string path;  // of a file that has none yet, its URI
  std::optional<std::int64_t> version;
  std::string text;
  std::shared_ptr<const FileView> view = {};  // of this text; made when it is asked for
  bool is_dirty = true;                       // its diagnostics are to be published anew
  bool has_findings = false;                  // the editor shows some
  std::set<std::string> asked_for = {};       // paths that its diagnostics depend on
  CheckResult result = {};                    // `findings` point into it
  std::vector<Finding> findings = {};         // of this text, unless it is dirty
};

class Documents {
 public:
  // How many can be open, and how large one is that is kept; more is not taken.
  static constexpr std::size_t kOpenMax = 1000;
  static constexpr std::size_t kTextBytesMax = 16u << 20;

  // Null where it is refused.
  Document* open(const std::string& uri, std::optional<std::int64_t> version, std::string text);
  Document* find(const std::string& uri);
  void close(const std::string& uri) { open_.erase(uri); }
  std::map<std::string, Document>& all() { return open_; }

 private:
  std::map<std::string, Document> open_;
};

// The text after the changes of a `didChange`, each in the text that the one before it left.
std::string changed_text(std::string text, const Json& changes, Encoding encoding);

}  // namespace opta::lsp
