#include "rollout/problem.h"

#include <algorithm>
#include <array>

namespace opta {

namespace {

struct CauseName {
  RolloutCause cause;
  std::string_view name;
};
constexpr std::array kNames = {
    CauseName{RolloutCause::kImage, "image"},
    CauseName{RolloutCause::kConfig, "config"},
    CauseName{RolloutCause::kStart, "start"},
    CauseName{RolloutCause::kCrash, "crash"},
    CauseName{RolloutCause::kOutOfMemory, "out_of_memory"},
    CauseName{RolloutCause::kProbe, "probe"},
    CauseName{RolloutCause::kUnschedulable, "unschedulable"},
    CauseName{RolloutCause::kQuota, "quota"},
    CauseName{RolloutCause::kAdmission, "admission"},
    CauseName{RolloutCause::kWebhook, "webhook"},
    CauseName{RolloutCause::kVolume, "volume"},
    CauseName{RolloutCause::kNetwork, "network"},
    CauseName{RolloutCause::kJob, "job"},
    CauseName{RolloutCause::kSlow, "slow"},
};

}  // namespace

std::string_view to_string(RolloutCause cause) {
  return std::ranges::find(kNames, cause, &CauseName::cause)->name;
}

}  // namespace opta
