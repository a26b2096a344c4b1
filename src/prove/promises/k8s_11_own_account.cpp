#include <map>
#include <set>

#include <fmt/format.h>

#include "prove/promises/objects.h"

namespace opta::prove {

namespace {

using Name = std::pair<std::string, std::string>;  // namespace, name

Cases decide(const Evidence& evidence) {
  const ObjectsByName accounts = by_name(evidence.cluster, "ServiceAccount");
  std::map<Name, std::set<const HelmRelease*>> users;
  for (const Object* workload : evidence.cluster.workloads()) {
    users[{workload->content->object_namespace,
           field_text(*workload->content, of_pod(*workload, "serviceAccountName"))}]
        .insert(workload->release);
  }
  Cases cases;
  for (const Object* workload : service_workloads(evidence.cluster)) {
    Finding finding(workload);
    const std::string path = of_pod(*workload, "serviceAccountName");
    const Word name = word_at(*workload->content, path);
    finding.lower(both(opposite(is_word(name, "default")), opposite(is_word(name, ""))), path,
                  name);
    if (!name.is_there) finding.lower(Truth::kNo, path, name);
    const Name key{workload->content->object_namespace, name.text};
    const auto account = accounts.find(key);
    if (account == accounts.end()) {
      finding.lower(Truth::kUnknown,
                    fmt::format("ServiceAccount {}/{} is made elsewhere", key.first, key.second));
    } else if (account->second->release != workload->release) {
      finding.lower(Truth::kNo,
                    fmt::format("{} belongs to another release, `{}`", account->second->address,
                                account->second->release->name));
    }
    for (const HelmRelease* other : users[key]) {
      if (other != workload->release)
        finding.lower(Truth::kNo,
                      fmt::format("pods of the release `{}` have it, too", other->name));
    }
    cases.push_back(std::move(finding).done());
  }
  return cases;
}

}  // namespace

extern const Promise kK8s11;
const Promise kK8s11 = {
    .id = "K8S-11",
    .sentence = "Each service has a service account of its own.",
    .why =
        "Rights are given to accounts; an account that two share gives each the rights of the "
        "other.",
    .how =
        "The pods of each service name a ServiceAccount that the same release makes, not "
        "`default`, and that no pods of another release of this layer name.",
    .controls = "SOC 2 CC6.1, CC6.3; CIS Kubernetes 5.1.5; CIS EKS 4.1.5",
    .fix = "Let no other object use the service's account; make one for each.",
    .decide = decide,
    .reads_objects = true,
};

}  // namespace opta::prove
