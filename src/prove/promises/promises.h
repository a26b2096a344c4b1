// What the promises share: ways to look at the world, and to say what was found.
#pragma once

#include <string_view>
#include <vector>

#include "prove/promise.h"

namespace opta::prove {

// Resources of the type that are this configuration's own, not read from elsewhere.
std::vector<const Resource*> managed(const World& world, std::string_view type);

// Whether it is the ARN or id of a KMS key that is not AWS's own. One that is made by the same plan
// has none yet.
Truth names_key(const Value& value);

// Held, broken or unknown by one attribute, which is the witness.
Case attribute(const Resource& resource, std::string_view path, Truth holds);
// Held where the internet has no way to it; the way is the witness.
Case unreachable(const Network& network, const Endpoint& endpoint);
// Of resources of these types, that `flag` is on and that `kms_key_id` names a key.
Cases encrypted_with_key(const World& world, const std::vector<std::string_view>& types,
                         std::string_view flag);
// For settings of buckets that are resources of their own: all of `type` that may belong to each.
Cases about_buckets(const World& world, std::string_view type,
                    Case (*judge)(const Resource& bucket,
                                  const std::vector<const Resource*>& settings, bool is_sure));

}  // namespace opta::prove
