#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "prove/promises/objects.h"

namespace opta::prove {

namespace {

struct Forbidden {
  std::string_view field;
  std::string_view text;
};

constexpr Forbidden kOfPod[] = {
    {"hostNetwork", "true"},
    {"hostPID", "true"},
    {"hostIPC", "true"},
    {"securityContext.seccompProfile.type", "Unconfined"},
    {"securityContext.appArmorProfile.type", "Unconfined"},
    {"securityContext.windowsOptions.hostProcess", "true"},
};
constexpr Forbidden kOfContainer[] = {
    {"securityContext.privileged", "true"},
    {"securityContext.procMount", "Unmasked"},
    {"securityContext.seccompProfile.type", "Unconfined"},
    {"securityContext.appArmorProfile.type", "Unconfined"},
    {"securityContext.windowsOptions.hostProcess", "true"},
};
// Those that the standard lets a pod add, which are what Docker gives anyway.
constexpr std::string_view kHarmless[] = {
    "AUDIT_WRITE",      "CHOWN",   "DAC_OVERRIDE", "FOWNER",  "FSETID", "KILL",      "MKNOD",
    "NET_BIND_SERVICE", "SETFCAP", "SETGID",       "SETPCAP", "SETUID", "SYS_CHROOT"};
constexpr std::string_view kSafeSysctls[] = {
    "kernel.shm_rmid_forced",           "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_local_reserved_ports", "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ping_group_range",        "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",     "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_keepalive_time",      "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_syncookies",          "net.ipv4.tcp_wmem"};

// Whether the word is one of these; unknown as long as it is.
Truth is_one_of(const Word& word, std::span<const std::string_view> known) {
  if (!word.is_known) return Truth::kUnknown;
  return truth(std::ranges::find(known, std::string_view(word.text)) != known.end());
}

void judge_container(const KubeObject& object, const std::string& container, Finding& finding) {
  for (const auto& [field, text] : kOfContainer)
    finding.forbid(object, below(container, field), text);
  const std::string added = container + ".securityContext.capabilities.add";
  if (!word_at(object, added).is_known)
    finding.lower(Truth::kUnknown, added, word_at(object, added));
  for (const std::string& path : elements(object, added))
    finding.lower(is_one_of(word_at(object, path), kHarmless), path, word_at(object, path));
  for (const std::string& port : elements(object, container + ".ports")) {
    const Word host = word_at(object, port + ".hostPort");
    if (host.is_there) finding.lower(is_word(host, "0"), port + ".hostPort", host);
  }
}

Case judge(const Object& workload) {
  const KubeObject& object = *workload.content;
  Finding finding(&workload);
  for (const auto& [field, text] : kOfPod) finding.forbid(object, of_pod(workload, field), text);
  for (const std::string& volume : elements(object, of_pod(workload, "volumes"))) {
    if (has_field(object, volume + ".hostPath"))
      finding.lower(Truth::kNo, volume + ".hostPath", word_at(object, volume + ".hostPath.path"));
  }
  for (const std::string& path : elements(object, of_pod(workload, "securityContext.sysctls"))) {
    const Word name = word_at(object, path + ".name");
    finding.lower(is_one_of(name, kSafeSysctls), path, name);
  }
  for (const std::string& container : containers(object))
    judge_container(object, container, finding);
  return std::move(finding).done();
}

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const Object* workload : service_workloads(evidence.cluster))
    cases.push_back(judge(*workload));
  return cases;
}

}  // namespace

extern const Promise kK8s14;
const Promise kK8s14 = {
    .id = "K8S-14",
    .sentence = "No pod of a service is privileged or sees its node.",
    .why = "A container that can reach the node can reach every other container on it.",
    .how =
        "For the pods of each service, as in Kubernetes' `baseline` standard: no namespaces, "
        "paths or ports of the host, nothing privileged or unconfined, and no capabilities or "
        "sysctls beyond the standard's lists. Options of SELinux are not looked at.",
    .controls =
        "SOC 2 CC6.1, CC6.8; CIS Kubernetes 5.2.2, 5.2.3, 5.2.4, 5.2.5, 5.2.9, 5.2.11, 5.2.12, "
        "5.2.13; CIS EKS 4.2.1, 4.2.2, 4.2.3, 4.2.4",
    .fix = "Take out what the witness names. What needs the node is no service.",
    .decide = decide,
    .reads_objects = true,
};

}  // namespace opta::prove
