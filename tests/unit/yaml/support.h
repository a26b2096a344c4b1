// A text, read: the tree and what was reported about it.
#pragma once

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.h"
#include "source/source_map.h"
#include "yaml/read.h"

namespace opta::yaml::test {

class Reading {
 public:
  explicit Reading(std::string text, const Limits& limits = {})
      : source_(sources_.add("opta.yaml", std::move(text))) {
    tree_ = read(sources_, source_, diagnostics_, limits);
  }

  const std::optional<Node>& tree() const { return tree_; }
  const Diagnostics& diagnostics() const { return diagnostics_; }
  std::string text(Span span) const { return std::string(sources_.text(span)); }
  std::string place(Span span) const { return sources_.describe(span); }

  // "E0104 opta.yaml:3:1 `name: 2`" for each, in the order of places: code, place, and the text
  // pointed at.
  std::vector<std::string> reports() const {
    std::vector<std::string> list;
    for (const Diagnostic& one : diagnostics_.sorted()) {
      list.push_back(std::string(info(one.code).id) + " " + place(one.span) + " `" +
                     text(one.span) + "`");
    }
    return list;
  }

  // The same for the labels of the only diagnostic.
  std::vector<std::string> labels() const {
    std::vector<std::string> list;
    for (const Label& label : diagnostics_.all().at(0).labels)
      list.push_back(place(label.span) + " `" + text(label.span) + "`");
    return list;
  }

  const Diagnostic& only() const { return diagnostics_.all().at(0); }

  // The value at a path of keys; the document must have it.
  const Node& at(const std::vector<std::string_view>& path) const {
    const Node* node = &tree_.value();
    for (const std::string_view key : path) {
      node = node->find(key);
      if (node == nullptr) throw std::out_of_range(std::string(key));
    }
    return *node;
  }

 private:
  SourceMap sources_;
  SourceId source_;
  Diagnostics diagnostics_;
  std::optional<Node> tree_;
};

}  // namespace opta::yaml::test
