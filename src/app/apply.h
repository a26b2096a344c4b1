// `opta apply`: plan, look, ask, make.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/engine_room.h"
#include "app/env.h"
#include "app/release_values.h"

namespace opta {

Exit apply(Env& env, const RunArguments& arguments);

// What an apply does beside what the file says.
struct ApplyWish {
  std::vector<std::string> replace = {};  // addresses of resources that are made anew
  InputValues deployed = {};              // values of releases that the file leaves to deployments
};

// `make_wish` is asked before anything is touched.
Exit apply_with(Env& env, const RunArguments& arguments,
                const std::function<Step<ApplyWish>(EngineRoom&)>& make_wish);

}  // namespace opta
