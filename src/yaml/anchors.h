// The anchors of a document, and the aliases that found none.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "diag/diagnostic.h"
#include "yaml/flat_tree.h"

namespace opta::yaml {

class Anchors {
 public:
  explicit Anchors(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  // A name may be used again: from then on it means the new value.
  void open(const std::string& name, Span place);
  void close(const std::string& name, ItemId item);
  // The item that an alias at `place` stands for; nothing, and a diagnostic now or later, when
  // there is none.
  std::optional<ItemId> find(const std::string& name, Span place);
  // Reports aliases of anchors that never came. At the end, when it is known whether they come
  // later.
  void report_unknown();

 private:
  struct Anchor {
    Span place;
    std::optional<ItemId> item;  // nothing while the value is being read
  };

  Diagnostics& diagnostics_;
  std::unordered_map<std::string, Anchor> anchors_;
  std::vector<std::pair<std::string, Span>> unknown_;
};

}  // namespace opta::yaml
