#include "lsp/outline.h"

#include <algorithm>

#include "lsp/outline_reader.h"

namespace opta::lsp {

Outline::Outline(std::string_view text) {
  branches_.push_back({.extent = {0, text.size()}});
  if (text.size() > kTextBytesMax) return;
  OutlineReader(text, *this).read();
  // What is in a branch belongs to it; children stand behind their parents.
  for (std::size_t i = branches_.size() - 1; i > 0; --i) {
    Branch& branch = branches_[i];
    branch.extent.end =
        std::max({branch.extent.end, branch.key_extent.end, branch.value_extent.end});
    Extent& around = branches_[branch.parent].extent;
    around.end = std::max(around.end, branch.extent.end);
  }
}

std::size_t Outline::child(std::size_t parent, std::string_view key) const {
  for (const std::size_t index : branches_[parent].children) {
    if (!branches_[index].is_item && branches_[index].key == key) return index;
  }
  return Branch::kNone;
}

std::string_view Outline::value(std::size_t parent, std::string_view key) const {
  const std::size_t index = child(parent, key);
  return index == Branch::kNone ? std::string_view() : branches_[index].value;
}

std::vector<std::size_t> Outline::items(std::size_t parent, std::string_view key) const {
  std::vector<std::size_t> items;
  const std::size_t list = child(parent, key);
  if (list == Branch::kNone) return items;
  for (const std::size_t index : branches_[list].children) {
    if (branches_[index].is_item) items.push_back(index);
  }
  return items;
}

OutlineReader::OutlineReader(std::string_view text, Outline& outline)
    : text_(text), lines_(text), outline_(outline), open_{Outline::kRoot} {}

void OutlineReader::read() {
  if (text_.starts_with("\xEF\xBB\xBF")) next_ = 3;
  while (next_ < text_.size()) {
    const std::size_t begin = next_;
    const std::size_t end = line_end(begin);
    next_ = next_line(begin);
    line({begin, end});
  }
}

void OutlineReader::line(Extent line) {
  const std::size_t at = skip_spaces(line.begin, line.end);
  if (at == line.end) return;
  const std::string_view rest = text_.substr(line.begin, line.end - line.begin);
  if (rest.starts_with("---") || rest.starts_with("...") || rest.starts_with('%')) return;
  content(at, line.end);
}

// What stands on a line from `at` on: dashes, then a key or a scalar. Answers where it ends.
std::size_t OutlineReader::content(std::size_t at, std::size_t end) {
  while (at < end) {
    if (text_[at] == '#') {
      comment(at, end);
      return end;
    }
    const bool dash =
        text_[at] == '-' && (at + 1 == end || text_[at + 1] == ' ' || text_[at + 1] == '\t');
    if (!dash) break;
    leave(column_of(at), true);
    const std::size_t next = skip_spaces(at + 1, end);
    const std::size_t item = add(
        open_.back(),
        {.is_item = true, .has_colon = true, .key_extent = {at, at + 1}, .column = column_of(at)});
    outline_.branches_[item].value_extent = {std::min(at + 2, next), std::min(at + 2, next)};
    open_.push_back(item);
    at = next;
    if (at == end) return end;
  }
  if (at >= end) return end;
  const std::size_t before = at;
  at = skip_properties(at, end);
  const std::size_t colon = key_colon(at, end);
  if (colon != std::string_view::npos) {
    std::size_t key_end = colon;
    while (key_end > at && text_[key_end - 1] == ' ') --key_end;
    return entry(at, {at, key_end}, colon, end);
  }
  // No key: the value of the dash before it, or a key that is being written.
  const std::size_t top = open_.back();
  const bool behind_dash = outline_[top].is_item && outline_[top].children.empty() &&
                           outline_[top].value.empty() && outline_[top].opening == 0 &&
                           line_end(outline_[top].key_extent.begin) == end;
  if (behind_dash) return value(top, before, end);
  const std::size_t stop =
      text_[at] == '"' || text_[at] == '\'' ? quoted(at, end) : plain_end(at, end);
  leave(column_of(at), false);
  add(open_.back(), {.key = std::string(text_.substr(at, stop - at)),
                     .key_extent = {at, stop},
                     .value_extent = {stop, stop},
                     .column = column_of(at)});
  return end;
}

std::size_t OutlineReader::entry(std::size_t at, Extent key, std::size_t colon, std::size_t end) {
  leave(column_of(at), false);
  std::string_view name = text_.substr(key.begin, key.end - key.begin);
  if (name.size() >= 2 && (name[0] == '"' || name[0] == '\'') && name.back() == name[0])
    name = name.substr(1, name.size() - 2);
  const std::size_t branch = add(
      open_.back(),
      {.has_colon = true, .key = std::string(name), .key_extent = key, .column = column_of(at)});
  open_.push_back(branch);
  const std::size_t begin = skip_spaces(colon + 1, end);
  // A cursor right behind `key: ` is at the value, one further right still.
  outline_.branches_[branch].value_extent = {std::min(colon + 2, end), begin};
  return value(branch, begin, end);
}

std::size_t OutlineReader::value(std::size_t branch, std::size_t at, std::size_t end) {
  at = skip_properties(at, end);
  if (at >= end) return end;
  const char first = text_[at];
  if (first == '#') {
    comment(at, end);
    outline_.branches_[branch].value_extent.end = outline_[branch].value_extent.begin;
    return end;
  }
  if (first == '{' || first == '[') {
    outline_.branches_[branch].opening = first;
    const std::size_t close = flow(branch, at + 1);
    outline_.branches_[branch].value_extent = {at, close};
    next_ = std::max(next_, next_line(close));
    return close;
  }
  if (first == '|' || first == '>') {
    skip_block_text(branch, end);
    return end;
  }
  if (first == '"' || first == '\'') {
    set_scalar(branch, {at, quoted(at, end)}, first);
    return end;
  }
  set_scalar(branch, {at, plain_end(at, end)}, 0);
  return end;
}

// The text is all that stands further right than the key.
void OutlineReader::skip_block_text(std::size_t branch, std::size_t line_end_) {
  std::size_t stop = line_end_;
  const std::size_t begin = next_;
  while (next_ < text_.size()) {
    const std::size_t end = line_end(next_);
    const std::size_t first = skip_spaces(next_, end);
    if (first < end && column_of(first) <= outline_[branch].column) break;
    if (first < end) stop = end;
    next_ = next_line(next_);
  }
  Branch& owner = outline_.branches_[branch];
  owner.opening = '|';
  owner.value_extent = {std::min(begin, stop), stop};
}

// Closes the branches that cannot hold what stands at the column. An item may stand below its key
// without being further right.
void OutlineReader::leave(std::int64_t column, bool is_item) {
  while (open_.size() > 1) {
    const Branch& top = outline_[open_.back()];
    const bool inside = top.column < column || (is_item && !top.is_item && top.column == column);
    if (inside) return;
    open_.pop_back();
  }
}

std::size_t OutlineReader::add(std::size_t parent, Branch branch) {
  std::vector<Branch>& all = outline_.branches_;
  if (all.size() >= Outline::kBranchesMax) {
    next_ = text_.size();  // enough: the last branch takes what is left on this line
    return all.size() - 1;
  }
  branch.parent = parent;
  branch.extent = branch.key_extent;
  all.push_back(std::move(branch));
  all[parent].children.push_back(all.size() - 1);
  return all.size() - 1;
}

// Behind the closing quote; the end of the line where there is none.
std::size_t OutlineReader::quoted(std::size_t at, std::size_t end) const {
  const char quote = text_[at];
  for (std::size_t i = at + 1; i < end; ++i) {
    if (quote == '"' && text_[i] == '\\') {
      ++i;
    } else if (text_[i] == quote) {
      if (quote == '"' || i + 1 >= end || text_[i + 1] != '\'') return i + 1;
      ++i;
    }
  }
  return end;
}

// Of a plain scalar, before a comment and the spaces at its end.
std::size_t OutlineReader::plain_end(std::size_t at, std::size_t end) {
  std::size_t stop = end;
  for (std::size_t i = at + 1; i < end; ++i) {
    if (text_[i] == '#' && (text_[i - 1] == ' ' || text_[i - 1] == '\t')) {
      comment(i, end);
      stop = i;
      break;
    }
  }
  while (stop > at && (text_[stop - 1] == ' ' || text_[stop - 1] == '\t')) --stop;
  return stop;
}

// An anchor and a tag say nothing here.
std::size_t OutlineReader::skip_properties(std::size_t at, std::size_t end) const {
  while (at < end && (text_[at] == '&' || text_[at] == '!')) {
    while (at < end && text_[at] != ' ') ++at;
    at = skip_spaces(at, end);
  }
  return at;
}

std::size_t OutlineReader::skip_spaces(std::size_t at, std::size_t end) const {
  while (at < end && (text_[at] == ' ' || text_[at] == '\t')) ++at;
  return at;
}

// The colon behind a key, which a space or the end of the line follows; npos where there is none.
std::size_t OutlineReader::key_colon(std::size_t at, std::size_t end) const {
  std::size_t i = at;
  if (at < end && (text_[at] == '"' || text_[at] == '\'')) {
    i = skip_spaces(quoted(at, end), end);
    return i < end && text_[i] == ':' ? i : std::string_view::npos;
  }
  if (at < end && (text_[at] == '{' || text_[at] == '[')) return std::string_view::npos;
  for (; i < end; ++i) {
    if (text_[i] == '#' && i > at && text_[i - 1] == ' ') break;
    if (text_[i] == ':' && (i + 1 == end || text_[i + 1] == ' ' || text_[i + 1] == '\t')) return i;
  }
  return std::string_view::npos;
}

std::size_t OutlineReader::line_end(std::size_t at) const {
  return std::max(at, lines_.line(lines_.line_of(at)).end);
}

std::size_t OutlineReader::next_line(std::size_t at) const {
  const std::size_t next = lines_.line_of(at) + 1;
  return next < lines_.count() ? lines_.line(next).begin : text_.size();
}

void OutlineReader::set_scalar(std::size_t branch, Extent extent, char quote) {
  Branch& owner = outline_.branches_[branch];
  owner.value_extent = extent;
  owner.opening = quote;
  std::string_view text = text_.substr(extent.begin, extent.end - extent.begin);
  if (quote != 0) {
    text.remove_prefix(1);
    if (text.ends_with(quote)) text.remove_suffix(1);
  }
  owner.value = text;
}

void OutlineReader::comment(std::size_t at, std::size_t end) {
  outline_.comments_.push_back({at, end});
}

std::int64_t OutlineReader::column_of(std::size_t at) const {
  return static_cast<std::int64_t>(at - lines_.line(lines_.line_of(at)).begin);
}

}  // namespace opta::lsp
