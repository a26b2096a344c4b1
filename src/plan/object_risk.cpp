#include "plan/object_risk.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "plan/object_rules.h"

namespace opta {

namespace {

struct Loss {
  std::string_view kind;
  Risk risk;
  std::string_view of_delete;
  std::string_view of_replace;
};

constexpr auto kLosses = std::to_array<Loss>({
    {"CustomResourceDefinition", Risk::kLosesData,
     "deleting this definition deletes all objects of its kind",
     "replacing this definition deletes all objects of its kind"},
    {"DaemonSet", Risk::kInterrupts, "its pods stop on all nodes",
     "its pods stop on all nodes before new ones start"},
    {"Deployment", Risk::kInterrupts, "its pods stop", "its pods stop before new ones start"},
    {"GRPCRoute", Risk::kInterrupts, "its routes go", "its routes go until the new ones are there"},
    {"Gateway", Risk::kInterrupts, "its routes go", "its routes go until the new ones are there"},
    {"HTTPRoute", Risk::kInterrupts, "its routes go", "its routes go until the new ones are there"},
    {"Ingress", Risk::kInterrupts, "its routes go", "its routes go until the new ones are there"},
    {"Namespace", Risk::kLosesData, "deleting a namespace deletes all that is in it",
     "replacing a namespace deletes all that is in it"},
    {"PersistentVolume", Risk::kLosesData, "deleting this volume may delete its data",
     "replacing this volume may delete its data"},
    {"PersistentVolumeClaim", Risk::kLosesData, "deleting this claim deletes the volume's data",
     "replacing this claim deletes the volume's data"},
    {"Pod", Risk::kInterrupts, "it stops", "it stops before the new one starts"},
    {"ReplicaSet", Risk::kInterrupts, "its pods stop", "its pods stop before new ones start"},
    {"Service", Risk::kInterrupts, "nothing reaches its pods any more",
     "nothing reaches its pods until the new one is there, and its address changes"},
    {"StatefulSet", Risk::kInterrupts, "its pods stop; their volumes stay",
     "its pods stop before new ones start; their volumes stay"},
});

constexpr auto kInternalAnnotations = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"service.beta.kubernetes.io/aws-load-balancer-internal", "true"},
    {"service.beta.kubernetes.io/aws-load-balancer-internal", "0.0.0.0/0"},  // its older form
    {"service.beta.kubernetes.io/aws-load-balancer-scheme", "internal"},
    {"service.beta.kubernetes.io/azure-load-balancer-internal", "true"},
    {"networking.gke.io/load-balancer-type", "Internal"},
    {"cloud.google.com/load-balancer-type", "Internal"},
});

std::string_view bare(std::string_view text) {
  return text.size() >= 2 && text.starts_with('"') ? text.substr(1, text.size() - 2) : text;
}

std::string_view annotation(const KubeObject& object, std::string_view name) {
  return bare(text_at(object, fmt::format("metadata.annotations[\"{}\"]", name)));
}

bool is_world(std::string_view range) {
  return range == "0.0.0.0/0" || range == "::/0";
}

// Load balancers of the AWS Load Balancer Controller are internal unless they are told otherwise.
bool is_internal(const KubeObject& service) {
  const bool told = std::ranges::any_of(kInternalAnnotations, [&](const auto& one) {
    return annotation(service, one.first) == one.second;
  });
  if (told) return true;
  const std::string_view type =
      annotation(service, "service.beta.kubernetes.io/aws-load-balancer-type");
  const bool is_controllers =
      bare(text_at(service, "spec.loadBalancerClass")) == "service.k8s.aws/nlb" ||
      type == "external" || type == "nlb-ip";
  return is_controllers &&
         annotation(service, "service.beta.kubernetes.io/aws-load-balancer-scheme") !=
             "internet-facing";
}

bool is_open_to_all(const KubeObject& service) {
  bool has_ranges = false;
  for (const auto& [path, value] : service.fields) {
    if (!path.starts_with("spec.loadBalancerSourceRanges[")) continue;
    has_ranges = true;
    if (is_world(bare(value.text))) return true;
  }
  return !has_ranges;
}

std::string hosts_of(const KubeObject& ingress) {
  std::vector<std::string> hosts;
  for (const auto& [path, value] : ingress.fields) {
    if (path.starts_with("spec.rules[") && path.ends_with("].host")) {
      hosts.push_back(value.known_after_apply ? "a host that is known after apply"
                                              : std::string(bare(value.text)));
    }
  }
  std::erase(hosts, "");
  return join(hosts, ", ");
}

std::string ingress_exposure(const KubeObject& ingress) {
  const std::string hosts = hosts_of(ingress);
  if (hosts.empty()) return {};
  // The ALB's ingresses are internal unless they are told otherwise.
  const std::string_view scheme = annotation(ingress, "alb.ingress.kubernetes.io/scheme");
  const bool is_alb = bare(text_at(ingress, "spec.ingressClassName")) == "alb" ||
                      annotation(ingress, "kubernetes.io/ingress.class") == "alb";
  if (scheme == "internal" || (is_alb && scheme != "internet-facing")) return {};
  return fmt::format("makes it reachable from the internet as {}", hosts);
}

bool changes_below(const ObjectChange& change, std::string_view prefix) {
  return std::ranges::any_of(
      change.fields, [&](const FieldChange& field) { return field.path.starts_with(prefix); });
}

Assessment update_risk(const ObjectChange& change, const KubeObject& after) {
  const auto replicas = std::ranges::find(change.fields, "spec.replicas", &FieldChange::path);
  if (replicas != change.fields.end() && replicas->after == "0") {
    return {Risk::kInterrupts, "all its pods stop"};
  }
  const bool restarts = changes_below(change, "spec.template");
  if (restarts && text_at(after, "spec.strategy.type") == "\"Recreate\"") {
    return {Risk::kInterrupts, "all its pods stop before new ones start (strategy Recreate)"};
  }
  if (restarts && change.kind == "StatefulSet" && text_at(after, "spec.replicas") == "1") {
    return {Risk::kInterrupts, "its only pod stops before the new one starts"};
  }
  return {};
}

Assessment loss_of(const ObjectChange& change, const KubeObject* before) {
  const auto* const loss = std::ranges::find(kLosses, change.kind, &Loss::kind);
  if (loss == kLosses.end()) return {.risk = Risk::kLow};
  if (change.action == Action::kReplace) return {loss->risk, std::string(loss->of_replace)};
  if (change.kind == "StatefulSet" && before != nullptr &&
      text_at(*before, "spec.persistentVolumeClaimRetentionPolicy.whenDeleted") == "\"Delete\"") {
    return {Risk::kLosesData, "deleting it deletes its pods' volumes"};
  }
  return {loss->risk, std::string(loss->of_delete)};
}

}  // namespace

std::string object_exposure(const KubeObject& object) {
  if (object.kind == "Ingress") return ingress_exposure(object);
  const bool balanced = object.kind == "Service" && api_group(object.api_version).empty() &&
                        text_at(object, "spec.type") == "\"LoadBalancer\"";
  if (!balanced || is_internal(object) || !is_open_to_all(object)) return {};
  return "makes it reachable from the internet through a load balancer";
}

Assessment assess_object(const ObjectChange& change, const KubeObject* before,
                         const KubeObject* after) {
  Assessment assessment;
  if (change.action == Action::kDelete || change.action == Action::kReplace) {
    assessment = loss_of(change, before);
  } else if (change.action == Action::kUpdate && after != nullptr) {
    assessment = update_risk(change, *after);
  }
  if (after != nullptr) {
    const std::string exposure = object_exposure(*after);
    // Only what the change itself opens.
    if (before == nullptr || object_exposure(*before) != exposure) assessment.exposure = exposure;
  }
  return assessment;
}

}  // namespace opta
