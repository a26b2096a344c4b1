// `opta.lock` beside the user's file: the exact providers of the last run, to be committed with it.
#pragma once

#include <string>
#include <vector>

#include "app/env.h"
#include "layer/layer.h"

namespace opta {

// Puts the locked providers into the root, so that init takes these and no newer ones.
Status restore_lock(Env& env, const Layer& layer, const std::string& root);
// Notes what init has chosen, when it differs.
Status keep_lock(Env& env, const Layer& layer, const std::string& root);

struct LockedProvider {
  std::string name;  // "hashicorp/aws"
  std::string version;
};
// Those that the root was planned with; none where that cannot be read.
std::vector<LockedProvider> locked_providers(const Env& env, const std::string& root);

// The digest of a chart's archive, or an empty text when it is not locked yet.
Result<std::string> locked_chart(const Env& env, const Layer& layer, const std::string& name,
                                 const std::string& version);
Status lock_chart(Env& env, const Layer& layer, const std::string& name, const std::string& version,
                  const std::string& digest);

}  // namespace opta
