// The front end from YAML to the emitted bytes: 1, 10, 100 and 1,000 services beside one
// environment.
//
// Prints a Markdown table. Each measurement is a fresh process, so the catalog is read every time.
// Of several runs the median is shown.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/check.h"
#include "base/memory_file_system.h"
#include "catalog/library.h"
#include "emit/stack.h"
#include "fresh_process.h"
#include "layer/load.h"

namespace opta {
namespace {

constexpr std::size_t kSizes[] = {1, 10, 100, 1000};
constexpr int kRuns = 5;

constexpr const char* kEnvironment = R"(name: staging
org_name: acme
providers:
  aws: {region: us-east-1, account_id: "111122223333"}
modules:
  - type: base
  - type: dns
    domain: staging.example.com
    delegated: true
  - type: k8s-cluster
    max_nodes: 12
  - type: k8s-base
)";

// What a team writes: a container with its database, bucket and queue, bound to each other and to
// the environment; and nodes of its own, for which this version makes Terraform.
std::string service(std::size_t number) {
  return "name: service-" + std::to_string(number) + R"(
environments:
  - name: staging
    path: environment.yaml
    variables: {max_containers: "5", domain_prefix: shop}
input_variables:
  - name: max_containers
  - name: domain_prefix
  - name: log_level
    default: info
modules:
  - type: k8s-service
    name: app
    image: ghcr.io/acme/app:1.4.2
    port: {http: 8000}
    healthcheck_path: /healthz
    public_uri: "{vars.domain_prefix}.{parent.domain}"
    max_containers: "{vars.max_containers}"
    env_vars:
      ENV: "{env}"
      LOG_LEVEL: "{vars.log_level}"
      QUEUE_URL: "${{module.queue.queue_id}}"
      CLUSTER: "{parent.k8s_cluster_name}"
    links:
      - db
      - bucket: [write]
      - queue: [publish]
  - type: postgres
    name: db
  - type: aws-s3
    name: bucket
    bucket_name: "{parent_name}-{layer_name}"
  - type: aws-sqs
    name: queue
  - type: aws-nodegroup
    name: nodes
    min_nodes: 1
    max_nodes: "{vars.max_containers}"
    labels: {service: "{layer_name}", region: "{aws.region}"}
    taints:
      - {key: service, value: "{layer_name}"}
)";
}

struct Figures {
  double milliseconds;
  double peak_mebibytes;
  std::size_t emitted_bytes;
};

Figures compile(std::size_t count) {
  MemoryFileSystem disk;
  const auto write = [&](const std::string& path, const std::string& text) {
    OPTA_ASSERT(disk.write(path, text).has_value());
  };
  const auto path = [](std::size_t number) {
    return "service-" + std::to_string(number) + ".yaml";
  };
  write("environment.yaml", kEnvironment);
  for (std::size_t i = 0; i < count; ++i) write(path(i), service(i));

  const auto start = std::chrono::steady_clock::now();
  SourceMap sources;
  Diagnostics diagnostics;
  const auto library = open_library("");
  OPTA_ASSERT(library.has_value());
  const Catalog catalog = Catalog::load(**library, sources, diagnostics);
  LayerLoader loader(catalog, disk, sources, nullptr);
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto layer = loader.load({.path = path(i)}, diagnostics);
    OPTA_ASSERT(layer != nullptr);
    const Stack stack = emit_stack(*layer, catalog, **library, Backend::kRemote, diagnostics);
    for (const GeneratedFile& file : stack.files) bytes += file.content.size();
  }
  const std::chrono::duration<double, std::milli> elapsed =
      std::chrono::steady_clock::now() - start;
  OPTA_ASSERT(!diagnostics.has_errors());

  return {elapsed.count(), peak_mebibytes(), bytes};
}

void run() {
  fmt::print("| services | wall time | per service | peak memory | emitted |\n");
  fmt::print("|---------:|----------:|------------:|------------:|--------:|\n");
  for (const std::size_t size : kSizes) {
    std::vector<Figures> runs;
    for (int i = 0; i < kRuns; ++i)
      runs.push_back(in_fresh_process([size] { return compile(size); }));
    std::ranges::sort(runs, {}, &Figures::milliseconds);
    const Figures& median = runs[kRuns / 2];
    fmt::print("| {} | {:.1f} ms | {:.2f} ms | {:.1f} MiB | {:.0f} KiB |\n", size,
               median.milliseconds, median.milliseconds / static_cast<double>(size),
               median.peak_mebibytes, static_cast<double>(median.emitted_bytes) / 1024);
  }
}

}  // namespace
}  // namespace opta

int main() {
  opta::run();
}
