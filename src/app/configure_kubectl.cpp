#include "app/configure_kubectl.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "app/cluster_access.h"
#include "app/sandbox_cluster.h"
#include "app/state_outputs.h"
#include "base/text.h"
#include "exec/tools.h"

namespace opta {

namespace {

constexpr std::uint64_t kFileBytesMax = 16U << 20U;
constexpr unsigned kNewFileMode = 0600;

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
      .steps = {{"config", "set-cluster", context, "--server=" + text_of(outputs, "k8s_endpoint")},
                {"config", "set", "clusters." + context + ".certificate-authority-data",
                 text_of(outputs, "k8s_ca_data")},
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

struct ChangedFile {
  std::string path;
  std::string backup = {};  // empty: nothing was there, or nothing has changed
};

// The file that kubectl itself would write: of KUBECONFIG's the first that is there, else the last.
Result<std::string> users_kubeconfig(const Env& env) {
  std::string_view list = value_of(env.variables, "KUBECONFIG");
  std::string last;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(':'), list.size());
    const std::string path(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    if (path.empty()) continue;
    last = path;
    if (env.disk.kind(path) == FileKind::kFile) break;
  }
  if (last.empty()) {
    const std::string_view home = value_of(env.variables, "HOME");
    if (home.empty()) return fail("neither KUBECONFIG nor HOME says where your kubeconfig is");
    last = join_path(home, ".kube/config");
  }
  // A link stays a link.
  if (env.disk.kind(last) == FileKind::kFile) return env.disk.canonical(last);
  return last;
}

unsigned mode_of(const std::string& path) {
  struct stat info{};
  return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 07777U : kNewFileMode;
}

// kubectl edits a copy, which takes the file's place when all has gone well: kubectl alone would
// write the file several times, not in one step, and lose its comments for good.
Result<ChangedFile> change_kubeconfig(Env& env, const std::string& kubectl,
                                      const std::vector<std::vector<std::string>>& steps) {
  const std::string path = OPTA_TRY(users_kubeconfig(env));
  const bool is_there = env.disk.kind(path) == FileKind::kFile;
  std::string before;
  if (is_there) before = OPTA_TRY(env.disk.read(path, kFileBytesMax));
  // Beside it, since relative paths in it are relative to its folder.
  const std::string copy = path + ".opta-new";
  OPTA_CHECK_OK(env.disk.write(copy, before, kNewFileMode));
  const auto edit = [&]() -> Result<std::string> {
    for (const std::vector<std::string>& step : steps) {
      std::vector<std::string> argv = step;
      argv.insert(argv.begin(), kubectl);
      argv.push_back("--kubeconfig=" + copy);
      const Captured ran =
          OPTA_TRY(env.runner.run({.argv = std::move(argv), .environment = env.variables}));
      if (!ran.succeeded()) {
        return fail(fmt::format("kubectl says: {}", trim(ran.err)),
                    fmt::format("`{}` was not touched", path));
      }
    }
    return env.disk.read(copy, kFileBytesMax);
  };
  const auto after = edit();
  static_cast<void>(env.disk.remove_all(copy));
  if (!after) return tl::make_unexpected(after.error());
  ChangedFile changed{.path = path};
  if (*after == before) return changed;
  if (is_there) {
    if (OPTA_TRY(env.disk.read(path, kFileBytesMax)) != before) {
      return fail(fmt::format("`{}` was changed by somebody else at the same time", path),
                  "it was not touched; run the command again");
    }
    changed.backup = path + ".before-opta";
    OPTA_CHECK_OK(env.disk.write(changed.backup, before, mode_of(path)));
  }
  OPTA_CHECK_OK(env.disk.write(path, *after, mode_of(path)));
  return changed;
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
  const std::string name = text_of(*outputs, "k8s_cluster_name");
  if (name.empty()) {
    return room.fail(Code::kEngineFailed,
                     {.message = fmt::format("`{}` has no cluster yet", room.layer().root().name),
                      .help = "add `- type: k8s-cluster` and run `opta apply`"});
  }
  auto access = room.is_sandbox() ? sandbox_access(room)
                                  : Step<Access>(eks_access(*outputs, room.layer().root(), name));
  if (!access) return access.error();
  access->steps.push_back({"config", "use-context", access->context});
  const auto changed = change_kubeconfig(env, *kubectl, access->steps);
  if (!changed) return room.fail(Code::kEngineFailed, changed.error());
  if (arguments.layer.format == Format::kJson) {
    env.out(nlohmann::ordered_json{
                {"cluster", name},
                {"context", access->context},
                {"kubeconfig", changed->path},
                {"backup", changed->backup.empty() ? nlohmann::ordered_json()
                                                   : nlohmann::ordered_json(changed->backup)}}
                .dump() +
            "\n");
    return Exit::kDone;
  }
  env.out(fmt::format("kubectl now talks to `{}` (context {} in {}).\n", name, access->context,
                      changed->path));
  if (!changed->backup.empty())
    env.err(fmt::format("What stood there before is in {}.\n", changed->backup));
  return Exit::kDone;
}

}  // namespace opta
