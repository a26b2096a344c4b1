// What the promises share: ways to look at the world, and to say what was found.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "prove/promise.h"

namespace opta::prove {

// Resources of the type that are this layer's own: neither only read, nor another layer's.
std::vector<const Resource*> managed(const World& world, std::string_view type);

// Whether it is the ARN or id of a KMS key that is not AWS's own. One that is made by the same plan
// has none yet.
Truth names_key(const World& world, const Value& value);

// Held, broken or unknown by one attribute, which is the witness.
Case attribute(const Resource& resource, std::string_view path, Truth holds);
// Of what is said of one subject in parts: the part that holds least.
Case worst(Case first, Case second);
// One case for each resource of these types that is this configuration's own.
Cases about_each(const World& world, const std::vector<std::string_view>& types,
                 const std::function<Case(const Resource& resource)>& judge);
// Held where the internet has no way to it; the way is the witness.
Case unreachable(const Network& network, const Endpoint& endpoint);
// Of a load balancer: whether strangers come to it. A new one is public unless it says otherwise.
Truth is_public(const Resource& balancer);
// That it names a KMS key there.
Case with_key(const World& world, const Resource& resource, std::string_view path);
// Of resources of these types, that `flag` is on and that `kms_key_id` names a key.
Cases encrypted_with_key(const World& world, const std::vector<std::string_view>& types,
                         std::string_view flag);
// Caches that are of no replication group are not looked at, and so not known.
void add_single_caches(const World& world, Cases& cases);
// For settings of buckets that are resources of their own: all of `type` that may belong to each.
// `is_sure`: the bucket has one of them.
using JudgeBucket = std::function<Case(const Resource& bucket,
                                       const std::vector<const Resource*>& settings, bool is_sure)>;
Cases about_buckets(const World& world, std::string_view type, const JudgeBucket& judge);

}  // namespace opta::prove
