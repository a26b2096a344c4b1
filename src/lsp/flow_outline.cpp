// What stands between brackets: `{http: 80}`, `[a, b]`. It ends at its bracket, or, while that is
// not written yet, before the next line that is no further right than the key.
#include <algorithm>

#include "lsp/outline_reader.h"

namespace opta::lsp {

std::size_t OutlineReader::flow(std::size_t branch, std::size_t at) {
  // The collections that are open, innermost last, with the column that ends them all.
  std::vector<std::size_t> owners = {branch};
  const std::int64_t column = outline_[branch].column;
  while (at < text_.size()) {
    const char c = text_[at];
    if (c == '\n' || c == '\r') {
      const std::size_t next = next_line(at);
      if (ends_flow(next, column)) break;
      at = next;
    } else if (c == '#' && (at == 0 || text_[at - 1] == ' ')) {
      comment(at, line_end(at));
      at = line_end(at);
    } else if (c == '}' || c == ']') {
      ++at;
      outline_.branches_[owners.back()].value_extent.end = at;
      owners.pop_back();
      if (owners.empty()) return at;
    } else if (c == ' ' || c == '\t' || c == ',' || c == ':') {
      ++at;
    } else {
      const std::size_t element = flow_element(owners.back(), at);
      at = std::max(at + 1, outline_[element].value_extent.end);
      const char opening = outline_[element].opening;
      if (opening != '{' && opening != '[') continue;
      if (static_cast<int>(owners.size()) >= Outline::kDepthMax) return line_end(at);
      owners.push_back(element);
    }
  }
  // Not closed: what was begun reaches as far as the text that was looked at.
  for (const std::size_t owner : owners) outline_.branches_[owner].value_extent.end = at;
  return at;
}

// A key with its value, or an item. Where the value is a collection, it ends behind the bracket
// that opens it.
std::size_t OutlineReader::flow_element(std::size_t owner, std::size_t at) {
  const std::size_t end = line_end(at);
  const auto word_end = [&](std::size_t from) {
    if (from < end && (text_[from] == '"' || text_[from] == '\'')) return quoted(from, end);
    std::size_t i = from;
    for (; i < end; ++i) {
      const char c = text_[i];
      if (c == ',' || c == ']' || c == '}' || c == '{' || c == '[') break;
      if (c == ':' &&
          (i + 1 >= end || std::string_view(" \t,]}").find(text_[i + 1]) != std::string_view::npos))
        break;
      if (c == '#' && i > from && text_[i - 1] == ' ') break;
    }
    while (i > from && (text_[i - 1] == ' ' || text_[i - 1] == '\t')) --i;
    return i;
  };
  const auto take_value = [&](std::size_t branch, std::size_t from) {
    const char first = from < end ? text_[from] : '\0';
    if (first == '{' || first == '[') {
      outline_.branches_[branch].opening = first;
      outline_.branches_[branch].value_extent = {from, from + 1};
      return;
    }
    const bool is_quoted = first == '"' || first == '\'';
    set_scalar(branch, {from, std::max(from, word_end(from))}, is_quoted ? first : '\0');
  };
  const bool in_map = outline_[owner].opening == '{';
  const std::size_t stop = word_end(at);
  std::size_t colon = skip_spaces(stop, end);
  const bool has_colon = stop > at && colon < end && text_[colon] == ':';
  if (!in_map && !has_colon) {
    const std::size_t item = add(owner, {.is_item = true,
                                         .has_colon = true,
                                         .key_extent = {at, at},
                                         .is_flow = true,
                                         .column = column_of(at)});
    take_value(item, at);
    return item;
  }
  std::size_t parent = owner;
  if (!in_map) {  // `[a: b]` is a list of maps
    parent = add(owner, {.is_item = true,
                         .has_colon = true,
                         .key_extent = {at, at},
                         .value_extent = {at, at},
                         .is_flow = true,
                         .column = column_of(at)});
  }
  std::string_view name = text_.substr(at, stop - at);
  if (name.size() >= 2 && (name[0] == '"' || name[0] == '\''))
    name = name.substr(1, name.size() - 2);
  const std::size_t entry = add(parent, {.has_colon = has_colon,
                                         .key = std::string(name),
                                         .key_extent = {at, stop},
                                         .value_extent = {stop, stop},
                                         .is_flow = true,
                                         .column = column_of(at)});
  if (!has_colon) return entry;
  const std::size_t from = skip_spaces(colon + 1, end);
  outline_.branches_[entry].value_extent = {std::min(colon + 2, end), from};
  if (from < end && text_[from] != ',' && text_[from] != '}' && text_[from] != ']')
    take_value(entry, from);
  return entry;
}

// Whether the line at `at` is no part of a collection whose key stands at the column.
bool OutlineReader::ends_flow(std::size_t at, std::int64_t column) const {
  const std::size_t end = line_end(at);
  const std::size_t first = skip_spaces(at, end);
  if (first == end) return at >= text_.size();
  if (text_[first] == '}' || text_[first] == ']') return false;
  return column_of(first) <= column;
}

}  // namespace opta::lsp
