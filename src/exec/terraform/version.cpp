#include "exec/terraform/version.h"

#include <charconv>

#include <fmt/format.h>

#include "exec/terraform/json.h"

namespace opta::terraform {

using lenient::Json;
using lenient::parse;
using lenient::text_at;

std::string_view to_string(Flavour flavour) {
  return flavour == Flavour::kTerraform ? "Terraform" : "OpenTofu";
}

std::string to_string(const Version& version) {
  return fmt::format("{}.{}.{}", version.major, version.minor, version.patch);
}

std::optional<Version> parse_version(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  Version version;
  for (int* const part : {&version.major, &version.minor, &version.patch}) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *part);
    if (error != std::errc{} || *part < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (part == &version.patch) break;
    if (!text.starts_with('.')) return std::nullopt;
    text.remove_prefix(1);
  }
  return version;
}

std::vector<std::string> version_arguments() {
  return {"version", "-json"};
}

std::optional<VersionAnswer> decode_version(std::string_view text) {
  const Json json = parse(text);
  const std::optional<Version> version = parse_version(text_at(json, "terraform_version"));
  if (!version) return std::nullopt;
  // OpenTofu kept the name of the field above, but it does not look for updates.
  const bool is_terraform = json.contains("terraform_outdated");
  return VersionAnswer{is_terraform ? Flavour::kTerraform : Flavour::kOpenTofu, *version};
}

}  // namespace opta::terraform
