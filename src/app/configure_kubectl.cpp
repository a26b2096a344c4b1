#include "app/configure_kubectl.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/state_outputs.h"
#include "base/text.h"

namespace opta {

namespace {

std::string text_output(const StateOutputs& outputs, const std::string& name) {
  const auto found = outputs.find(name);
  if (found == outputs.end() || found->second.json.empty()) return {};
  const auto value = nlohmann::json::parse(found->second.json, nullptr, false);
  return value.is_string() ? value.get<std::string>() : std::string();
}

}  // namespace

Exit configure_kubectl(Env& env, const RunArguments& arguments) {
  FrontEnd front(env);
  auto opened = EngineRoom::open(front, arguments, Purpose::kLook);
  if (!opened) return opened.error();
  EngineRoom& room = **opened;
  if (room.is_sandbox()) {
    return room.fail(
        Code::kSandbox,
        {.message = "the sandbox's cluster exists for the AWS API alone: kubectl cannot reach it",
         .help = "your kubeconfig was not touched"});
  }
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
  const Provider& provider = room.layer().root().provider;
  const std::string context = fmt::format("{}_{}_{}", provider.account_id, provider.region, name);
  // kubectl edits the file itself: it locks it, keeps all that is not ours, and takes the first
  // path of KUBECONFIG.
  const std::vector<std::vector<std::string>> steps = {
      {"config", "set-cluster", context, "--server=" + text_output(*outputs, "k8s_endpoint")},
      {"config", "set", "clusters." + context + ".certificate-authority-data",
       text_output(*outputs, "k8s_ca_data")},
      {"config", "set-credentials", context,
       "--exec-api-version=client.authentication.k8s.io/v1beta1", "--exec-command=aws",
       "--exec-arg=--region", "--exec-arg=" + provider.region, "--exec-arg=eks",
       "--exec-arg=get-token", "--exec-arg=--cluster-name", "--exec-arg=" + name},
      {"config", "set-context", context, "--cluster=" + context, "--user=" + context},
      {"config", "use-context", context},
  };
  for (std::vector<std::string> step : steps) {
    step.insert(step.begin(), *kubectl);
    const auto ran = env.runner.run({.argv = step, .environment = env.variables});
    if (!ran) return room.fail(Code::kToolMissing, ran.error());
    if (!ran->succeeded())
      return room.fail(Code::kEngineFailed,
                       {.message = fmt::format("kubectl says: {}", trim(ran->err))});
  }
  env.out(fmt::format("kubectl now talks to `{}` (context {}).\n", name, context));
  return Exit::kDone;
}

}  // namespace opta
