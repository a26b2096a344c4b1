// Roles of Kubernetes, and to whom the objects of a cluster bind them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "prove/pod_network/fields.h"

namespace opta::prove {

// RoleBindings and ClusterRoleBindings by the service accounts that they name, alone or in a group.
class Bindings {
 public:
  explicit Bindings(const Cluster& cluster);

  struct Bound {
    const Object* binding;
    Truth is_bound;
  };
  // Those that are, or may be, of the account.
  std::vector<Bound> of_account(const std::string& in_namespace, const std::string& name) const;

 private:
  // Subjects as the API server calls them: "system:serviceaccount:web:app", a group's name.
  std::map<std::string, std::vector<const Object*>, std::less<>> by_subject_;
  std::vector<const Object*> of_unknown_;
};

}  // namespace opta::prove
