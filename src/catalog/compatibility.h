// Which versions fit together: modules/compatibility.yaml, whose head says what its keys mean.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/day.h"
#include "base/file_system.h"
#include "diag/diagnostic.h"

namespace opta {

// Versions compare as numbers between dots, a leading v left out: below, equal or above zero.
int compare_versions(std::string_view a, std::string_view b);

// Both included; no last one: none is named.
struct VersionRange {
  std::string first;
  std::string last = {};

  bool includes(std::string_view version) const;
};
std::string to_string(const VersionRange& range);  // "1.31 to 1.35", "1.25 and later"

struct KubernetesSupport {
  std::string version;
  Day standard_ends;
  Day extended_ends;
};

struct ComponentVersion {
  std::string version;
  std::string chart = {};
  std::optional<VersionRange> kubernetes = {};
  std::optional<VersionRange> tested = {};
  std::optional<VersionRange> gateway_api = {};
  std::optional<Day> support_ends = {};
  bool final = false;
  std::string note = {};
  std::map<std::string, std::string> image_by_kubernetes = {};
};

struct Component {
  std::string name;
  std::string module = {};   // type; empty: not installed by us
  std::string release = {};  // a template, as in module.yaml
  std::string pinned = {};
  std::vector<ComponentVersion> versions = {};  // oldest first

  const ComponentVersion* find(std::string_view version) const;
  const ComponentVersion* find_chart(std::string_view chart) const;
};

struct Compatibility {
  // The module and its input that choose the cluster's version.
  std::string kubernetes_module;
  std::string kubernetes_input;
  std::vector<KubernetesSupport> kubernetes;  // oldest first
  std::vector<std::string> gateway_api;       // oldest first
  std::vector<Component> components;

  const KubernetesSupport* find_kubernetes(std::string_view version) const;
  // A fault in the file is reported like one in a user's.
  static Compatibility load(const FileSystem& library, SourceMap& sources,
                            Diagnostics& diagnostics);
};

}  // namespace opta
