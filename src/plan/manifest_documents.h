// A rendering as JSON, document by document. A part of plan/manifest.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/result.h"

namespace opta {

struct ManifestDocument {
  std::string source = {};  // from the comment `# Source: …` that Helm writes
  nlohmann::json content;
};

// Reads scalars as Kubernetes does, which is YAML 1.1: `0644` is octal. Empty documents are left
// out, lists of objects are unfolded. No error tells the text: it may be a Secret's.
Result<std::vector<ManifestDocument>> read_documents(std::string_view yaml_text);

// Appends the document, or where it is a `List` its items. Those of a `PodList` need not say that
// they are Pods: it is put in.
void unfold(ManifestDocument document, std::vector<ManifestDocument>& into);

}  // namespace opta
