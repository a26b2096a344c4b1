// Outputs out of a state in the environment's bucket.
#pragma once

#include <map>
#include <string>

#include "app/cloud_room.h"

namespace opta {

struct StateOutput {
  std::string json;  // the value; empty for a sensitive one, which is never read further
  bool sensitive = false;
};
using StateOutputs = std::map<std::string, StateOutput>;

// Empty for a missing one, and for one that is no text.
std::string text_of(const StateOutputs& outputs, const std::string& name);

// Terraform's own file, secrets in the clear: not to be printed or kept. `key` is the layer's name.
// Empty when there is no such state.
Step<std::string> read_state_text(const CloudRoom& room, const std::string& key);
// Of such a state.
Step<StateOutputs> read_state_outputs(const CloudRoom& room, const std::string& key);

}  // namespace opta
