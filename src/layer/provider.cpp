#include "layer/provider.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/suggest.h"
#include "base/text.h"
#include "layer/message.h"
#include "yaml/map_reader.h"

namespace opta {

namespace {

constexpr std::size_t kAccountDigits = 12;

class AwsProvider {
 public:
  AwsProvider(const yaml::Node& node, const Catalog& catalog, const Scope& scope,
              const SourceMap& sources, Diagnostics& diagnostics)
      : node_(node),
        catalog_(catalog),
        scope_(scope),
        sources_(sources),
        diagnostics_(diagnostics) {}

  Provider decode(Span span) {
    Provider provider{.cloud = "aws", .span = span};
    yaml::MapReader reader(node_, "`providers.aws`", diagnostics_);
    const auto region = reader.take_text("region", true);
    const auto account = reader.take_text("account_id", true);
    reader.finish();
    if (region) {
      provider.region_span = node_.find("region")->span;
      provider.region = this->region(interpolated("region"));
    }
    if (account) provider.account_id = account_id(interpolated("account_id"));
    return provider;
  }

 private:
  Value interpolated(std::string_view key) {
    return interpolate(*node_.find(key), scope_, sources_, diagnostics_);
  }

  std::string region(const Value& value) {
    if (!value.is_known()) return {};
    const Cloud* cloud = catalog_.find_cloud("aws");
    const auto found = cloud->region_zones.find(value.text);
    if (found == cloud->region_zones.end()) {
      const std::vector<std::string> regions = names_of(std::views::keys(cloud->region_zones));
      // AWS opens regions faster than we release: one that looks like a region and not like a typo
      // is taken.
      static const RE2 form("[a-z]{2}(-[a-z]+)+-[0-9]");
      std::string help = did_you_mean(value.text, regions);
      if (help.empty() && RE2::FullMatch(value.text, form)) return value.text;
      if (help.empty()) help = fmt::format("the regions are {}", quoted_list(regions));
      diagnostics_.report(Code::kRegion, value.span,
                          fmt::format("`{}` is not an AWS region", shown(value.text)),
                          std::move(help));
    }
    return value.text;
  }

  // YAML readers drop leading zeros of an unquoted number: the original pads them again.
  std::string account_id(const Value& value) {
    if (!value.is_known()) return {};
    std::string digits = value.text;
    const bool numeric = !digits.empty() && std::ranges::all_of(digits, [](unsigned char c) {
      return std::isdigit(c);
    });
    if (!numeric || digits.size() > kAccountDigits) {
      diagnostics_.report(Code::kProvider, value.span,
                          fmt::format("`{}` is not an AWS account id", shown(value.text)),
                          "it has 12 digits; `aws sts get-caller-identity` shows yours");
      return {};
    }
    return std::string(kAccountDigits - digits.size(), '0') + digits;
  }

  const yaml::Node& node_;
  const Catalog& catalog_;
  const Scope& scope_;
  const SourceMap& sources_;
  Diagnostics& diagnostics_;
};

}  // namespace

Provider decode_provider(const Document& document, const Catalog& catalog, const Scope& scope,
                         const SourceMap& sources, Diagnostics& diagnostics) {
  if (document.providers == nullptr && document.has_providers) {
    if (!diagnostics.has_errors()) {
      diagnostics.report(Code::kProvider, document.span, "`providers` is empty",
                         "name a cloud: `providers: {aws: {region: …, account_id: …}}`");
    }
    return {};
  }
  if (document.providers == nullptr) return Provider{.cloud = "helm", .span = document.name_span};
  const yaml::Node& node = *document.providers;
  std::vector<std::string> clouds;
  for (const Cloud& cloud : catalog.clouds()) {
    if (cloud.name != "helm") clouds.push_back(cloud.name);
  }
  if (node.entries.size() != 1) {
    diagnostics.report(Code::kProvider, node.span,
                       node.entries.empty()
                           ? std::string("`providers` is empty")
                           : fmt::format("`providers` names {} clouds", node.entries.size()),
                       fmt::format("name exactly one of {}", quoted_list(clouds, "or")));
    return {};
  }
  const yaml::Entry& entry = node.entries[0];
  if (std::ranges::find(clouds, entry.key) == clouds.end()) {
    std::string help = did_you_mean(entry.key, clouds);
    if (help.empty()) help = fmt::format("it is one of {}", quoted_list(clouds, "or"));
    diagnostics.report(Code::kProvider, entry.key_span,
                       fmt::format("`{}` is not a cloud", shown(entry.key)), std::move(help));
    return {};
  }
  if (entry.key != "aws") {
    yaml::MapReader reader(entry.value, fmt::format("`providers.{}`", entry.key), diagnostics);
    for (const std::string& field : catalog.find_cloud(entry.key)->provider_fields)
      reader.take_text(field, true);
    reader.finish();
    return Provider{.cloud = entry.key, .span = entry.key_span};
  }
  if (entry.value.kind != yaml::Kind::kMap) {
    diagnostics.report(Code::kWrongType, entry.value.span,
                       fmt::format("`providers.aws` is a map, not {}", describe(entry.value.kind)),
                       "give `region` and `account_id`");
    return {};
  }
  return AwsProvider(entry.value, catalog, scope, sources, diagnostics).decode(entry.key_span);
}

}  // namespace opta
