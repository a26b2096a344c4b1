// What the names in an interpolation mean in one file.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.h"
#include "layer/expansion.h"
#include "layer/layer.h"
#include "layer/value.h"
#include "yaml/node.h"

namespace opta {

// A variable with where its value was written. No value: declared, but nothing given.
struct Variable {
  std::string name;
  Span declared = {};
  bool has_value = false;
  Value value = {};
};

struct Scope {
  std::string layer_name = {};
  std::string parent_name = {};  // empty for an environment
  std::string environment_name = {};
  std::string state_bucket = {};
  const Provider* provider = nullptr;
  const Layer* parent = nullptr;
  std::map<std::string_view, const ExportedOutput*> parent_outputs = {};  // by key
  std::map<std::string, Variable, std::less<>> variables = {};
  // The modules of the file by name; their arguments are not filled yet.
  const std::vector<ModuleUse>* modules = nullptr;
  Expansion* expansion = nullptr;  // of the file; never null
  // False while reading what decides the file's structure: `providers`, variables.
  bool references_allowed = true;
};

// Fills in the interpolations of every text below `node`. A text that is one variable and nothing
// else keeps the variable's type. Unknown names are reported, at the narrowest place, with a
// suggestion.
Value interpolate(const yaml::Node& node, const Scope& scope, const SourceMap& sources,
                  Diagnostics& diagnostics);

}  // namespace opta
