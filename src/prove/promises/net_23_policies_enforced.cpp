#include <nlohmann/json.hpp>

#include "plan/json_shape.h"
#include "prove/promises/promises.h"
#include "prove/referrers.h"

namespace opta::prove {

namespace {

constexpr std::string_view kSetting = "configuration_values";

// {"enableNetworkPolicy": "true"}, as text or as a boolean.
Truth enables(const Value& settings) {
  if (settings.is_unknown() || settings.is_secret()) return Truth::kUnknown;
  const auto json = nlohmann::json::parse(settings.text(), nullptr, false);
  const nlohmann::json* value = child_or_null(&json, "enableNetworkPolicy");
  return truth(value != nullptr && (*value == "true" || *value == true));
}

Case judge(const Referrers& addons, const Resource& cluster) {
  Case judged{.about = &cluster,
              .holds = Truth::kUnknown,
              .witness = "the add-on vpc-cni is not in the plan; something else may enforce them"};
  for (const auto& [addon, is_only, is_complete] : addons.of(cluster)) {
    if (is_text(addon->values.at("addon_name"), "vpc-cni") != Truth::kYes) continue;
    judged = attribute(*addon, kSetting, enables(addon->values.at(kSetting)));
    judged.about = &cluster;
    judged.attribute.clear();  // of another resource
    if (!is_only) judged.holds = Truth::kUnknown;
  }
  return judged;
}

Cases decide(const Evidence& evidence) {
  const World& world = evidence.world;
  const Referrers addons(world, managed(world, "aws_eks_addon"), "cluster_name", "aws_eks_cluster");
  return about_each(world, {"aws_eks_cluster"},
                    [&](const Resource& cluster) { return judge(addons, cluster); });
}

}  // namespace

extern const Promise kNet23;
const Promise kNet23 = {
    .id = "NET-23",
    .sentence = "EKS enforces NetworkPolicies.",
    .why = "Kubernetes takes a policy from anybody and leaves it to the network to keep it or not.",
    .how =
        "The add-on `vpc-cni` of each EKS cluster has `enableNetworkPolicy`. Where the plan has no "
        "such add-on it is not known.",
    .controls = "SOC 2 CC6.6; CIS Kubernetes 5.3.1; CIS EKS 4.3.1",
    .fix = "Set `configuration_values` of the add-on to `{\"enableNetworkPolicy\": \"true\"}`.",
    .decide = decide,
};

}  // namespace opta::prove
