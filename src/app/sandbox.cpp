#include "app/sandbox.h"

#include <cerrno>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/front_end.h"
#include "app/report.h"
#include "app/sandbox_cluster.h"
#include "app/sandbox_folder.h"
#include "app/sandbox_server.h"
#include "base/text.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

// What there is of a sandbox.
struct Running {
  std::optional<SandboxServer> server = {};
  std::optional<SandboxCluster> cluster = {};
  bool cluster_answers = false;
};

Running look_around(Env& env) {
  Running running{.server = find_sandbox(env), .cluster = find_cluster(env)};
  running.cluster_answers = running.cluster && answers(env, *running.cluster);
  return running;
}

Json cluster_json(const Running& running) {
  if (!running.cluster) return nullptr;
  Json processes = Json::object();
  for (const SandboxCluster::Part& part : running.cluster->parts)
    processes[part.name] = part.alive ? Json(part.pid) : Json(nullptr);
  return {{"running", running.cluster_answers},
          {"kubeconfig", running.cluster->kubeconfig},
          {"own", !running.cluster->is_the_users()},
          {"processes", processes}};
}

std::string cluster_text(const Running& running) {
  if (!running.cluster) return {};
  const SandboxCluster& cluster = *running.cluster;
  if (cluster.is_the_users()) {
    return fmt::format("Its cluster is yours, by the kubeconfig `{}`{}.\n", cluster.kubeconfig,
                       running.cluster_answers ? "" : ", and does not answer");
  }
  if (const auto dead = cluster.dead(); !dead.empty()) {
    return fmt::format(
        "Its cluster is broken: {} ended. `opta sandbox up --cluster` starts a new one, empty.\n",
        quoted_list(dead));
  }
  return fmt::format("Its cluster {} at {} (kubeconfig `{}`).\n",
                     running.cluster_answers ? "runs" : "runs, and does not answer,",
                     cluster.server, cluster.kubeconfig);
}

std::string server_text(const Running& running) {
  return running.server ? fmt::format("The sandbox runs at {} (process {}).",
                                      running.server->endpoint(), running.server->pid)
                        : "No sandbox is running. `opta sandbox up` starts one.";
}

void print(Env& env, const Running& running, Format format, std::string_view text) {
  if (format == Format::kText) return env.out(text);
  const auto& server = running.server;
  Json json = {{"running", server && server->answers}};
  json["endpoint"] = server ? Json(server->endpoint()) : Json(nullptr);
  json["pid"] = server ? Json(server->pid) : Json(nullptr);
  json["cluster"] = cluster_json(running);
  env.out(json.dump() + "\n");
}

Exit down(Env& env, Format format) {
  const auto cluster = stop_cluster(env);
  if (!cluster) return report_error(env, Code::kSandbox, cluster.error());
  const auto server = stop_sandbox(env);
  if (!server) return report_error(env, Code::kSandbox, server.error());
  if (auto removed = env.disk.remove_all(sandbox_folder(env)); !removed)
    return report_error(env, Code::kSandbox, removed.error());
  print(env, {}, format,
        *server || *cluster ? "The sandbox is down; all that was in it is gone.\n"
                            : "No sandbox is running.\n");
  return Exit::kDone;
}

// A cluster that the user names comes before one of ours.
Result<SandboxCluster> bring_up_cluster(Env& env, const SandboxArguments& arguments,
                                        const FileSystem& library) {
  if (!arguments.kubeconfig.empty()) return use_cluster(env, arguments.kubeconfig);
  const std::string named(value_of(env.variables, "OPTA_KUBECONFIG"));
  return named.empty() ? start_cluster(env, library) : use_cluster(env, named);
}

Exit up(Env& env, const SandboxArguments& arguments) {
  FrontEnd front(env);
  if (front.diagnostics.has_errors()) return front.report(arguments.format);
  const auto server = start_sandbox(env, *front.library);
  if (!server) return report_error(env, Code::kSandbox, server.error());
  if (arguments.cluster) {
    const auto cluster = bring_up_cluster(env, arguments, *front.library);
    if (!cluster) {
      report_error(env, Code::kSandbox, cluster.error());
      return cluster.error().os_error == EINTR ? Exit::kInterrupted : Exit::kEngineFailed;
    }
  }
  const Running running = look_around(env);
  print(env, running, arguments.format,
        fmt::format("{} It is an AWS emulator on this machine: nothing costs anything,\n"
                    "and nothing proves that AWS would do the same.\n{}\n  opta apply --sandbox\n"
                    "  opta sandbox down\n",
                    server_text(running), cluster_text(running)));
  return Exit::kDone;
}

}  // namespace

Exit sandbox(Env& env, const SandboxArguments& arguments) {
  if (arguments.cluster && arguments.action != "up") {
    return report_error(
        env, Code::kUsage,
        {.message = fmt::format("`--cluster` does not go with `{}`", arguments.action),
         .help = fmt::format("`opta sandbox {}` is about the cluster, too", arguments.action)});
  }
  if (arguments.action == "down") return down(env, arguments.format);
  if (arguments.action == "up") return up(env, arguments);
  const Running running = look_around(env);
  print(env, running, arguments.format,
        fmt::format("{}\n{}", server_text(running), cluster_text(running)));
  return Exit::kDone;
}

}  // namespace opta
