#include "emit/compatibility_check.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace opta {

namespace {

// Time enough to try an upgrade on a staging environment first.
constexpr std::chrono::days kSoon{60};

std::optional<Conflict> with_kubernetes(const Installed& one, const std::string& kubernetes) {
  const ComponentVersion& version = *one.version;
  if (!version.kubernetes || version.kubernetes->includes(kubernetes)) return std::nullopt;
  Conflict conflict{
      .message = fmt::format("{} and Kubernetes {} exclude each other", one.title(), kubernetes),
      .reason =
          fmt::format("{} supports Kubernetes {}", one.title(), to_string(*version.kubernetes)),
      .component = one.component->name};
  if (version.tested && version.tested->includes(kubernetes)) {
    conflict.only_advice = true;
    conflict.message = fmt::format("{} is tested with Kubernetes {}, but not supported on it",
                                   one.title(), kubernetes);
  } else if (version.final && compare_versions(kubernetes, version.kubernetes->last) > 0) {
    conflict.only_advice = true;
    conflict.message = fmt::format("{}, its last version, was never tested with Kubernetes {}",
                                   one.title(), kubernetes);
  }
  return conflict;
}

bool share_a_gateway_api(const Compatibility& matrix, const Installed& a, const Installed& b) {
  return std::ranges::any_of(matrix.gateway_api, [&](const std::string& version) {
    return a.version->gateway_api->includes(version) && b.version->gateway_api->includes(version);
  });
}

void report_end(Diagnostics& diagnostics, Span place, const std::string& what, Day end, Day today,
                std::string help) {
  if (today + kSoon < end) return;
  diagnostics.report(
      Code::kSupportEnds, place,
      fmt::format("{} {} {}", what, end < today ? "ended on" : "ends on", to_string(end)),
      std::move(help));
}

void check_kubernetes_support(const ClusterVersion& cluster, const Compatibility& matrix, Day today,
                              Diagnostics& diagnostics) {
  const KubernetesSupport* support = matrix.find_kubernetes(cluster.version);
  if (support == nullptr || !cluster.is_own) return;
  const bool over = support->extended_ends < today;
  report_end(diagnostics, cluster.span,
             fmt::format("{} support of Kubernetes {} by EKS", over ? "extended" : "standard",
                         cluster.version),
             over ? support->extended_ends : support->standard_ends, today,
             over ? std::string("AWS upgrades the cluster by itself: do it before, with `opta "
                                "upgrade --plan`")
                  : fmt::format("afterwards AWS charges for extended support, until {}; `opta "
                                "upgrade --plan` shows the way to a newer version",
                                to_string(support->extended_ends)));
}

}  // namespace

std::string Installed::title() const {
  return component->name + " " + version->version;
}

std::vector<Installed> installed_components(const Layer& layer,
                                            const std::vector<Release>& releases,
                                            const Compatibility& matrix) {
  std::vector<Installed> list;
  for (const Component& component : matrix.components) {
    for (const Release& release : releases) {
      const ModuleUse* use = layer.find_module(release.module);
      if (component.release.empty() || use == nullptr ||
          use->definition->type != component.module ||
          lower_case(fill_names(component.release, layer, *use)) != release.name)
        continue;
      const ComponentVersion* version = component.find_chart(release.chart.version);
      if (version != nullptr) list.push_back({&component, version, release.chart.name});
    }
  }
  return list;
}

ClusterVersion cluster_version(const Layer& layer, const Compatibility& matrix) {
  const bool is_own = layer.find_module_of_type(matrix.kubernetes_module) != nullptr;
  const ModuleUse* use =
      (is_own ? layer : layer.root()).find_module_of_type(matrix.kubernetes_module);
  if (use == nullptr) return {};
  const auto found = std::ranges::find(use->arguments, matrix.kubernetes_input, &Argument::name);
  if (found == use->arguments.end() || found->value.kind != ValueKind::kString) return {};
  const Span written = found->value.span;
  return {.version = found->value.text,
          .span = written == use->span ? use->type_span : written,
          .is_own = is_own};
}

std::vector<Conflict> find_conflicts(const Compatibility& matrix, const std::string& kubernetes,
                                     const std::vector<Installed>& installed) {
  std::vector<Conflict> conflicts;
  for (const Installed& one : installed) {
    if (kubernetes.empty()) break;
    if (auto conflict = with_kubernetes(one, kubernetes)) conflicts.push_back(*std::move(conflict));
  }
  // Ranges on a line have a version in common when each two of them do.
  for (std::size_t i = 0; i < installed.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const Installed &a = installed[j], &b = installed[i];
      if (!a.version->gateway_api || !b.version->gateway_api || share_a_gateway_api(matrix, a, b))
        continue;
      conflicts.push_back(
          {.message = fmt::format("{} and {} exclude each other", a.title(), b.title()),
           .reason = fmt::format("a cluster has one version of the Gateway API: {} takes {}, {} "
                                 "takes {}",
                                 a.title(), to_string(*a.version->gateway_api), b.title(),
                                 to_string(*b.version->gateway_api)),
           .component = b.component->name});
    }
  }
  return conflicts;
}

void check_compatibility(const Layer& layer, const std::vector<Release>& releases,
                         const Compatibility& matrix, Day today, Diagnostics& diagnostics) {
  const ClusterVersion cluster = cluster_version(layer, matrix);
  const std::vector<Installed> installed = installed_components(layer, releases, matrix);
  const auto place_of = [&](std::string_view component) {
    for (const Installed& one : installed) {
      if (one.component->name != component) continue;
      const ModuleUse* use = layer.find_module_of_type(one.component->module);
      if (use != nullptr) return use->type_span;
    }
    return cluster.span;
  };
  for (const Conflict& conflict : find_conflicts(matrix, cluster.version, installed)) {
    const bool of_cluster = cluster.is_own;
    Diagnostic& report = diagnostics.report(
        conflict.only_advice ? Code::kVersionsUntested : Code::kVersionsExclude,
        of_cluster ? cluster.span : place_of(conflict.component), conflict.message,
        conflict.only_advice
            ? "`opta upgrade --plan` shows which versions are supported together"
            : fmt::format("choose another `{}`, or leave `{}` out; `opta upgrade --plan` shows the "
                          "versions that go together",
                          matrix.kubernetes_input, conflict.component));
    report.notes.push_back(conflict.reason);
    if (of_cluster)
      report.labels.push_back(
          {place_of(conflict.component), fmt::format("installs {}", conflict.component)});
  }
  check_kubernetes_support(cluster, matrix, today, diagnostics);
  for (const Installed& one : installed) {
    if (!one.version->support_ends) continue;
    report_end(
        diagnostics, place_of(one.component->name), "support of " + one.title(),
        *one.version->support_ends, today,
        one.version->note.empty() ? "a newer Opta installs a newer version" : one.version->note);
  }
}

}  // namespace opta
