// Commands that read files and touch nothing else.
#pragma once

#include <string>

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

Exit validate(Env& env, const LayerArguments& arguments);
// All layers of a folder, each with its environment.
Exit validate_all(Env& env, const LayerArguments& arguments, const std::string& folder);
Exit schema(Env& env);
Exit explain_code(Env& env, const std::string& id);
Exit help_module(Env& env, const std::string& topic, Format format);
Exit version(Env& env, Format format);
Exit init(Env& env, const std::string& kind, const std::string& path);
Exit completion(Env& env, const std::string& shell);

}  // namespace opta
