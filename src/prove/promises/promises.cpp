#include "prove/promises/promises.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"

namespace opta::prove {

extern const Promise kData01;
extern const Promise kData02;
extern const Promise kData03;
extern const Promise kData04;
extern const Promise kData05;
extern const Promise kData06;
extern const Promise kData07;
extern const Promise kIam01;
extern const Promise kK8s01;
extern const Promise kK8s02;
extern const Promise kNet01;
extern const Promise kNet02;

const std::vector<const Promise*>& all_promises() {
  static const std::vector<const Promise*> all = {&kData01, &kData02, &kData03, &kData04,
                                                  &kData05, &kData06, &kData07, &kIam01,
                                                  &kK8s01,  &kK8s02,  &kNet01,  &kNet02};
  return all;
}

const Promise* find_promise(std::string_view id) {
  const auto found = std::ranges::find(all_promises(), id, &Promise::id);
  return found == all_promises().end() ? nullptr : *found;
}

std::vector<const Resource*> managed(const World& world, std::string_view type) {
  std::vector<const Resource*> own = world.of_type(type);
  std::erase_if(own, [](const Resource* resource) { return resource->is_data; });
  return own;
}

Truth names_key(const Value& value) {
  // "alias/aws/rds": AWS's own key, which nobody can take away from anybody.
  if (value.is_text() && value.text().contains("alias/aws/")) return Truth::kNo;
  if (!value.is_unknown()) return is_set(value);
  if (!value.has_all_sources() || value.sources().empty()) return Truth::kUnknown;
  return truth(std::ranges::all_of(value.sources(),
                                   [](const Source& source) {
                                     return source.block.contains("aws_kms_key.") ||
                                            source.block.contains("aws_kms_alias.");
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

Cases encrypted_with_key(const World& world, const std::vector<std::string_view>& types,
                         std::string_view flag) {
  constexpr std::string_view kKey = "kms_key_id";
  Cases cases;
  for (const std::string_view type : types) {
    for (const Resource* resource : managed(world, type)) {
      Case encrypted = attribute(*resource, flag, is_true(resource->values.at(flag)));
      // Without a key named, AWS's own key does it, which nobody can take away from anybody.
      Case with_key = attribute(*resource, kKey, names_key(resource->values.at(kKey)));
      cases.push_back(std::move(encrypted.holds == Truth::kYes ? with_key : encrypted));
    }
  }
  return cases;
}

Cases about_buckets(const World& world, std::string_view type,
                    Case (*judge)(const Resource& bucket,
                                  const std::vector<const Resource*>& settings, bool is_sure)) {
  struct Settings {
    std::vector<const Resource*> all;
    bool is_sure = false;  // one of them is this bucket's and no other's
  };
  std::map<const Resource*, Settings> of_bucket;
  for (const Resource* setting : managed(world, type)) {
    const Named buckets = world.named_by(setting->values.at("bucket"), "aws_s3_bucket");
    for (const Resource* bucket : buckets.may_be) {
      Settings& settings = of_bucket[bucket];
      settings.all.push_back(setting);
      settings.is_sure = settings.is_sure || buckets.only() == bucket;
    }
  }
  Cases cases;
  for (const Resource* bucket : managed(world, "aws_s3_bucket")) {
    const Settings& settings = of_bucket[bucket];
    cases.push_back(judge(*bucket, settings.all, settings.is_sure));
  }
  return cases;
}

}  // namespace opta::prove
