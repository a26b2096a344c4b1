#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Truth refuses_plain(const Value& behavior) {
  const Value& policy = behavior.at("viewer_protocol_policy");
  return either(is_text(policy, "redirect-to-https"), is_text(policy, "https-only"));
}

Case judge(const Resource& distribution) {
  Case judged = attribute(distribution, "default_cache_behavior", Truth::kYes);
  for (const char* name : {"default_cache_behavior", "ordered_cache_behavior"}) {
    for (const Value* behavior : distribution.values.at(name).blocks())
      judged = worst(judged, attribute(distribution, name, refuses_plain(*behavior)));
  }
  // For its own name CloudFront decides.
  const Value& is_own =
      distribution.values.find("viewer_certificate.cloudfront_default_certificate");
  constexpr const char* kVersion = "viewer_certificate.minimum_protocol_version";
  const Value& version = distribution.values.find(kVersion);
  const Truth is_modern = version.is_unknown() ? Truth::kUnknown
                                               : truth(version.text().starts_with("TLSv1.2_") ||
                                                       version.text().starts_with("TLSv1.3_"));
  return worst(judged, attribute(distribution, kVersion, either(is_true(is_own), is_modern)));
}

Cases decide(const Evidence& evidence) {
  return about_each(evidence.world, {"aws_cloudfront_distribution"}, judge);
}

}  // namespace

extern const Promise kNet11;
const Promise kNet11 = {
    .id = "NET-11",
    .sentence = "CloudFront serves over HTTPS alone, and your domains with TLS 1.2 or newer.",
    .why = "Whoever is in between can change a page that comes over HTTP, scripts included.",
    .how =
        "All cache behaviors of each distribution redirect to HTTPS or refuse HTTP, and "
        "`minimum_protocol_version` is TLSv1.2 or newer. For names below cloudfront.net the "
        "version is CloudFront's to choose.",
    .controls = "SOC 2 CC6.7",
    .fix = "Set `viewer_protocol_policy` and `minimum_protocol_version`.",
    .decide = decide,
};

}  // namespace opta::prove
