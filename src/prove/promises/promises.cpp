#include "prove/promises/promises.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "prove/network/data_store.h"

namespace opta::prove {

#define OPTA_PROMISE(name) extern const Promise name;
#include "prove/promises/promises.def"
#undef OPTA_PROMISE

const std::vector<const Promise*>& all_promises() {
#define OPTA_PROMISE(name) &name,
  static const std::vector<const Promise*> all = {
#include "prove/promises/promises.def"
  };
#undef OPTA_PROMISE
  return all;
}

namespace {

constexpr std::string_view kOwnAlias = "alias/aws/";  // "alias/aws/rds"

// The ARN or id that a data source found behind such an alias.
bool is_read_from_own_alias(const World& world, const Value& key) {
  return std::ranges::any_of(world.of_type("aws_kms_alias"), [&](const Resource* alias) {
    return alias->is_data && alias->values.at("name").text().starts_with(kOwnAlias) &&
           (alias->values.at("target_key_arn").text() == key.text() ||
            alias->values.at("target_key_id").text() == key.text());
  });
}

}  // namespace

const Promise* find_promise(std::string_view id) {
  const auto found = std::ranges::find(all_promises(), id, &Promise::id);
  return found == all_promises().end() ? nullptr : *found;
}

std::vector<const Resource*> managed(const World& world, std::string_view type) {
  std::vector<const Resource*> own = world.of_type(type);
  std::erase_if(
      own, [](const Resource* resource) { return resource->is_data || resource->is_elsewhere; });
  return own;
}

Truth names_key(const World& world, const Value& value) {
  // AWS's own key, which nobody can take away from anybody.
  if (value.is_text() && (value.text().contains(kOwnAlias) || is_read_from_own_alias(world, value)))
    return Truth::kNo;
  if (!value.is_unknown()) return is_set(value);
  if (!value.has_all_sources() || value.sources().empty()) return Truth::kUnknown;
  return truth(std::ranges::all_of(value.sources(),
                                   [](const Source& source) {
                                     // One that is only read may be AWS's.
                                     const bool is_made = !source.block.contains("data.aws_kms_");
                                     return is_made && (source.block.contains("aws_kms_key.") ||
                                                        source.block.contains("aws_kms_alias."));
                                   })) == Truth::kYes
             ? Truth::kYes
             : Truth::kUnknown;
}

Case attribute(const Resource& resource, std::string_view path, Truth holds) {
  return {.about = &resource,
          .holds = holds,
          .witness = fmt::format("{}.{}", resource.address, path),
          .attribute = std::string(path)};
}

Case unreachable(const Network& network, const Endpoint& endpoint) {
  const Exposure exposure = network.exposure(endpoint);
  return {.about = endpoint.what,
          .holds = opposite(exposure.is_reachable),
          .witness = join(exposure.path, " -> ")};
}

Case worst(Case first, Case second) {
  return second.holds < first.holds ? std::move(second) : std::move(first);
}

Cases about_each(const World& world, const std::vector<std::string_view>& types,
                 const std::function<Case(const Resource& resource)>& judge) {
  Cases cases;
  for (const std::string_view type : types) {
    for (const Resource* resource : managed(world, type)) cases.push_back(judge(*resource));
  }
  return cases;
}

Truth is_public(const Resource& balancer) {
  const Value& internal = balancer.values.at("internal");
  return internal.is_unset() ? Truth::kYes : opposite(is_true(internal));
}

Case with_key(const World& world, const Resource& resource, std::string_view path) {
  return attribute(resource, path, names_key(world, resource.values.find(path)));
}

Cases encrypted_with_key(const World& world, const std::vector<std::string_view>& types,
                         std::string_view flag) {
  Cases cases;
  for (const std::string_view type : types) {
    for (const Resource* resource : managed(world, type)) {
      // Without a key named, AWS's own key does it, which nobody can take away from anybody.
      cases.push_back(worst(attribute(*resource, flag, is_true(resource->values.at(flag))),
                            with_key(world, *resource, "kms_key_id")));
    }
  }
  return cases;
}

void add_single_caches(const World& world, Cases& cases) {
  for (const Resource* cache : managed(world, "aws_elasticache_cluster")) {
    if (!is_member(*cache)) {
      cases.push_back({.about = cache,
                       .holds = Truth::kUnknown,
                       .witness = cache->address + ": it is of no replication group"});
    }
  }
}

Cases about_buckets(const World& world, std::string_view type, const JudgeBucket& judge) {
  struct Settings {
    std::vector<const Resource*> all;
    std::set<const Resource*> may_be_of;  // the buckets of all of these
    bool is_complete = true;
    bool is_sure = false;  // one of them is this bucket's and no other's
  };
  std::map<const Resource*, Settings> of_bucket;
  for (const Resource* setting : managed(world, type)) {
    const Named buckets = world.named_by(setting->values.at("bucket"), "aws_s3_bucket");
    for (const Resource* bucket : buckets.may_be) {
      Settings& settings = of_bucket[bucket];
      settings.all.push_back(setting);
      settings.is_complete = settings.is_complete && buckets.is_complete;
      if (settings.is_complete)
        settings.may_be_of.insert(buckets.may_be.begin(), buckets.may_be.end());
      settings.is_sure = settings.is_sure || buckets.only() == bucket;
    }
  }
  Cases cases;
  for (const Resource* bucket : managed(world, "aws_s3_bucket")) {
    const Settings& settings = of_bucket[bucket];
    // S3 takes one of a kind for each bucket, so as many as there are buckets leave none out.
    const bool are_enough = !settings.all.empty() && settings.is_complete &&
                            settings.all.size() >= settings.may_be_of.size();
    cases.push_back(judge(*bucket, settings.all, settings.is_sure || are_enough));
  }
  return cases;
}

}  // namespace opta::prove
