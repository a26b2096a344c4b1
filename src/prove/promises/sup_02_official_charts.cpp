#include <algorithm>

#include <fmt/format.h>

#include "prove/promises/objects.h"

namespace opta::prove {

namespace {

struct Official {
  std::string_view chart;
  std::string_view repository;  // the project's own
};

// Of the charts that Opta's modules install.
constexpr Official kOfficial[] = {
    {"aws-load-balancer-controller", "https://aws.github.io/eks-charts"},
    {"cert-manager", "https://charts.jetstack.io"},
    {"cluster-autoscaler", "https://kubernetes.github.io/autoscaler"},
    {"datadog", "https://helm.datadoghq.com"},
    {"external-dns", "https://kubernetes-sigs.github.io/external-dns"},
    {"ingress-nginx", "https://kubernetes.github.io/ingress-nginx"},
    {"linkerd-control-plane", "https://helm.linkerd.io/edge"},
    {"linkerd-crds", "https://helm.linkerd.io/edge"},
    {"metrics-server", "https://kubernetes-sigs.github.io/metrics-server"},
    {"nvidia-device-plugin", "https://nvidia.github.io/k8s-device-plugin"},
    {"traefik", "https://traefik.github.io/charts"},
    {"traefik-crds", "https://traefik.github.io/charts"},
    {"trust-manager", "https://charts.jetstack.io"},
};

std::string_view without_slash(std::string_view address) {
  if (address.ends_with('/')) address.remove_suffix(1);
  return address;
}

Truth is_official(const ChartReference& chart) {
  return truth(std::ranges::any_of(kOfficial, [&](const Official& known) {
    return known.chart == chart.name && known.repository == without_slash(chart.repository);
  }));
}

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const HelmRelease& release : evidence.cluster.releases()) {
    if (!is_third_party(release)) continue;
    Finding finding(&release);
    const ChartReference& chart = release.chart;
    finding.lower(
        truth(chart.repository.starts_with("https://") || chart.repository.starts_with("oci://")),
        fmt::format("{} comes from {}", chart.name, chart.repository));
    if (!release.is_users_chart) {
      finding.lower(is_official(chart), fmt::format("{} comes from {}, which is not its project's",
                                                    chart.name, chart.repository));
    }
    cases.push_back(std::move(finding).done());
  }
  return cases;
}

}  // namespace

extern const Promise kSup02;
const Promise kSup02 = {
    .id = "SUP-02",
    .sentence = "Charts that Opta installs come from their projects, and none comes unencrypted.",
    .why =
        "A chart runs with the rights of whoever installs it, so its origin is a matter of trust.",
    .how =
        "Each release of one of Opta's modules takes its chart from the repository that stands in "
        "a "
        "table of the projects' own ones. A chart that the file names (`helm-chart`) may come from "
        "anywhere. All repositories are reached by HTTPS or as OCI registries. Of a mirror "
        "(`--chart-mirror`) SUP-01's digest is what counts.",
    .controls = "SOC 2 CC6.8, CC8.1, CC9.2",
    .fix = "Name a repository by `https://` or `oci://`.",
    .decide = decide,
};

}  // namespace opta::prove
