// Ways along the flat fields of an object: lists, maps, and texts that may not be known yet.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "prove/cluster.h"

namespace opta::prove {

// A leaf as a text without its quotes.
struct Word {
  std::string text = {};
  bool is_there = false;
  bool is_known = true;

  friend bool operator==(const Word&, const Word&) = default;
};

Word word_at(const KubeObject& object, std::string_view path);
// Whether it is there and is this text.
Truth is_word(const Word& word, std::string_view text);

// The paths of a list's elements, each once: "spec.ports" -> "spec.ports[http]", "spec.ports[1]".
std::vector<std::string> elements(const KubeObject& object, std::string_view path);
// The entries of a map whose values are texts: labels, annotations.
std::vector<std::pair<std::string, Word>> entries(const KubeObject& object, std::string_view path);
// An entry of a map, whatever its key looks like.
Word entry(const KubeObject& object, std::string_view path, std::string_view key);
// Whether something stands at the path or below it.
bool has_field(const KubeObject& object, std::string_view path);

// The path of a pod's metadata in what makes it: "spec.template.metadata".
std::string pod_metadata_path(std::string_view kind);
// The paths of all containers of a pod: those that start it, too.
std::vector<std::string> containers(const KubeObject& workload);

}  // namespace opta::prove
