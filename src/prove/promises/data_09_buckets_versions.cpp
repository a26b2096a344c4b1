#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Case judge(const Resource& bucket, const std::vector<const Resource*>& settings, bool is_sure) {
  if (settings.empty()) {
    return {.about = &bucket, .holds = Truth::kNo, .witness = "it has no aws_s3_bucket_versioning"};
  }
  Case judged{.about = &bucket,
              .holds = is_sure ? Truth::kYes : Truth::kUnknown,
              .witness = "its versioning is not known yet"};
  for (const Resource* setting : settings) {
    constexpr const char* kStatus = "versioning_configuration.status";
    judged = worst(judged, {.about = &bucket,
                            .holds = is_text(setting->values.find(kStatus), "Enabled"),
                            .witness = setting->address + "." + kStatus});
  }
  return judged;
}

Cases decide(const Evidence& evidence) {
  return about_buckets(evidence.world, "aws_s3_bucket_versioning", judge);
}

}  // namespace

extern const Promise kData09;
const Promise kData09 = {
    .id = "DATA-09",
    .sentence = "All buckets keep the former versions of their objects.",
    .why =
        "What is overwritten or deleted by mistake, or by somebody with a stolen key, is back "
        "with one call.",
    .how =
        "Each bucket has an `aws_s3_bucket_versioning` whose status is `Enabled`. For how long "
        "versions are kept is the matter of its lifecycle, which is not looked at.",
    .controls = "SOC 2 A1.2",
    .fix = "Add an `aws_s3_bucket_versioning` with the status `Enabled`.",
    .decide = decide,
};

}  // namespace opta::prove
