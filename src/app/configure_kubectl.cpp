#include "app/configure_kubectl.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cluster_access.h"
#include "app/sandbox_cluster.h"
#include "app/state_outputs.h"
#include "base/text.h"
#include "exec/tools.h"

namespace opta {

namespace {

std::string text_output(const StateOutputs& outputs, const std::string& name) {
  const auto found = outputs.find(name);
  if (found == outputs.end() || found->second.json.empty()) return {};
  const auto value = nlohmann::json::parse(found->second.json, nullptr, false);
  return value.is_string() ? value.get<std::string>() : std::string();
}

// How a context comes into a kubeconfig: `kubectl config` commands.
struct Access {
  std::string context;
  std::vector<std::vector<std::string>> steps;
};

Access eks_access(const StateOutputs& outputs, const Layer& root, const std::string& name) {
  const Provider& provider = root.provider;
  const std::string context = fmt::format("{}_{}_{}", provider.account_id, provider.region, name);
  return {
      .context = context,
      .steps = {
          {"config", "set-cluster", context, "--server=" + text_output(outputs, "k8s_endpoint")},
          {"config", "set", "clusters." + context + ".certificate-authority-data",
           text_output(outputs, "k8s_ca_data")},
          {"config", "set-credentials", context,
           "--exec-api-version=client.authentication.k8s.io/v1beta1", "--exec-command=aws",
           "--exec-arg=--region", "--exec-arg=" + provider.region, "--exec-arg=eks",
           "--exec-arg=get-token", "--exec-arg=--cluster-name", "--exec-arg=" + name},
          {"config", "set-context", context, "--cluster=" + context, "--user=" + context}}};
}

// The emulator's own cluster exists for the AWS API alone: what kubectl can reach is the control
// plane beside it.
Step<Access> sandbox_access(const CloudRoom& room) {
  Env& env = room.front().env;
  const auto path = sandbox_kubeconfig(room);
  if (!path) return tl::make_unexpected(path.error());
  if (path->empty()) {
    return tl::make_unexpected(
        room.fail(Code::kSandbox, {.message = "the sandbox has no cluster that kubectl can reach",
                                   .help = "`opta sandbox up --cluster` starts one; your "
                                           "kubeconfig was not touched"}));
  }
  const auto cluster = find_cluster(env);
  if (!cluster || cluster->is_the_users() || cluster->kubeconfig != *path) {
    return tl::make_unexpected(room.fail(
        Code::kSandbox, {.message = fmt::format("the sandbox's cluster is yours, by `{}`", *path),
                         .help = "your kubeconfig was not touched: use that one"}));
  }
  const std::string context = "opta-sandbox";
  const ClusterCredentials credentials = cluster_credentials(env);
  return Access{
      .context = context,
      .steps = {
          {"config", "set-cluster", context, "--server=" + cluster->server, "--embed-certs",
           "--certificate-authority=" + credentials.authority},
          {"config", "set-credentials", context, "--embed-certs",
           "--client-certificate=" + credentials.certificate, "--client-key=" + credentials.key},
          {"config", "set-context", context, "--cluster=" + context, "--user=" + context}}};
}

}  // namespace

Exit configure_kubectl(Env& env, const RunArguments& arguments) {
  FrontEnd front(env);
  const auto opened = CloudRoom::look(front, arguments.layer, arguments.sandbox);
  if (!opened) return opened.error();
  const CloudRoom& room = *opened;
  const auto kubectl = find_tool(Tool::kKubectl, env.variables);
  if (!kubectl) return room.fail(Code::kToolMissing, kubectl.error());
  const auto outputs = read_state_outputs(room, room.layer().root().name);
  if (!outputs) return outputs.error();
  const std::string name = text_output(*outputs, "k8s_cluster_name");
  if (name.empty()) {
    return room.fail(Code::kEngineFailed,
                     {.message = fmt::format("`{}` has no cluster yet", room.layer().root().name),
                      .help = "add `- type: k8s-cluster` and run `opta apply`"});
  }
  auto access = room.is_sandbox() ? sandbox_access(room)
                                  : Step<Access>(eks_access(*outputs, room.layer().root(), name));
  if (!access) return access.error();
  // kubectl edits the file itself: it locks it, keeps all that is not ours, and takes the first
  // path of KUBECONFIG.
  access->steps.push_back({"config", "use-context", access->context});
  for (std::vector<std::string>& step : access->steps) {
    step.insert(step.begin(), *kubectl);
    const auto ran = env.runner.run({.argv = step, .environment = env.variables});
    if (!ran) return room.fail(Code::kToolMissing, ran.error());
    if (!ran->succeeded())
      return room.fail(Code::kEngineFailed,
                       {.message = fmt::format("kubectl says: {}", trim(ran->err))});
  }
  env.out(fmt::format("kubectl now talks to `{}` (context {}).\n", name, access->context));
  return Exit::kDone;
}

}  // namespace opta
