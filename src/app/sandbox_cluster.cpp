#include "app/sandbox_cluster.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <sstream>
#include <stop_token>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>

#include "app/sandbox_folder.h"
#include "base/text.h"
#include "base/unique_fd.h"
#include "exec/tools.h"
#include "view/ticker.h"

namespace opta {

namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

constexpr auto kAnswerTimeout = 20s;
constexpr auto kInterruptPollPeriod = 50ms;
constexpr std::uint64_t kFileBytesMax = 1u << 20;
// What up.sh starts.
constexpr std::string_view kParts[] = {"etcd", "kube-apiserver", "kube-controller-manager",
                                       "fakelet"};
constexpr const char* kServer = "server: ";

// up.sh works in this folder; its files are listed in sandbox/cluster/README.md.
std::string cluster_folder(const Env& env) {
  return join_path(sandbox_folder(env), "cluster");
}
std::string scripts_folder(const Env& env) {
  return join_path(sandbox_folder(env), "control-plane");
}
// Says which cluster of the user's is used.
std::string choice_path(const Env& env) {
  return join_path(sandbox_folder(env), "cluster.json");
}
std::string kubeconfig_path(const Env& env) {
  return join_path(cluster_folder(env), "kubeconfig");
}

// Held by `up --cluster` from its first step to its last: the scripts that it runs must not be
// taken away under it. Apart from the emulator's lock, since other commands need the emulator while
// the cluster is built.
Result<UniqueFd> take_turn(Env& env, bool wait) {
  const std::string path = sandbox_folder(env) + "-cluster.lock";
  OPTA_CHECK_OK(env.disk.make_folders(parent_folder(path)));
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!fd) return fail_os(fmt::format("cannot open `{}`", path), errno);
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) == 0) return fd;
  if (errno != EWOULDBLOCK) return fail_os(fmt::format("cannot lock `{}`", path), errno);
  if (!wait) {
    return fail("another command is starting the sandbox's cluster",
                "wait for it, or end it by Ctrl-C");
  }
  env.err("Another command is starting the sandbox's cluster; waiting for it.\n");
  if (::flock(fd.get(), LOCK_EX) != 0) {
    return fail("interrupted while another command was starting the sandbox's cluster", {}, errno);
  }
  return fd;
}

// One of the cluster's processes. `pids` has "PID START-TIME NAME" lines, as processes.sh writes
// them; the last of a name counts, as a second try follows a failed one.
SandboxCluster::Part read_part(const Env& env, const std::string& pids, std::string_view name) {
  ProcessIdentity process;
  ProcessIdentity noted;
  std::istringstream lines(pids);
  for (std::string of; lines >> noted.pid >> noted.start_time >> of;) {
    if (of == name) process = noted;
  }
  SandboxCluster::Part part{.name = std::string(name), .pid = process.pid};
  // The start time counts from the machine's start: after another one it may be a stranger's. The
  // folder that ours work in is no stranger's.
  part.alive = is_alive(process) &&
               env.disk.canonical(fmt::format("/proc/{}/cwd", process.pid)).value_or("") ==
                   env.disk.canonical(cluster_folder(env)).value_or("?");
  return part;
}

std::string server_of(std::string_view kubeconfig) {
  const std::size_t begin = kubeconfig.find(kServer);
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = kubeconfig.substr(begin + std::string_view(kServer).size());
  return std::string(trim(rest.substr(0, rest.find('\n'))));
}

std::optional<SandboxCluster> chosen_cluster(const Env& env) {
  const auto text = env.disk.read(choice_path(env), kFileBytesMax);
  if (!text) return std::nullopt;
  const Json choice = Json::parse(*text, nullptr, false);
  if (!choice.is_object() || !choice.contains("kubeconfig") || !choice["kubeconfig"].is_string())
    return std::nullopt;
  return SandboxCluster{.kubeconfig = choice["kubeconfig"].get<std::string>()};
}

Result<Captured> ask_for_readiness(Env& env, const std::string& kubectl,
                                   const std::string& kubeconfig) {
  return env.runner.run({.argv = {kubectl, "--kubeconfig=" + kubeconfig, "get", "--raw=/readyz",
                                  fmt::format("--request-timeout={}s", kAnswerTimeout.count())},
                         .environment = env.variables,
                         .timeout = 2 * kAnswerTimeout});
}

// Runs one of the scripts, handing on what it says; Ctrl-C ends it and all that it started.
Result<Captured> run_script(Env& env, const std::string& name,
                            const std::vector<std::string>& arguments) {
  const auto bash = find_program("bash", env.variables);
  if (!bash) return fail("the scripts of the sandbox's cluster need `bash`", "install bash");
  const int before = env.interrupt_count();
  std::stop_source stop;
  const Ticker ticker(kInterruptPollPeriod, [&] {
    if (env.interrupt_count() > before) stop.request_stop();
  });
  const auto say = [&env](std::string_view line) { env.err(printable(line) + "\n"); };
  Command command{.argv = {*bash, join_path(scripts_folder(env), name)},
                  .environment = env.variables};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  return env.runner.run(command, {}, say, stop.get_token());
}

// What a start that was cut short may have left.
Status clear_away(Env& env) {
  if (env.disk.kind(scripts_folder(env)) == FileKind::kFolder) {
    const Captured ended = OPTA_TRY(run_script(env, "down.sh", {"--dir", cluster_folder(env)}));
    if (!ended.succeeded())
      return fail("the sandbox's cluster could not be ended", std::string(trim(ended.err)));
  }
  OPTA_CHECK_OK(env.disk.remove_all(cluster_folder(env)));
  return env.disk.remove_all(scripts_folder(env));
}

}  // namespace

bool SandboxCluster::runs() const {
  return std::ranges::all_of(parts, &Part::alive);
}

std::vector<std::string> SandboxCluster::dead() const {
  std::vector<std::string> names;
  for (const Part& part : parts) {
    if (!part.alive) names.push_back(part.name);
  }
  return names;
}

std::optional<SandboxCluster> find_cluster(const Env& env) {
  if (auto chosen = chosen_cluster(env)) return chosen;
  const auto pids = env.disk.read(join_path(cluster_folder(env), "pids"), kFileBytesMax);
  const auto config = env.disk.read(kubeconfig_path(env), kFileBytesMax);
  if (!pids || !config) return std::nullopt;
  SandboxCluster cluster{.kubeconfig = kubeconfig_path(env), .server = server_of(*config)};
  for (const std::string_view name : kParts) cluster.parts.push_back(read_part(env, *pids, name));
  return cluster;
}

Result<SandboxCluster> start_cluster(Env& env, const FileSystem& library) {
  const UniqueFd turn = OPTA_TRY(take_turn(env, true));
  if (const auto chosen = chosen_cluster(env)) return *chosen;
  const auto earlier = find_cluster(env);
  const bool was_running = earlier && earlier->runs();
  // A living cluster is left to the scripts that started it.
  if (!was_running) {
    OPTA_CHECK_OK(env.disk.remove_all(scripts_folder(env)));
    OPTA_CHECK_OK(write_out(library, "sandbox/cluster", env.disk, scripts_folder(env)));
  }
  const Result<Captured> started = run_script(env, "up.sh", {"--dir", cluster_folder(env)});
  if (started && started->succeeded()) {
    if (const auto cluster = find_cluster(env)) return *cluster;
  }
  if (started && was_running) {
    return started->stopped
               ? fail("interrupted; the cluster was there before and goes on running", {}, EINTR)
               : fail("the sandbox's cluster does not answer", "`opta sandbox down` ends it");
  }
  // A build that was ended has two gigabytes, and may not have had the time to remove them.
  if (started && started->stopped) static_cast<void>(run_script(env, "build.sh", {"--clear"}));
  OPTA_CHECK_OK(clear_away(env));
  if (!started) return tl::make_unexpected(started.error());
  if (started->stopped) return fail("interrupted; nothing of the cluster is running", {}, EINTR);
  return fail("the sandbox's cluster did not start; what it said is above",
              "a cluster of yours does as well: `opta sandbox up --cluster --kubeconfig FILE`");
}

Result<SandboxCluster> use_cluster(Env& env, const std::string& kubeconfig) {
  const UniqueFd turn = OPTA_TRY(take_turn(env, true));
  const auto path = env.disk.canonical(kubeconfig);
  if (!path) return fail(fmt::format("there is no kubeconfig `{}`", kubeconfig));
  if (const auto earlier = find_cluster(env); earlier && !earlier->is_the_users()) {
    return fail("the sandbox has a cluster of its own", "`opta sandbox down` ends it");
  }
  const std::string kubectl = OPTA_TRY(find_tool(Tool::kKubectl, env.variables));
  const Captured answer = OPTA_TRY(ask_for_readiness(env, kubectl, *path));
  if (!answer.succeeded()) {
    return fail(fmt::format("no cluster answers by the kubeconfig `{}`", *path),
                fmt::format("kubectl says: {}", trim(answer.err)));
  }
  const Json choice = {{"kubeconfig", *path}};
  OPTA_CHECK_OK(env.disk.write(choice_path(env), choice.dump() + "\n", 0600));
  return SandboxCluster{.kubeconfig = *path};
}

Result<bool> stop_cluster(Env& env) {
  const UniqueFd turn = OPTA_TRY(take_turn(env, false));
  const bool there = find_cluster(env).has_value();
  OPTA_CHECK_OK(env.disk.remove_all(choice_path(env)));
  OPTA_CHECK_OK(clear_away(env));
  return there;
}

bool answers(Env& env, const SandboxCluster& cluster) {
  if (!cluster.runs()) return false;
  const auto kubectl = find_tool(Tool::kKubectl, env.variables);
  if (!kubectl) return !cluster.is_the_users();
  const auto answer = ask_for_readiness(env, *kubectl, cluster.kubeconfig);
  return answer && answer->succeeded();
}

ClusterCredentials cluster_credentials(const Env& env) {
  const std::string folder = join_path(cluster_folder(env), "pki");
  return {.authority = join_path(folder, "ca.crt"),
          .certificate = join_path(folder, "admin.crt"),
          .key = join_path(folder, "admin.key")};
}

}  // namespace opta
