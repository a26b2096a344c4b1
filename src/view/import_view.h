// What `opta import` has found: what becomes the layer's, what that changes, and what keeps it as
// it is.
#pragma once

#include <string>
#include <vector>

#include "plan/adopted.h"
#include "view/plan_text.h"

namespace opta {

struct ImportReport {
  std::string layer;
  std::string module;
  std::string what;  // "an S3 bucket"
  std::string id;
  Adoption adoption = {};
  std::vector<std::string> left_alone = {};  // addresses of parts that the module does not manage
  std::vector<KeepingLine> lines = {};
  // Of the module: which field is governed by which input.
  std::vector<std::pair<std::string, std::string>> fields = {};
};

// Ends with a line end.
std::string import_text(const ImportReport& report, const PlanTextOptions& options);
// `result`: "keeps", "changes", "replaces", "imported" or "there_already". A JSON object in a line.
std::string import_json(const ImportReport& report, std::string_view result);

// Lines for a module of the file, below each other, indented.
std::string yaml_lines(const std::vector<KeepingLine>& lines, std::size_t indent);

}  // namespace opta
