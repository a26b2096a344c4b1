// `opta import`: what exists already becomes a module's, unchanged.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

Exit import_existing(Env& env, const ImportArguments& arguments);

}  // namespace opta
