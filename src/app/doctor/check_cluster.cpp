#include <algorithm>

#include <fmt/format.h>

#include "app/doctor/checks.h"
#include "base/text.h"
#include "base/timestamp.h"
#include "exec/helm/stored_release.h"
#include "exec/json.h"
#include "exec/kubectl/capabilities.h"
#include "exec/kubectl/get.h"
#include "layer/gitops.h"

namespace opta {

namespace {

using lenient::Json;
using lenient::list_at;
using lenient::object_at;
using lenient::text_at;

constexpr const char* kCluster = "cluster";
constexpr const char* kCertificates = "certificates";
constexpr int kAttentionDays = 30;

bool has_condition(const Json& object, std::string_view type) {
  return std::ranges::any_of(
      list_at(object_at(object, "status"), "conditions"), [&](const Json& condition) {
        return text_at(condition, "type") == type && text_at(condition, "status") == "True";
      });
}

std::string why(const Result<ClusterText>& answer) {
  return answer ? answer->failure->message : answer.error().message;
}

bool is_answer(const Result<ClusterText>& answer) {
  return answer && answer->ok();
}

void check_nodes(const kubectl::Context& cluster, Findings& findings) {
  const auto answer = kubectl::get(cluster, {.types = {"nodes"}});
  if (!is_answer(answer)) {
    findings.push_back(not_told(kCluster, "nodes", why(answer)));
    return;
  }
  const Json list = lenient::parse(answer->text);
  std::size_t all = 0;
  std::vector<std::string> ill;
  for (const Json& node : list_at(list, "items")) {
    ++all;
    if (!has_condition(node, "Ready")) ill.push_back(text_at(object_at(node, "metadata"), "name"));
  }
  const bool good = all > 0 && ill.empty();
  findings.push_back({.area = kCluster,
                      .subject = "nodes",
                      .health = good ? Health::kGood : Health::kBroken,
                      .text = all == 0      ? std::string("there are none")
                              : ill.empty() ? fmt::format("{} ready", counted(all, "node"))
                                            : fmt::format("{} of {} not ready: {}", ill.size(), all,
                                                          join(ill, ", ")),
                      .help = good ? std::string() : "`kubectl describe nodes` says why"});
}

void check_releases(const CloudRoom& room, const kubectl::Context& cluster,
                    const std::vector<Release>& releases, Findings& findings) {
  const auto stored = helm::stored_releases(cluster);
  if (!stored || stored->failure) {
    findings.push_back(
        not_told(kCluster, "releases", stored ? stored->failure->message : stored.error().message));
    return;
  }
  std::size_t good = 0;
  for (const Release& release : releases) {
    const helm::StoredRelease* found = stored->find(release.release_namespace, release.name);
    const std::string subject = "release " + release.name;
    if (room.layer().gitops) {
      if (found == nullptr) continue;  // whoever deploys it tells how it is
      findings.push_back({.area = kCluster,
                          .subject = subject,
                          .health = Health::kAttention,
                          .text = fmt::format("Helm has it still, and {} deploys it",
                                              tool_name(*room.layer().gitops)),
                          .help = "`opta apply` hands it over"});
    } else if (found == nullptr) {
      findings.push_back({.area = kCluster,
                          .subject = subject,
                          .health = Health::kAttention,
                          .text = "not installed",
                          .help = "`opta apply` installs it"});
    } else if (!found->is_deployed()) {
      findings.push_back({.area = kCluster,
                          .subject = subject,
                          .health = Health::kBroken,
                          .text = found->status,
                          .help = "`opta apply` puts it right; `opta show` says what runs"});
    } else {
      ++good;
    }
  }
  if (good > 0) {
    findings.push_back(
        {.area = kCluster,
         .subject = "releases",
         .text = fmt::format("{} of `{}` installed", counted(good, "release"), room.layer().name)});
  }
}

// cert-manager renews each some time before its end; one that is near has not been renewed.
void check_certificates(const CloudRoom& room, const kubectl::Context& cluster,
                        Findings& findings) {
  const auto answer = kubectl::get(cluster, {.types = {"certificates.cert-manager.io"}});
  if (!is_answer(answer)) {
    // A cluster without cert-manager has no such kind.
    if (answer && answer->failure->kind == ClusterFailureKind::kUnknownKind) return;
    findings.push_back(not_told(kCertificates, "cert-manager", why(answer)));
    return;
  }
  const Json list = lenient::parse(answer->text);
  for (const Json& certificate : list_at(list, "items")) {
    const Json& metadata = object_at(certificate, "metadata");
    const std::string subject =
        fmt::format("{}/{}", text_at(metadata, "namespace"), text_at(metadata, "name"));
    const std::string ends = text_at(object_at(certificate, "status"), "notAfter");
    const auto day = day_of(ends);
    if (!has_condition(certificate, "Ready") || !day) {
      findings.push_back(
          {.area = kCertificates,
           .subject = subject,
           .health = Health::kBroken,
           .text = "cert-manager has not issued it",
           .help = fmt::format("`kubectl describe certificate {} --namespace {}`",
                               text_at(metadata, "name"), text_at(metadata, "namespace"))});
      continue;
    }
    findings.push_back(certificate_finding(subject, *day, room.front().env.today()));
  }
}

}  // namespace

Finding certificate_finding(std::string subject, Day ends, Day today) {
  const auto left = (ends - today).count();
  Finding finding{.area = kCertificates,
                  .subject = std::move(subject),
                  .health = left < 0                ? Health::kBroken
                            : left < kAttentionDays ? Health::kAttention
                                                    : Health::kGood,
                  .text = left < 0 ? fmt::format("ended on {}", to_string(ends))
                                   : fmt::format("{} left, until {}",
                                                 counted(static_cast<std::size_t>(left), "day"),
                                                 to_string(ends))};
  if (finding.health != Health::kGood) finding.help = "it should have been renewed by itself";
  return finding;
}

void check_cluster(const CloudRoom& room, const kubectl::Context& cluster,
                   const std::vector<Release>& releases, Findings& findings) {
  const auto capabilities = kubectl::capabilities(cluster);
  if (!capabilities || !capabilities->ok()) {
    findings.push_back({.area = kCluster,
                        .subject = "access",
                        .health = Health::kBroken,
                        .text = std::string(trim(capabilities ? capabilities->failure->message
                                                              : capabilities.error().message)),
                        .help = "is it there, and does this machine reach it?"});
    return;
  }
  findings.push_back(
      {.area = kCluster, .subject = "access", .text = "Kubernetes " + capabilities->version});
  check_nodes(cluster, findings);
  check_releases(room, cluster, releases, findings);
  check_certificates(room, cluster, findings);
}

}  // namespace opta
