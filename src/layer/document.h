// The top level of a file, taken apart: names, providers, environments, variables and modules as
// nodes.
#pragma once

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
  Span span = {};  // the first key: where a missing one is reported
  std::vector<EnvironmentEntry> environments;
  std::vector<InputVariable> input_variables;
  std::vector<const yaml::Node*> modules;
};

std::optional<Document> decode_document(const yaml::Node& root, Diagnostics& diagnostics);

}  // namespace opta
