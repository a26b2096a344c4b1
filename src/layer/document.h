// The top level of a file, taken apart: names, providers, environments, variables and modules as
// nodes.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "diag/diagnostic.h"
#include "yaml/node.h"

namespace opta {

struct EnvironmentEntry {
  std::string name;
  Span name_span = {};
  std::string path;
  Span path_span = {};
  const yaml::Node* variables = nullptr;
  const yaml::Node* vars = nullptr;
};

struct InputVariable {
  std::string name;
  Span span = {};
  const yaml::Node* default_value = nullptr;  // null: none
};

// What a preview has in another way: `preview`.
struct PreviewEntry {
  std::string module;
  Span span = {};                      // of its name
  const yaml::Node* inputs = nullptr;  // a map; null when nothing stands there
};
struct PreviewSection {
  static constexpr std::chrono::seconds kLifetime = std::chrono::days(3);
  std::chrono::seconds lifetime = kLifetime;
  std::vector<PreviewEntry> modules;

  const PreviewEntry* find(std::string_view module) const;
};

// Pointers go into the tree that was decoded.
struct Document {
  std::string name;
  Span name_span = {};
  std::string org_name;
  bool has_org_name = false;
  bool has_environments = false;
  bool has_providers = false;  // the key stands there, whatever it holds
  const yaml::Node* providers = nullptr;
  const yaml::Node* gitops = nullptr;
  const yaml::Node* waivers = nullptr;
  Span span = {};  // the first key: where a missing one is reported
  std::vector<EnvironmentEntry> environments;
  std::vector<InputVariable> input_variables;
  std::vector<const yaml::Node*> modules;
  PreviewSection preview;
};

std::optional<Document> decode_document(const yaml::Node& root, Diagnostics& diagnostics);

}  // namespace opta
