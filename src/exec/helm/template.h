// helm template: what a chart makes of its values, without a cluster.
#pragma once

#include "exec/helm/context.h"

namespace opta::helm {

struct TemplateOptions {
  std::string release;
  std::string release_namespace;
  std::string chart;  // folder or archive
  std::vector<std::string> values_files = {};
  std::string kube_version = {};               // empty: the one that Helm was built with
  std::vector<std::string> api_versions = {};  // "monitoring.coreos.com/v1/ServiceMonitor"
  bool include_tests = false;                  // hooks that `helm test` runs
  bool include_crds = false;                   // what stands in the chart's crds/
};

std::vector<std::string> template_arguments(const TemplateOptions& options);
// Many YAML documents, with Secrets in the clear: hand it to plan/manifest.h and nowhere else.
Result<ClusterText> render(const Context& context, const TemplateOptions& options);

}  // namespace opta::helm
