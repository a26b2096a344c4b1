#include "yaml/map_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/suggest.h"
#include "base/text.h"

namespace opta::yaml {

namespace {

void report_kind(const Entry& entry, std::string_view expected, Diagnostics& diagnostics) {
  diagnostics.report(
      Code::kWrongType, entry.value.span,
      fmt::format("`{}` takes {}, not {}", entry.key, expected, describe(entry.value.kind)));
}

}  // namespace

MapReader::MapReader(const Node& map, std::string what, Diagnostics& diagnostics)
    : map_(map), what_(std::move(what)), diagnostics_(diagnostics) {}

const Entry* MapReader::take(std::string_view key) {
  known_.emplace_back(key);
  const auto found = std::ranges::find(map_.entries, key, &Entry::key);
  return found == map_.entries.end() ? nullptr : &*found;
}

void MapReader::missing(std::string_view key) {
  diagnostics_.report(Code::kMissingKey, map_.span,
                      fmt::format("{} lacks the key `{}`", what_, key),
                      fmt::format("add `{}: …`", key));
}

const Node* MapReader::take(std::string_view key, Kind kind, bool required) {
  const Entry* entry = take(key);
  if (entry == nullptr || entry->value.kind == Kind::kNull) {
    if (required) missing(key);
    return nullptr;
  }
  if (entry->value.kind != kind) {
    report_kind(*entry, describe(kind), diagnostics_);
    return nullptr;
  }
  return &entry->value;
}

std::optional<std::string> MapReader::take_text(std::string_view key, bool required) {
  const Entry* entry = take(key);
  if (entry == nullptr || entry->value.kind == Kind::kNull) {
    if (required) missing(key);
    return std::nullopt;
  }
  if (!entry->value.is_scalar()) {
    report_kind(*entry, "text", diagnostics_);
    return std::nullopt;
  }
  return entry->value.text;
}

std::optional<bool> MapReader::take_boolean(std::string_view key) {
  const Node* node = take(key, Kind::kBoolean);
  return node == nullptr ? std::nullopt : std::optional(node->boolean);
}

std::optional<std::int64_t> MapReader::take_integer(std::string_view key) {
  const Node* node = take(key, Kind::kInteger);
  return node == nullptr ? std::nullopt : std::optional(node->integer);
}

std::vector<std::string> MapReader::take_texts(std::string_view key) {
  std::vector<std::string> texts;
  const Node* list = take(key, Kind::kList);
  if (list == nullptr) return texts;
  for (const Node& item : list->items) {
    if (item.is_scalar() && item.kind != Kind::kNull) {
      texts.push_back(item.text);
    } else {
      diagnostics_.report(Code::kWrongType, item.span, fmt::format("`{}` is a list of texts", key));
    }
  }
  return texts;
}

void MapReader::finish() {
  for (const Entry& entry : map_.entries) {
    if (std::ranges::find(known_, entry.key) != known_.end()) continue;
    std::string help = did_you_mean(entry.key, known_);
    if (help.empty()) help = fmt::format("{} has the keys {}", what_, quoted_list(known_));
    diagnostics_.report(Code::kUnknownKey, entry.key_span,
                        fmt::format("{} has no key `{}`", what_, entry.key), std::move(help));
  }
}

}  // namespace opta::yaml
