#include "plan/manifest_documents.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "diag/diagnostic.h"
#include "plan/json_shape.h"
#include "plan/manifest.h"
#include "yaml/read.h"

namespace opta {

namespace {

using nlohmann::json;

constexpr yaml::Limits kLimits{.bytes = kManifestBytesMax,
                               .depth = kManifestDepthMax,
                               .nodes = 2'000'000,
                               .scalar_bytes = 4U << 20U,
                               .text_bytes = 64U << 20U};
constexpr std::size_t kDocumentsMax = 20'000;
constexpr std::string_view kMarker = "---";
constexpr std::string_view kSourceComment = "# Source: ";

bool is_marker(std::string_view line) {
  return line.starts_with(kMarker) &&
         (line.size() == kMarker.size() || line[kMarker.size()] == ' ' ||
          line[kMarker.size()] == '\t' || line[kMarker.size()] == '\r');
}

bool says_something(std::string_view line) {
  line = trim(line);
  return !line.empty() && !line.starts_with('#') && !line.starts_with("...");
}

// Calls `take` with the text of each document that says something, and with its source.
template <class Take>
void split(std::string_view text, Take take) {
  std::string document;
  std::string source;
  bool says = false;
  const auto end_document = [&] {
    if (says) take(document, source);
    document.clear();
    says = false;
  };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    // A marker at the line's begin ends a document even inside a block of text.
    if (is_marker(line)) {
      end_document();
      line.remove_prefix(kMarker.size());
    }
    if (!says && line.starts_with(kSourceComment)) {
      source = trim(line.substr(kSourceComment.size()));
    }
    says = says || says_something(line);
    document.append(line).append("\n");
  }
  end_document();
}

// `0644` and `1_000`: numbers to Kubernetes, text to YAML 1.2.
std::optional<std::int64_t> old_integer(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), [](char letter) { return letter != '_'; });
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.erase(0, 1);
  if (digits.empty() || !std::ranges::all_of(digits, [](char d) { return d >= '0' && d <= '9'; })) {
    return std::nullopt;
  }
  const int base = digits.size() > 1 && digits.front() == '0' ? 8 : 10;
  std::int64_t number = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return negative ? -number : number;
}

json to_json(const yaml::Node& node) {
  switch (node.kind) {
    case yaml::Kind::kNull:
      return nullptr;
    case yaml::Kind::kBoolean:
      return node.boolean;
    case yaml::Kind::kInteger:
      return node.integer;
    case yaml::Kind::kFloat: {
      // As Go writes it: 1.0 is 1.
      constexpr double kExact = 9007199254740992.0;
      const bool whole = std::trunc(node.number) == node.number && std::abs(node.number) < kExact;
      return whole ? json(static_cast<std::int64_t>(node.number)) : json(node.number);
    }
    case yaml::Kind::kString:
      if (node.style == yaml::Style::kPlain) {
        if (const auto number = old_integer(node.text)) return *number;
      }
      return node.text;
    case yaml::Kind::kList: {
      json list = json::array();
      for (const yaml::Node& item : node.items) list.push_back(to_json(item));
      return list;
    }
    case yaml::Kind::kMap: {
      json map = json::object();
      for (const yaml::Entry& entry : node.entries) map[entry.key] = to_json(entry.value);
      return map;
    }
  }
  return nullptr;
}

Result<json> read_document(const std::string& text, const std::string& source) {
  SourceMap sources;
  Diagnostics diagnostics;
  const SourceId id = sources.add(source, text);
  const std::optional<yaml::Node> node = yaml::read(sources, id, diagnostics, kLimits);
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    // Charts of others write a label twice, and Kubernetes takes that.
    if (diagnostic.severity() != Severity::kError || diagnostic.code == Code::kDuplicateKey) {
      continue;
    }
    const std::uint32_t line =
        diagnostic.span ? sources.get(id).position(diagnostic.span.begin).line : 1;
    return fail(fmt::format("what the chart makes of `{}` cannot be read: {} (line {} of it)",
                            source.empty() ? "a template" : printable(source),
                            info(diagnostic.code).title, line));
  }
  if (!node) return fail("what the chart renders to cannot be read");
  return to_json(*node);
}

}  // namespace

void unfold(  // NOLINT(misc-no-recursion): the reader limits the depth
    ManifestDocument document, std::vector<ManifestDocument>& into) {
  json& content = document.content;
  const std::string kind = content.is_object() ? text_or(content, "kind") : std::string();
  const bool is_list =
      kind.ends_with("List") && content.contains("items") && content["items"].is_array();
  if (!is_list) {
    into.push_back(std::move(document));
    return;
  }
  const std::string item_kind = kind.substr(0, kind.size() - std::string_view("List").size());
  const json api_version = content.value("apiVersion", json());
  for (json& item : content["items"]) {
    if (item.is_object() && !item.contains("kind") && !item_kind.empty()) {
      item["kind"] = item_kind;
      item["apiVersion"] = api_version;
      into.push_back({document.source, std::move(item)});
    } else {
      unfold({document.source, std::move(item)}, into);
    }
  }
}

Result<std::vector<ManifestDocument>> read_documents(std::string_view yaml_text) {
  if (yaml_text.size() > kManifestBytesMax) {
    return fail(fmt::format("the chart renders to more than {} bytes", kManifestBytesMax));
  }
  std::vector<ManifestDocument> documents;
  std::optional<Error> error;
  split(yaml_text, [&](const std::string& text, const std::string& source) {
    if (error) return;
    if (documents.size() >= kDocumentsMax) {
      error = Error{fmt::format("the chart renders to more than {} documents", kDocumentsMax)};
      return;
    }
    Result<json> content = read_document(text, source);
    if (!content) {
      error = std::move(content.error());
    } else if (!content->is_null()) {
      unfold({source, std::move(*content)}, documents);
    }
  });
  if (error) return tl::make_unexpected(std::move(*error));
  return documents;
}

}  // namespace opta
