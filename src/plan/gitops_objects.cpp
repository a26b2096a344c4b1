#include "plan/gitops_objects.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "layer/gitops.h"
#include "plan/yaml_text.h"

namespace opta {

namespace {

using nlohmann::json;

constexpr const char* kPollInterval = "1m";
constexpr const char* kReconcileInterval = "10m";
constexpr const char* kTimeout = "5m";

json object(std::string_view api_version, std::string_view kind, const GitOps& gitops,
            const std::string& name, json spec) {
  return {{"apiVersion", api_version},
          {"kind", kind},
          {"metadata", {{"name", name}, {"namespace", gitops.tool_namespace}}},
          {"spec", std::move(spec)}};
}

GeneratedFile file(const GitOps& gitops, std::string_view folder, const json& content,
                   const std::string& name) {
  const std::string path =
      fmt::format("{}/{}-{}.yaml", folder, lower_case(content["kind"].get<std::string>()), name);
  return {path, fmt::format("# Written by opta generate-manifests. Once, where {} runs:\n"
                            "# kubectl apply -f {}\n{}",
                            tool_name(gitops), path, yaml_text(content))};
}

// Without Argo CD's finalizer: an Application that is deleted leaves its objects alone.
std::vector<GeneratedFile> argocd_files(const GitOps& gitops, const std::string& name,
                                        const std::string& layer) {
  const json spec = {
      {"project", "default"},
      {"source",
       {{"repoURL", gitops.repository}, {"targetRevision", gitops.branch}, {"path", gitops.path}}},
      {"destination", {{"server", "https://kubernetes.default.svc"}, {"namespace", layer}}},
      {"syncPolicy", {{"automated", {{"prune", true}, {"selfHeal", true}}}}}};
  return {file(gitops, tool_folder(gitops),
               object("argoproj.io/v1alpha1", "Application", gitops, name, spec), name)};
}

std::vector<GeneratedFile> flux_files(const GitOps& gitops, const std::string& name) {
  json source = {{"interval", kPollInterval},
                 {"url", gitops.repository},
                 {"ref", {{"branch", gitops.branch}}}};
  if (!gitops.secret.empty()) source["secretRef"] = {{"name", gitops.secret}};
  const json spec = {{"interval", kReconcileInterval},
                     {"path", "./" + gitops.path},
                     {"prune", true},
                     {"wait", true},
                     {"timeout", kTimeout},
                     {"deletionPolicy", "Orphan"},
                     {"sourceRef", {{"kind", "GitRepository"}, {"name", name}}}};
  return {
      file(gitops, tool_folder(gitops),
           object("source.toolkit.fluxcd.io/v1", "GitRepository", gitops, name, source), name),
      file(gitops, tool_folder(gitops),
           object("kustomize.toolkit.fluxcd.io/v1", "Kustomization", gitops, name, spec), name)};
}

}  // namespace

std::string_view tool_folder(const GitOps& gitops) {
  return gitops.tool == GitOpsTool::kFlux ? "flux" : "argocd";
}

std::vector<GeneratedFile> gitops_files(const GitOps& gitops, const std::string& layer) {
  const std::string name = lower_case(layer);
  return gitops.tool == GitOpsTool::kFlux ? flux_files(gitops, name)
                                          : argocd_files(gitops, name, layer);
}

}  // namespace opta
