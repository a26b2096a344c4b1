#include "yaml/anchors.h"

#include <fmt/format.h>

#include "base/suggest.h"
#include "yaml/clip.h"

namespace opta::yaml {

namespace {

// Comparing all unknown names with all known ones is quadratic, so a hostile file gets no
// suggestions.
constexpr std::size_t kComparisonsMax = 1000;

}  // namespace

void Anchors::open(const std::string& name, Span place) {
  if (!name.empty()) anchors_.insert_or_assign(name, Anchor{place, std::nullopt});
}

void Anchors::close(const std::string& name, ItemId item) {
  if (name.empty()) return;
  // An anchor of the same name inside the value has replaced this one, and stays the newer.
  Anchor& anchor = anchors_.at(name);
  if (!anchor.item) anchor.item = item;
}

std::optional<ItemId> Anchors::find(const std::string& name, Span place) {
  const auto found = anchors_.find(name);
  if (found == anchors_.end()) {
    if (unknown_.size() < Diagnostics::kKeptMax) unknown_.emplace_back(name, place);
    return std::nullopt;
  }
  if (!found->second.item) {
    diagnostics_
        .report(Code::kYamlAnchor, place,
                fmt::format("`*{}` stands inside the value that it names", clipped(name)),
                "a value cannot contain itself; write out what is meant")
        .labels.push_back({found->second.place, "the value begins here"});
  }
  return found->second.item;
}

void Anchors::report_unknown() {
  std::vector<std::string> known;
  if (anchors_.size() * unknown_.size() <= kComparisonsMax) {
    for (const auto& [name, anchor] : anchors_) known.push_back(name);
  }
  for (const auto& [name, place] : unknown_) {
    Diagnostic& diagnostic =
        diagnostics_.report(Code::kYamlAnchor, place,
                            fmt::format("`*{0}` has no anchor `&{0}` above it", clipped(name)));
    if (const auto later = anchors_.find(name); later != anchors_.end()) {
      diagnostic.labels.push_back({later->second.place, "the anchor comes only here"});
      diagnostic.help = "move the anchor above its aliases";
    } else {
      const std::string suggestion = did_you_mean(name, known);
      diagnostic.help = suggestion.empty()
                            ? "if the `*` belongs to the text, put the value in quotes"
                            : suggestion;
    }
  }
}

}  // namespace opta::yaml
