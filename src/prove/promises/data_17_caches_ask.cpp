#include <algorithm>

#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

// Of one that the same plan makes nothing is known but where it comes from.
Truth is_token(const Value& token) {
  if (token.is_unset()) return Truth::kNo;
  if (!token.is_unknown()) return is_set(token);
  const bool is_made = token.has_all_sources() && !token.sources().empty() &&
                       std::ranges::all_of(token.sources(), [](const Source& source) {
                         return source.block.contains("aws_secretsmanager_secret_version.") ||
                                source.block.contains("random_password.");
                       });
  return is_made ? Truth::kYes : Truth::kUnknown;
}

Case judge(const Resource& cache) {
  const Value& users = cache.values.at("user_group_ids");
  return attribute(cache, "auth_token",
                   either(is_token(cache.values.at("auth_token")),
                          users.is_unset() ? Truth::kNo : is_set(users)));
}

Cases decide(const Evidence& evidence) {
  Cases cases = about_each(evidence.world, {"aws_elasticache_replication_group"}, judge);
  add_single_caches(evidence.world, cases);
  return cases;
}

}  // namespace

extern const Promise kData17;
const Promise kData17 = {
    .id = "DATA-17",
    .sentence = "All caches require authentication.",
    .why =
        "Redis lets in whoever reaches it; then every pod and every machine of the network reads "
        "all sessions.",
    .how =
        "Replication groups: `auth_token` is set, also by a secret or a password that the same "
        "plan makes, or `user_group_ids` is. What the users may do is not looked at.",
    .controls = "SOC 2 CC6.1",
    .fix = "Set `auth_token`, or give the cache a group of users.",
    .decide = decide,
    .not_looked_at = {"aws_elasticache_serverless_cache", "aws_memorydb_cluster"},
};

}  // namespace opta::prove
