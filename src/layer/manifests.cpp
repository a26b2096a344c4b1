#include "layer/manifests.h"

#include <fmt/format.h>

#include "base/text.h"
#include "layer/message.h"
#include "yaml/read.h"

namespace opta {

namespace {

// Limits as everywhere: a file of a megabyte can have a quarter of a million documents.
constexpr std::size_t kDocumentsMax = 1000;

bool is_marker(std::string_view line, std::string_view marker) {
  if (!line.starts_with(marker)) return false;
  line.remove_prefix(marker.size());
  return line.empty() || line.front() == ' ' || line.front() == '\t' || line.front() == '\r';
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

struct Document {
  std::size_t line = 0;  // the first of it, from 0
  std::string text;
};

// At lines that begin with `---`, as Helm takes a manifest apart.
std::vector<Document> split(std::string_view text) {
  std::vector<Document> documents(1);
  for (std::size_t number = 0; !text.empty(); ++number) {
    std::string line(take_line(text));
    if (is_marker(line, "---")) {
      documents.push_back({.line = number, .text = {}});
      line.replace(0, 3, "   ");
    }
    if (is_marker(line, "...")) line.clear();
    documents.back().text += line + '\n';
  }
  return documents;
}

class Reader {
 public:
  Reader(const Source& file, SourceMap& sources, Diagnostics& diagnostics)
      : path_(file.path()), sources_(sources), diagnostics_(diagnostics) {}

  bool check(const Document& document) {
    // Behind as many empty lines as stand before it, so that places are those of the file.
    const SourceId source = sources_.add(path_, std::string(document.line, '\n') + document.text);
    const auto root = yaml::read(sources_, source, diagnostics_);
    if (!root) return false;
    if (root->kind != yaml::Kind::kMap) return fault(root->span, "an object is a map");
    for (const char* key : {"apiVersion", "kind"}) {
      const yaml::Node* value = root->find(key);
      if (value == nullptr) return fault(first(*root), fmt::format("the object lacks `{}`", key));
      if (value->kind != yaml::Kind::kString || value->text.empty())
        return fault(value->span, fmt::format("`{}` is a text", key));
    }
    const yaml::Node* metadata = root->find("metadata");
    const yaml::Node* name = metadata == nullptr ? nullptr : metadata->find("name");
    if (name != nullptr && name->is_scalar() && !name->text.empty()) return true;
    return fault(first(*root), "the object lacks `metadata.name`",
                 "objects of a `List` are written as documents of their own, between lines with "
                 "`---`");
  }

 private:
  static Span first(const yaml::Node& map) {
    return map.entries.empty() ? map.span : map.entries[0].key_span;
  }

  bool fault(Span span, std::string message, std::string help = {}) {
    diagnostics_.report(Code::kManifest, span, std::move(message), std::move(help));
    return false;
  }

  std::string path_;
  SourceMap& sources_;
  Diagnostics& diagnostics_;
};

}  // namespace

bool is_blank_yaml(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = trim(take_line(text));
    if (!line.empty() && line != "---" && line != "..." && line.front() != '#') return false;
  }
  return true;
}

std::vector<Value> read_manifests(SourceMap& sources, SourceId source, Span named_at,
                                  Diagnostics& diagnostics) {
  std::vector<Value> values;
  const std::vector<Document> documents = split(sources.get(source).text());
  if (documents.size() > kDocumentsMax) {
    diagnostics.report(Code::kManifest, named_at,
                       fmt::format("the file has more than {} documents", kDocumentsMax),
                       "take it apart");
    return values;
  }
  Reader reader(sources.get(source), sources, diagnostics);
  bool sound = true;
  for (const Document& document : documents) {
    if (is_blank_yaml(document.text) || has_said_enough(diagnostics)) continue;
    if (!reader.check(document)) sound = false;
    values.push_back(Value::of_text(std::string(trim(document.text)) + "\n", named_at));
  }
  if (values.empty() && sound) {
    diagnostics.report(Code::kManifest, named_at, "the file holds no object",
                       "an object has `apiVersion`, `kind` and `metadata`");
  }
  return values;
}

}  // namespace opta
