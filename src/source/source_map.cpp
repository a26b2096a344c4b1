#include "source/source_map.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"

namespace opta {

namespace {

bool starts_code_point(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
}

}  // namespace

Source::Source(std::string path, std::string text)
    : path_(std::move(path)), text_(std::move(text)) {
  line_starts_.push_back(0);
  for (std::uint32_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') line_starts_.push_back(i + 1);
  }
}

Position Source::position(std::uint32_t offset) const {
  offset = std::min<std::uint32_t>(offset, static_cast<std::uint32_t>(text_.size()));
  const auto after = std::ranges::upper_bound(line_starts_, offset);
  const auto line = static_cast<std::uint32_t>(after - line_starts_.begin());
  const std::string_view before =
      std::string_view(text_).substr(line_starts_[line - 1], offset - line_starts_[line - 1]);
  return {line, static_cast<std::uint32_t>(std::ranges::count_if(before, starts_code_point)) + 1};
}

std::string_view Source::line(std::uint32_t line) const {
  OPTA_ASSERT(line >= 1 && line <= line_starts_.size());
  const std::uint32_t begin = line_starts_[line - 1];
  const std::size_t end = line < line_starts_.size() ? line_starts_[line] - 1 : text_.size();
  std::string_view text = std::string_view(text_).substr(begin, end - begin);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

SourceId SourceMap::add(std::string path, std::string text) {
  OPTA_ASSERT(text.size() < UINT32_MAX);
  sources_.emplace_back(std::move(path), std::move(text));
  return static_cast<SourceId>(sources_.size());
}

const Source& SourceMap::get(SourceId id) const {
  OPTA_ASSERT(id >= 1 && id <= sources_.size());
  return sources_[id - 1];
}

std::string_view SourceMap::text(Span span) const {
  const std::string_view whole = get(span.source).text();
  return whole.substr(std::min<std::size_t>(span.begin, whole.size()), span.end - span.begin);
}

std::string SourceMap::describe(Span span) const {
  if (!span) return {};
  const Source& source = get(span.source);
  const Position at = source.position(span.begin);
  return fmt::format("{}:{}:{}", source.path(), at.line, at.column);
}

}  // namespace opta
