#include "app/secret_users.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/interrupt_stop.h"
#include "app/unready_report.h"
#include "base/text.h"
#include "exec/kubectl/get.h"
#include "exec/kubectl/rollout_restart.h"
#include "exec/kubectl/rollout_status.h"

namespace opta {

namespace {

constexpr std::string_view kPodPart = "spec.template.spec.";

// Whether the field is the name of a Secret that the pod reads: by envFrom, env or a volume.
bool names_secret(std::string_view path) {
  return path.starts_with(kPodPart) &&
         (path.ends_with(".secretRef.name") || path.ends_with(".secretKeyRef.name") ||
          path.ends_with(".secret.secretName") || path.ends_with(".secret.name"));
}

Exit fail_restart(const CloudRoom& room, const kubectl::Context& cluster, const RestartWish& wish,
                  const SecretUser& user, const std::string& words) {
  if (!report_unready(room, cluster,
                      {.code = Code::kClusterCommand,
                       .release = wish.release,
                       .release_namespace = wish.object_namespace,
                       .when = " after the restart"})) {
    return room.fail(Code::kClusterCommand,
                     {.message = fmt::format("the new pods of {} {} do not get ready: {}",
                                             user.kind, user.name, printable(words)),
                      .help = "`opta events` and `opta logs` show why"});
  }
  room.front().env.err(
      "The change is stored, and the old pods serve on. Another `opta secret update` sets a better "
      "value.\n");
  return Exit::kEngineFailed;
}

}  // namespace

std::vector<SecretUser> secret_users(const std::vector<KubeObject>& objects,
                                     std::string_view secret) {
  const std::string wanted = nlohmann::json(secret).dump();
  std::vector<SecretUser> users;
  for (const KubeObject& object : objects) {
    const bool uses = std::ranges::any_of(object.fields, [&](const auto& field) {
      return names_secret(field.first) && field.second.text == wanted;
    });
    if (!uses) continue;
    users.push_back({.kind = object.kind,
                     .name = object.name,
                     .has_pods = text_at(object, "spec.replicas") != "0"});
  }
  return users;
}

Step<std::vector<SecretUser>> restart_secret_users(const CloudRoom& room,
                                                   const kubectl::Context& cluster,
                                                   const RestartWish& wish) {
  Env& env = room.front().env;
  const auto answer =
      kubectl::get(cluster, {.types = {"deployments.apps", "statefulsets.apps", "daemonsets.apps"},
                             .object_namespace = wish.object_namespace});
  if (!answer) return tl::make_unexpected(room.fail(Code::kClusterCommand, answer.error()));
  if (answer->failure) return tl::make_unexpected(fail_cluster(room, *answer->failure));
  const auto objects = decode_objects(answer->text);
  if (!objects) return tl::make_unexpected(room.fail(Code::kClusterCommand, objects.error()));

  std::vector<SecretUser> users = secret_users(*objects, wish.secret);
  std::erase_if(users, [](const SecretUser& user) { return !user.has_pods; });
  for (const SecretUser& user : users) {
    const auto begun =
        kubectl::rollout_restart(cluster, {.type = lower_case(user.kind),
                                           .name = user.name,
                                           .object_namespace = wish.object_namespace});
    if (!begun) return tl::make_unexpected(room.fail(Code::kClusterCommand, begun.error()));
    if (begun->failure) return tl::make_unexpected(fail_cluster(room, *begun->failure));
    env.err(fmt::format("Starting {} {} again, a few pods at a time…\n", user.kind, user.name));
  }
  const InterruptStop interrupt(env);
  kubectl::Context waiting = cluster;
  waiting.stop = interrupt.token();
  for (const SecretUser& user : users) {
    const auto ended = kubectl::rollout_status(waiting, {.type = lower_case(user.kind),
                                                         .name = user.name,
                                                         .object_namespace = wish.object_namespace,
                                                         .timeout = wish.timeout});
    if (!ended) return tl::make_unexpected(room.fail(Code::kClusterCommand, ended.error()));
    if (interrupt.is_interrupted()) {
      env.err("No longer waiting; the cluster goes on with the restart.\n");
      return tl::make_unexpected(Exit::kInterrupted);
    }
    if (!ended->failure) continue;
    return tl::make_unexpected(
        fail_restart(room, cluster, wish, user, std::string(trim(ended->failure->message))));
  }
  return users;
}

}  // namespace opta
