// Where Opta keeps what is not the user's: caches per user, work per layer.
#pragma once

#include <string>

#include "app/env.h"
#include "layer/layer.h"

namespace opta {

// $XDG_CACHE_HOME/opta or ~/.cache/opta: safe to delete.
std::string cache_folder(const Env& env);

// `.opta` beside the layer's file.
std::string opta_folder(const Env& env, const Layer& layer);

// .opta/<aws|sandbox>/<environment>/<layer>, beside the layer's file: safe to delete between runs.
// Absolute, since engines run in another folder.
std::string layer_folder(const Env& env, const Layer& layer, bool sandbox);

// Makes `.opta` beside the layer's file, with a .gitignore of its own.
Status make_layer_folder(Env& env, const Layer& layer, bool sandbox);

}  // namespace opta
