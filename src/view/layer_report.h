// What a run over many layers has come to, as a table and as JSON.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace opta {

enum class LayerResult : std::uint8_t {
  kDone,
  kBroken,  // a security promise would be, or is
  kFailed,
  kHeldBack,  // its plan loses data: that is asked about layer by layer
  kWaits,     // it cannot be planned before its environment has been applied
  kInterrupted,
  kNotRun,
};
std::string_view to_string(LayerResult result);  // "held back"

struct LayerOutcome {
  std::string title;  // "staging/api"
  std::string path;
  LayerResult result = LayerResult::kNotRun;
  std::optional<std::chrono::milliseconds> elapsed = {};  // none: it was not begun
  std::string note = {};                                  // why, or what to do
};

std::string layer_table(const std::vector<LayerOutcome>& outcomes);
// One line: {"kind": "layers_finished", "layers": […]}
std::string layer_outcomes_json(const std::vector<LayerOutcome>& outcomes);

}  // namespace opta
