#include "view/layer_report.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace opta {

namespace {

std::string seconds_text(const LayerOutcome& outcome) {
  if (!outcome.elapsed) return "-";
  return fmt::format("{:.0f}", std::chrono::duration<double>(*outcome.elapsed).count());
}

std::string padded(const std::string& text, std::size_t columns) {
  const std::size_t width = display_width(text);
  return text + std::string(width < columns ? columns - width : 0, ' ');
}

}  // namespace

std::string_view to_string(LayerResult result) {
  switch (result) {
    case LayerResult::kDone:
      return "done";
    case LayerResult::kBroken:
      return "broken";
    case LayerResult::kFailed:
      return "failed";
    case LayerResult::kHeldBack:
      return "held back";
    case LayerResult::kWaits:
      return "waits";
    case LayerResult::kInterrupted:
      return "interrupted";
    case LayerResult::kNotRun:
      return "not run";
  }
  return {};
}

std::string layer_table(const std::vector<LayerOutcome>& outcomes) {
  constexpr std::size_t kResultColumns = 11;
  std::size_t columns = std::string_view("layer").size();
  for (const LayerOutcome& outcome : outcomes)
    columns = std::max(columns, display_width(outcome.title));
  std::string table =
      fmt::format("{}  {}  seconds\n", padded("layer", columns), padded("result", kResultColumns));
  for (const LayerOutcome& outcome : outcomes) {
    table += fmt::format("{}  {}  {:>7}", padded(outcome.title, columns),
                         padded(std::string(to_string(outcome.result)), kResultColumns),
                         seconds_text(outcome));
    if (!outcome.note.empty()) table += "  " + outcome.note;
    table += '\n';
  }
  return table;
}

std::string layer_outcomes_json(const std::vector<LayerOutcome>& outcomes) {
  using nlohmann::ordered_json;
  ordered_json layers = ordered_json::array();
  for (const LayerOutcome& outcome : outcomes) {
    ordered_json entry = {
        {"layer", outcome.title}, {"path", outcome.path}, {"result", to_string(outcome.result)}};
    if (outcome.elapsed) entry["elapsed_ms"] = outcome.elapsed->count();
    if (!outcome.note.empty()) entry["note"] = outcome.note;
    layers.push_back(std::move(entry));
  }
  return ordered_json{{"kind", "layers_finished"}, {"layers", std::move(layers)}}.dump(
             -1, ' ', false, ordered_json::error_handler_t::replace) +
         "\n";
}

}  // namespace opta
