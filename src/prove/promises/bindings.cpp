#include "prove/promises/bindings.h"

#include <fmt/format.h>

namespace opta::prove {

Bindings::Bindings(const Cluster& cluster) {
  for (const char* kind : {"RoleBinding", "ClusterRoleBinding"}) {
    for (const Object* binding : cluster.of_kind(kind)) {
      const KubeObject& object = *binding->content;
      if (!word_at(object, "subjects").is_known) of_unknown_.push_back(binding);
      for (const std::string& path : elements(object, "subjects")) {
        const Word type = word_at(object, path + ".kind");
        const Word name = word_at(object, path + ".name");
        const Word space = word_at(object, path + ".namespace");
        if (!type.is_known || !name.is_known || !space.is_known) {
          of_unknown_.push_back(binding);
          continue;
        }
        // Without a namespace it is the binding's.
        const std::string& in = space.is_there ? space.text : object.object_namespace;
        by_subject_[type.text == "ServiceAccount"
                        ? fmt::format("system:serviceaccount:{}:{}", in, name.text)
                        : name.text]
            .push_back(binding);
      }
    }
  }
}

std::vector<Bindings::Bound> Bindings::of_account(const std::string& in_namespace,
                                                  const std::string& name) const {
  std::vector<Bound> bound;
  for (const std::string& subject :
       {fmt::format("system:serviceaccount:{}:{}", in_namespace, name),
        fmt::format("system:serviceaccounts:{}", in_namespace),
        std::string("system:serviceaccounts"), std::string("system:authenticated")}) {
    const auto found = by_subject_.find(subject);
    if (found == by_subject_.end()) continue;
    for (const Object* binding : found->second) bound.push_back({binding, Truth::kYes});
  }
  for (const Object* binding : of_unknown_) bound.push_back({binding, Truth::kUnknown});
  return bound;
}

}  // namespace opta::prove
