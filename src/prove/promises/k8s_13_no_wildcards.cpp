#include <fmt/format.h>

#include "prove/promises/objects.h"

namespace opta::prove {

namespace {

// Whether one of the list's elements is the word.
Truth has_word(const KubeObject& object, const std::string& path, std::string_view word) {
  Truth has = word_at(object, path).is_known ? Truth::kNo : Truth::kUnknown;
  for (const std::string& one : elements(object, path))
    has = either(has, is_word(word_at(object, one), word));
  return has;
}

void judge_role(const Object& role, Cases& cases) {
  const KubeObject& object = *role.content;
  Finding finding(&role);
  for (const std::string& rule : elements(object, "rules")) {
    const Truth all =
        both(has_word(object, rule + ".verbs", "*"), has_word(object, rule + ".resources", "*"));
    finding.lower(opposite(all), rule + " allows every verb on every resource");
    // With these one gives oneself what one lacks.
    for (const char* verb : {"bind", "escalate", "impersonate"})
      finding.lower(opposite(has_word(object, rule + ".verbs", verb)),
                    fmt::format("{} allows `{}`", rule, verb));
  }
  cases.push_back(std::move(finding).done());
}

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const char* kind : {"ClusterRoleBinding", "RoleBinding"}) {
    for (const Object* binding : evidence.cluster.of_kind(kind)) {
      Finding finding(binding);
      finding.forbid(*binding->content, "roleRef.name", "cluster-admin");
      cases.push_back(std::move(finding).done());
    }
  }
  for (const char* kind : {"ClusterRole", "Role"}) {
    for (const Object* role : evidence.cluster.of_kind(kind)) {
      if (!is_third_party(*role->release)) judge_role(*role, cases);
    }
  }
  return cases;
}

}  // namespace

extern const Promise kK8s13;
const Promise kK8s13 = {
    .id = "K8S-13",
    .sentence = "Nothing that is installed becomes administrator of the cluster.",
    .why = "One hole in it would be a hole in everything: an administrator reads every Secret.",
    .how =
        "No binding of this layer gives the role `cluster-admin`. No role of a chart of Opta's or "
        "of the user's own has a rule with all verbs on all resources, or with `bind`, `escalate` "
        "or `impersonate`; roles of charts from repositories are not looked at.",
    .controls = "SOC 2 CC6.3; CIS Kubernetes 5.1.1, 5.1.3, 5.1.8; CIS EKS 4.1.1, 4.1.3",
    .fix = "Write a role with the resources and verbs that are needed, and bind that.",
    .decide = decide,
    .reads_objects = true,
};

}  // namespace opta::prove
