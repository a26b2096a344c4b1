#include "yaml/tag.h"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "yaml/clip.h"

namespace opta::yaml {

namespace {

constexpr std::string_view kCore = "tag:yaml.org,2002:";
constexpr std::pair<std::string_view, Kind> kTags[] = {
    {"str", Kind::kString},   {"int", Kind::kInteger}, {"float", Kind::kFloat},
    {"bool", Kind::kBoolean}, {"null", Kind::kNull},   {"seq", Kind::kList},
    {"map", Kind::kMap},
};

std::optional<Kind> kind_of(std::string_view resolved) {
  if (!resolved.starts_with(kCore)) return std::nullopt;
  resolved.remove_prefix(kCore.size());
  for (const auto& [name, kind] : kTags) {
    if (name == resolved) return kind;
  }
  return std::nullopt;
}

void report_unknown(const Tag& tag, Diagnostics& diagnostics) {
  diagnostics
      .report(Code::kYamlTag, tag.span,
              fmt::format("the tag `{}` is not known", clipped(tag.written)),
              "remove the tag; if the `!` belongs to the text, put the value in quotes")
      .notes.emplace_back(
          "known are `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!seq` and `!!map`");
}

void report_misfit(const Tag& tag, std::string_view what, Diagnostics& diagnostics) {
  diagnostics.report(Code::kYamlTag, tag.span,
                     fmt::format("the tag `{}` does not fit {}", clipped(tag.written), what),
                     "remove the tag or change the value");
}

}  // namespace

// "!" alone forbids guessing.
bool is_text_tag(const Tag& tag) {
  return tag.resolved == "!" || kind_of(tag.resolved) == Kind::kString;
}

Scalar resolve_tagged(const Tag& tag, std::string_view text, Style style,
                      Diagnostics& diagnostics) {
  if (is_text_tag(tag)) return {};
  const std::optional<Kind> wanted = kind_of(tag.resolved);
  if (!wanted) {
    report_unknown(tag, diagnostics);
    return style == Style::kPlain ? resolve_plain(text) : Scalar{};
  }
  Scalar scalar = resolve_plain(text);
  scalar.ambiguity.reset();  // the tag says how it is meant
  if (*wanted == Kind::kFloat && scalar.kind == Kind::kInteger) scalar.kind = Kind::kFloat;
  if (scalar.kind == *wanted) return scalar;
  report_misfit(tag, fmt::format("`{}`", clipped(text)), diagnostics);
  return {};
}

void check_container_tag(const Tag& tag, Kind kind, Diagnostics& diagnostics) {
  if (tag.resolved.empty() || tag.resolved == "!") return;
  const std::optional<Kind> wanted = kind_of(tag.resolved);
  if (!wanted) {
    report_unknown(tag, diagnostics);
  } else if (*wanted != kind) {
    report_misfit(tag, describe(kind), diagnostics);
  }
}

}  // namespace opta::yaml
