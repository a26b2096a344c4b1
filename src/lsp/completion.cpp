#include "lsp/completion.h"

#include <algorithm>

#include <fmt/format.h>

#include "lsp/interpolation.h"
#include "lsp/key_completion.h"
#include "lsp/names.h"
#include "lsp/place.h"
#include "lsp/value_completion.h"

namespace opta::lsp {

namespace {

// Names in braces, whose head the word has. `quote`: the braces are not inside quotes, as YAML
// wants it, so that the names come with both.
std::vector<Completion> complete_name(const Scene& scene, std::size_t branch,
                                      const BraceWord& braces, Extent replaced, bool quote) {
  std::vector<Completion> items;
  const std::string_view end = braces.is_expression ? "}}" : "}";
  for (Name& name : names_in_braces(scene, module_around(scene.file->outline, branch))) {
    if (braces.is_expression && !fits_expression(name)) continue;
    const bool is_whole = !name.text.ends_with('.');
    Completion item{.kind = CompletionKind::kName,
                    .label = name.text,
                    .detail = std::move(name.detail),
                    .doc = std::move(name.doc),
                    .insert = name.text,
                    .replaced = replaced,
                    .goes_on = !is_whole};
    if (is_whole && (quote || !braces.is_closed)) item.insert += end;
    if (quote) {
      item.insert = fmt::format("\"{{{}\"", item.insert);
      item.filter = "{" + name.text;
    }
    items.push_back(std::move(item));
  }
  return items;
}

// `max: {vars.most}` is a map to YAML; what is meant is a text.
bool means_a_name(const Scene& scene, std::size_t branch) {
  const Branch& written = scene.file->outline[branch];
  if (written.opening != '{') return false;
  const Slot slot = scene.format.slot(scene.file->outline, branch);
  return !slot.shapes.empty() && std::ranges::none_of(slot.shapes, [](const Shape* shape) {
    return shape->type == Type::kObject || shape->type == Type::kMap || shape->type == Type::kAny;
  });
}

std::vector<Completion> complete_at(const Scene& scene, const Place& place, std::size_t offset,
                                    const CompletionOptions& options) {
  const FileView& file = *scene.file;
  // Braces that are no map.
  for (std::size_t at = place.branch; at != Outline::kRoot; at = file.outline[at].parent) {
    if (!means_a_name(scene, at)) continue;
    const Extent all = file.outline[at].value_extent;
    const auto braces = brace_word(file.text, all, offset);
    if (braces) return complete_name(scene, at, *braces, all, true);
  }
  if (place.kind == Place::Kind::kValue) {
    const auto braces = brace_word(file.text, file.outline[place.branch].value_extent, offset);
    if (braces) return complete_name(scene, place.branch, *braces, braces->word, false);
  }
  std::vector<Completion> items = complete_value(scene, place, offset);
  std::ranges::move(complete_key(scene, place, options), std::back_inserter(items));
  return items;
}

bool fits(const Completion& item, std::string_view typed) {
  const std::string_view filter = item.filter.empty() ? item.label : item.filter;
  std::size_t at = 0;  // as editors do: the letters in their order, with gaps
  for (const char c : typed) {
    at = filter.find(c, at);
    if (at == std::string_view::npos) return false;
    ++at;
  }
  return true;
}

}  // namespace

CompletionList complete(const Scene& scene, std::size_t offset, const CompletionOptions& options) {
  const FileView& file = *scene.file;
  offset = std::min(offset, file.text.size());
  const Place place = place_at(file.text, file.outline, offset);
  if (place.kind == Place::Kind::kNowhere) return {};
  CompletionList list{.items = complete_at(scene, place, offset, options)};
  if (list.items.size() <= CompletionList::kItemsMax) return list;
  // More than can be shown: what does not fit what stands before the cursor goes first.
  std::erase_if(list.items, [&](const Completion& item) {
    const std::size_t begin = std::min(item.replaced.begin, offset);
    return !fits(item, file.text_of({begin, offset}));
  });
  if (list.items.size() > CompletionList::kItemsMax) list.items.resize(CompletionList::kItemsMax);
  list.is_complete = false;
  return list;
}

}  // namespace opta::lsp
