#include "prove/promises/objects.h"

namespace opta::prove {

namespace {

// The container's own word wins over the pod's.
Word setting(const KubeObject& object, const std::string& container, const std::string& pod,
             std::string_view field) {
  const Word own = word_at(object, below(container, field));
  return own.is_there ? own : word_at(object, below(pod, field));
}

void judge(const Object& workload, const std::string& container, Finding& finding) {
  const KubeObject& object = *workload.content;
  const std::string escalation = container + ".securityContext.allowPrivilegeEscalation";
  finding.lower(is_word(word_at(object, escalation), "false"), escalation,
                word_at(object, escalation));
  constexpr std::string_view kProfile = "securityContext.seccompProfile.type";
  const Word profile = setting(object, container, std::string(pod_path(object.kind)), kProfile);
  finding.lower(either(is_word(profile, "RuntimeDefault"), is_word(profile, "Localhost")),
                below(container, kProfile), profile);
  const std::string dropped = container + ".securityContext.capabilities.drop";
  Truth all = word_at(object, dropped).is_known ? Truth::kNo : Truth::kUnknown;
  for (const std::string& path : elements(object, dropped))
    all = either(all, is_word(word_at(object, path), "ALL"));
  finding.lower(all, dropped + " does not have ALL");
}

Cases decide(const Evidence& evidence) {
  return about_containers(evidence.cluster, judge);
}

}  // namespace

extern const Promise kK8s15;
const Promise kK8s15 = {
    .id = "K8S-15",
    .sentence =
        "No container of a service can escalate privileges; all capabilities are dropped and "
        "seccomp is on.",
    .why =
        "Most ways out of a container need a capability, a system call or a program that gives "
        "rights; without them a hole in the service stays in the service.",
    .how =
        "Each container of each service sets `allowPrivilegeEscalation: false`, drops all "
        "capabilities and has the runtime's seccomp profile. Whether it starts as root is not "
        "asked: `run_as_non_root` is the user's choice.",
    .controls = "SOC 2 CC6.8; CIS Kubernetes 5.2.6, 5.2.8, 5.2.10, 5.7.2; CIS EKS 4.2.5",
    .fix = "Leave the security context as the chart writes it.",
    .decide = decide,
    .reads_objects = true,
};

}  // namespace opta::prove
