#include "catalog/compatibility.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "yaml/map_reader.h"
#include "yaml/read.h"

namespace opta {

namespace {

using yaml::Kind;
using yaml::MapReader;
using yaml::Node;

constexpr const char* kFile = "modules/compatibility.yaml";
constexpr std::uint64_t kFileBytesMax = 1u << 20;

class Decoder {
 public:
  explicit Decoder(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  Compatibility decode(const Node& root) {
    MapReader reader(root, "the compatibility matrix", diagnostics_);
    Compatibility matrix;
    const std::string from = reader.take_text("kubernetes_from", true).value_or("");
    const std::size_t dot = std::min(from.find('.'), from.size());
    matrix.kubernetes_module = from.substr(0, dot);
    matrix.kubernetes_input = from.substr(std::min(dot + 1, from.size()));
    if (const Node* versions = reader.take("kubernetes", Kind::kMap, true)) {
      for (const yaml::Entry& entry : versions->entries)
        matrix.kubernetes.push_back(kubernetes(entry));
    }
    reader.take("default_kubernetes");  // the module's default; a test compares the two
    if (const Node* gateway = reader.take("gateway_api", Kind::kMap, true)) {
      MapReader versions(*gateway, "`gateway_api`", diagnostics_);
      matrix.gateway_api = versions.take_texts("versions");
      versions.finish();
    }
    if (const Node* components = reader.take("components", Kind::kMap, true)) {
      for (const yaml::Entry& entry : components->entries)
        matrix.components.push_back(component(entry));
    }
    reader.finish();
    return matrix;
  }

 private:
  KubernetesSupport kubernetes(const yaml::Entry& entry) {
    MapReader reader(entry.value, "a version of Kubernetes", diagnostics_);
    const auto standard = day(reader, entry.value, "standard_support_ends");
    const auto extended = day(reader, entry.value, "extended_support_ends");
    reader.finish();
    return {entry.key, standard.value_or(Day()), extended.value_or(Day())};
  }

  Component component(const yaml::Entry& entry) {
    MapReader reader(entry.value, "a component", diagnostics_);
    Component component{.name = entry.key,
                        .module = reader.take_text("module").value_or(""),
                        .release = reader.take_text("release").value_or(""),
                        .pinned = reader.take_text("pinned").value_or("")};
    if (const Node* versions = reader.take("versions", Kind::kMap, true)) {
      for (const yaml::Entry& one : versions->entries) component.versions.push_back(version(one));
    }
    reader.finish();
    return component;
  }

  ComponentVersion version(const yaml::Entry& entry) {
    MapReader reader(entry.value, "a component's version", diagnostics_);
    ComponentVersion version{.version = entry.key,
                             .chart = reader.take_text("chart").value_or(""),
                             .kubernetes = range(reader, "kubernetes"),
                             .tested = range(reader, "tested"),
                             .gateway_api = range(reader, "gateway_api"),
                             .support_ends = day(reader, entry.value, "support_ends"),
                             .final = reader.take_boolean("final").value_or(false),
                             .note = reader.take_text("note").value_or("")};
    reader.take("advised_gateway_api");
    if (const Node* images = reader.take("image_by_kubernetes", Kind::kMap)) {
      for (const yaml::Entry& image : images->entries)
        version.image_by_kubernetes[image.key] = image.value.text;
    }
    reader.finish();
    return version;
  }

  static std::optional<VersionRange> range(MapReader& reader, std::string_view key) {
    const std::vector<std::string> ends = reader.take_texts(key);
    if (ends.empty()) return std::nullopt;
    return VersionRange{ends[0], ends.size() > 1 ? ends[1] : std::string()};
  }

  std::optional<Day> day(MapReader& reader, const Node& map, std::string_view key) {
    const auto text = reader.take_text(key);
    if (!text) return std::nullopt;
    const auto result = parse_day(*text);
    if (!result) {
      diagnostics_.report(Code::kValueNotAllowed, map.find(key)->span,
                          fmt::format("`{}` is a day, such as 2026-11-24", key));
    }
    return result;
  }

  Diagnostics& diagnostics_;
};

// The number that the text begins with, which is taken off it with the dot behind it.
long take_number(std::string_view& text) {
  long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  const std::size_t dot = text.find('.');
  text = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
  return error == std::errc{} ? value : 0;
}

}  // namespace

int compare_versions(std::string_view a, std::string_view b) {
  for (std::string_view* text : {&a, &b}) {
    if (text->starts_with('v')) text->remove_prefix(1);
  }
  while (!a.empty() || !b.empty()) {
    const long left = take_number(a), right = take_number(b);
    if (left != right) return left < right ? -1 : 1;
  }
  return 0;
}

bool VersionRange::includes(std::string_view version) const {
  return compare_versions(first, version) <= 0 &&
         (last.empty() || compare_versions(version, last) <= 0);
}

std::string to_string(const VersionRange& range) {
  if (range.last.empty()) return range.first + " and later";
  return range.first == range.last ? range.first : range.first + " to " + range.last;
}

const ComponentVersion* Component::find(std::string_view version) const {
  const auto found = std::ranges::find(versions, version, &ComponentVersion::version);
  return found == versions.end() ? nullptr : &*found;
}

const ComponentVersion* Component::find_chart(std::string_view chart) const {
  const auto found = std::ranges::find(versions, chart, &ComponentVersion::chart);
  return found == versions.end() ? nullptr : &*found;
}

const KubernetesSupport* Compatibility::find_kubernetes(std::string_view version) const {
  const auto found = std::ranges::find(kubernetes, version, &KubernetesSupport::version);
  return found == kubernetes.end() ? nullptr : &*found;
}

Compatibility Compatibility::load(const FileSystem& library, SourceMap& sources,
                                  Diagnostics& diagnostics) {
  Result<std::string> text = library.read(kFile, kFileBytesMax);
  if (!text) {
    diagnostics.report(Code::kFileUnreadable, {}, text.error().message);
    return {};
  }
  const auto root = yaml::read(sources, sources.add(kFile, *std::move(text)), diagnostics);
  if (!root) return {};
  return Decoder(diagnostics).decode(*root);
}

}  // namespace opta
