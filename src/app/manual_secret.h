// The Secret with what users set by hand. It belongs to no Helm release and no state: an apply
// leaves it alone, and it goes with the service's namespace.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "app/services.h"

namespace opta {

// As charts/k8s-service/values.yaml has it in `secret_refs`; the original's name, so that Secrets
// from then are taken over.
inline constexpr const char* kManualSecret = "manual-secrets";

using SecretValues = std::map<std::string, std::string, std::less<>>;
// Nothing: the name goes.
using SecretChanges = std::map<std::string, std::optional<std::string>, std::less<>>;

// Of the only Secret in a list of kubectl's; nothing when there is none in it.
std::optional<SecretValues> decode_secret(std::string_view json_text);
// A merge patch that touches just these names.
std::string secret_patch(const SecretChanges& changes);
// The Secret anew, with what the changes set.
std::string new_secret(const std::string& layer, const std::string& release_namespace,
                       const SecretChanges& changes);

// Empty when there is no such Secret yet.
Step<SecretValues> read_manual_secret(const CloudRoom& room, const kubectl::Context& cluster,
                                      const std::string& release_namespace);
// Makes the Secret, and before a first apply its namespace, where they are not there. What somebody
// else changes at the same time stays.
Step<void> change_manual_secret(const Services& services, const kubectl::Context& cluster,
                                const Service& service, const SecretChanges& changes);

}  // namespace opta
