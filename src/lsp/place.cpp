#include "lsp/place.h"

#include <algorithm>

namespace opta::lsp {

namespace {

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t") == std::string_view::npos;
}

bool in_comment(const Outline& outline, std::size_t offset) {
  return std::ranges::any_of(outline.comments(), [&](const Extent& comment) {
    return comment.begin < offset && offset <= comment.end;
  });
}

// Without its quotes, of which the closing one may not be there yet.
Extent inside(std::string_view text, const Branch& branch) {
  Extent extent = branch.value_extent;
  if (branch.opening != '"' && branch.opening != '\'') return extent;
  ++extent.begin;
  if (extent.end > extent.begin && text[extent.end - 1] == branch.opening) --extent.end;
  return extent;
}

// The branch that a line of the outline's would stand in that begins at the column.
std::size_t owner_of_line(const Outline& outline, std::size_t offset, std::int64_t column) {
  std::size_t at = Outline::kRoot;
  for (std::size_t i = 1; i < outline.branches().size(); ++i) {
    if (outline[i].key_extent.begin < offset) at = i;
  }
  const auto can_own = [&](const Branch& branch) {
    return branch.column < column && !branch.is_flow && branch.opening == 0 && branch.value.empty();
  };
  while (at != Outline::kRoot && !can_own(outline[at])) at = outline[at].parent;
  return at;
}

}  // namespace

Place place_at(std::string_view text, const Outline& outline, std::size_t offset) {
  offset = std::min(offset, text.size());
  if (in_comment(outline, offset)) return {};
  const TextLines lines(text);
  const Extent line = lines.line(lines.line_of(offset));
  const auto column = [&](std::size_t at) {
    return static_cast<std::int64_t>(at - std::min(at, lines.line(lines.line_of(at)).begin));
  };
  Place place;
  std::size_t brackets = Branch::kNone;
  for (std::size_t i = 1; i < outline.branches().size(); ++i) {
    const Branch& branch = outline[i];
    if (!branch.is_item && branch.key_extent.touches(offset)) {
      place = {Place::Kind::kKey, i, branch.key_extent, branch.column};
    } else if (branch.is_scalar() && branch.has_colon && branch.value_extent.touches(offset)) {
      if (place.kind == Place::Kind::kKey) continue;
      Extent word = inside(text, branch);
      if (branch.value.empty() && branch.opening == 0) word = {offset, offset};
      place = {Place::Kind::kValue, i, word, column(word.begin)};
    }
    const bool opened = branch.opening == '{' || branch.opening == '[';
    if (opened && branch.value_extent.begin < offset && offset <= branch.value_extent.end) {
      const bool closed = text[branch.value_extent.end - 1] == branch.opening + 2;
      if (!closed || offset < branch.value_extent.end) brackets = i;
    }
  }
  if (place.kind != Place::Kind::kNowhere) return place;
  const Extent word{offset, offset};
  if (brackets != Branch::kNone) return {Place::Kind::kGap, brackets, word, column(offset)};
  if (!is_blank(text.substr(line.begin, line.end - line.begin))) return {};
  return {Place::Kind::kGap, owner_of_line(outline, offset, column(offset)), word, column(offset)};
}

}  // namespace opta::lsp
