#include "lsp/documents.h"

#include "base/file_system.h"
#include "lsp/protocol.h"
#include "lsp/uri.h"

namespace opta::lsp {

Document* Documents::open(const std::string& uri, std::optional<std::int64_t> version,
                          std::string text) {
  if (uri.empty() || text.size() > kTextBytesMax) return nullptr;
  if (open_.size() >= kOpenMax && !open_.contains(uri)) return nullptr;
  const auto path = path_of(uri);
  Document& document = open_[uri];
  document = {.uri = uri,
              .path = path ? normal_path(*path) : uri,
              .version = version,
              .text = std::move(text),
              .has_findings = document.has_findings};
  return &document;
}

Document* Documents::find(const std::string& uri) {
  const auto found = open_.find(uri);
  return found == open_.end() ? nullptr : &found->second;
}

std::string changed_text(std::string text, const Json& changes, Encoding encoding) {
  if (!changes.is_array()) return text;
  for (const Json& change : changes) {
    const Json& replacement = at(change, "text");
    if (!replacement.is_string()) continue;
    const auto& inserted = replacement.get_ref<const std::string&>();
    if (at(change, "range").is_object()) {
      const Extent extent = extent_from(at(change, "range"), TextLines(text), encoding);
      text.replace(extent.begin, extent.end - extent.begin, inserted);
    } else {
      text = inserted;
    }
    if (text.size() > Documents::kTextBytesMax) break;
  }
  return text;
}

}  // namespace opta::lsp
