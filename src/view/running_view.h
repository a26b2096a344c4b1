// What runs of a layer's services, for people and for programs.
#pragma once

#include <string>
#include <vector>

#include "rollout/explain.h"

namespace opta {

struct RunningService {
  std::string module;
  std::string release;
  std::string release_namespace;
  int revision = 0;         // 0: not deployed
  std::string status = {};  // Helm's: "deployed", "failed"
  std::string chart = {};   // "hello-0.1.0"
  std::string since = {};   // RFC 3339
  std::string by = {};      // who; empty where nobody noted it
  std::vector<std::string> images = {};
  std::string deployed_by = {};  // "Argo CD from …"; empty: Helm
  bool waits_for_image = false;  // deployments say which, and there was none yet
  RolloutState state = {};
};

std::string running_text(const std::vector<RunningService>& services);
// A JSON object.
std::string running_json(const std::string& layer, const std::vector<RunningService>& services);

}  // namespace opta
