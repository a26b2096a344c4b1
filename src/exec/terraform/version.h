// terraform version: which engine this is.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace opta::terraform {

struct Version {
  int major = 0;
  int minor = 0;
  int patch = 0;

  auto operator<=>(const Version&) const = default;
};

enum class Flavour { kTerraform, kOpenTofu };

struct VersionAnswer {
  Flavour flavour = Flavour::kTerraform;
  Version version;
};

std::string_view to_string(Flavour flavour);  // "Terraform", as a person reads it
std::string to_string(const Version& version);
// "1.11.4", "v1.11.4", "1.12.0-rc1"
std::optional<Version> parse_version(std::string_view text);

std::vector<std::string> version_arguments();
std::optional<VersionAnswer> decode_version(std::string_view text);

}  // namespace opta::terraform
