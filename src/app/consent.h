// The one question of a run.
#pragma once

#include "app/arguments.h"
#include "app/env.h"
#include "layer/layer.h"

namespace opta {

// kDone: go on. Without a terminal and without --auto-approve nothing happens; where data would be
// lost, the layer's name has to be typed. The word given beforehand for many layers does not cover
// the loss of data: such a plan is declined.
Exit ask_to_apply(Env& env, const Layer& layer, std::size_t loses_data_count,
                  const RunArguments& arguments);
Exit ask_to_destroy(Env& env, const Layer& layer, bool auto_approve);
// kDone when the question can be put, or need not be.
Exit check_can_ask(Env& env, bool auto_approve);
Exit ask(Env& env, const std::string& question, const std::string& expected, bool auto_approve);

}  // namespace opta
