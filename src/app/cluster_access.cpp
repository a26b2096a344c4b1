#include "app/cluster_access.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/places.h"
#include "app/sandbox_cluster.h"
#include "app/state_outputs.h"
#include "base/text.h"
#include "exec/helm/version.h"
#include "exec/tools.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

// The kubeconfig of an EKS cluster; the token comes from the AWS CLI when it is needed, so the file
// holds no secret.
Json eks_kubeconfig(const StateOutputs& outputs, const std::string& region) {
  const std::string name = text_of(outputs, "k8s_cluster_name");
  const Json user = {{"exec",
                      {{"apiVersion", "client.authentication.k8s.io/v1beta1"},
                       {"command", "aws"},
                       {"args", {"--region", region, "eks", "get-token", "--cluster-name", name}},
                       {"interactiveMode", "Never"}}}};
  const Json cluster = {{"server", text_of(outputs, "k8s_endpoint")},
                        {"certificate-authority-data", text_of(outputs, "k8s_ca_data")}};
  return {{"apiVersion", "v1"},
          {"kind", "Config"},
          {"clusters", Json::array({{{"name", name}, {"cluster", cluster}}})},
          {"users", Json::array({{{"name", name}, {"user", user}}})},
          {"contexts",
           Json::array({{{"name", name}, {"context", {{"cluster", name}, {"user", name}}}}})},
          {"current-context", name}};
}

// Path of a kubeconfig; empty when there is no cluster.
Step<std::string> kubeconfig_of(const CloudRoom& room) {
  if (room.is_sandbox()) return sandbox_kubeconfig(room);
  Env& env = room.front().env;
  const Layer& root = room.layer().root();
  const auto outputs = read_state_outputs(room, root.name);
  if (!outputs) return tl::make_unexpected(outputs.error());
  if (text_of(*outputs, "k8s_cluster_name").empty()) return std::string();
  // A command that only looks has made no folder yet.
  if (auto made = make_layer_folder(env, room.layer(), room.is_sandbox()); !made) {
    return tl::make_unexpected(room.fail(Code::kDiskFailed, made.error()));
  }
  std::string path = join_path(layer_folder(env, room.layer(), room.is_sandbox()), "kubeconfig");
  const Json config = eks_kubeconfig(*outputs, root.provider.region);
  if (auto written = env.disk.write(path, config.dump(2) + "\n", 0600); !written) {
    return tl::make_unexpected(room.fail(Code::kDiskFailed, written.error()));
  }
  return path;
}

}  // namespace

Step<std::string> sandbox_kubeconfig(const CloudRoom& room) {
  Env& env = room.front().env;
  if (const std::string_view named = value_of(env.variables, "OPTA_KUBECONFIG"); !named.empty())
    return std::string(named);
  const auto cluster = find_cluster(env);
  if (!cluster) return std::string();
  if (cluster->runs()) return cluster->kubeconfig;
  return tl::make_unexpected(
      room.fail(Code::kSandbox, {.message = fmt::format("the sandbox's cluster is broken: {} ended",
                                                        quoted_list(cluster->dead())),
                                 .help = "`opta sandbox up --cluster` starts a new one, empty"}));
}

Step<helm::Context> find_helm(const CloudRoom& room, const kubectl::Context* cluster) {
  Env& env = room.front().env;
  const auto program = find_tool(Tool::kHelm, env.variables);
  if (!program) return tl::make_unexpected(room.fail(Code::kToolMissing, program.error()));
  const Environment environment = helm::helm_environment(room.environment(), cache_folder(env));
  const auto version = helm::version(env.runner, *program, environment);
  if (!version) return tl::make_unexpected(room.fail(Code::kToolMissing, version.error()));
  return helm::Context{.runner = env.runner,
                       .program = *program,
                       .major_version = version->major,
                       .environment = environment,
                       .kubeconfig = cluster == nullptr ? "" : cluster->kubeconfig};
}

Step<std::optional<kubectl::Context>> reach_cluster(const CloudRoom& room) {
  Env& env = room.front().env;
  const auto kubeconfig = kubeconfig_of(room);
  if (!kubeconfig) return tl::make_unexpected(kubeconfig.error());
  if (kubeconfig->empty()) return std::optional<kubectl::Context>();
  const auto program = find_tool(Tool::kKubectl, env.variables);
  if (!program) return tl::make_unexpected(room.fail(Code::kToolMissing, program.error()));
  return kubectl::Context{.runner = env.runner,
                          .program = *program,
                          .environment = room.environment(),
                          .kubeconfig = *kubeconfig};
}

}  // namespace opta
