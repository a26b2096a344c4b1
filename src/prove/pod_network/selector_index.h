// Which of many selectors may choose some labels, without asking each.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "prove/pod_network/labels.h"

namespace opta::prove {

// Holds `T`s, each with its selector. What demands a label stands under it alone, under the one of
// its labels that the fewest others demand.
template <typename T>
class SelectorIndex {
 public:
  void add(const Selector& selector, T item) {
    std::vector<T>* best = nullptr;
    for (auto& label : selector.demanded()) {
      if (Labels::may_be_added(label.first)) continue;
      std::vector<T>& others = by_label_[std::move(label)];
      if (best == nullptr || others.size() < best->size()) best = &others;
    }
    (best == nullptr ? any_ : *best).push_back(item);
    all_.push_back(item);
  }

  // All that may choose them, and others.
  std::vector<T> candidates(const Labels& labels) const {
    std::vector<T> found = any_;
    for (const auto& [key, word] : labels.all()) {
      if (!word.is_known) return all_;
      const auto some = by_label_.find({key, word.text});
      if (some != by_label_.end())
        found.insert(found.end(), some->second.begin(), some->second.end());
    }
    return labels.is_complete() ? found : all_;
  }

 private:
  std::vector<T> any_;
  std::vector<T> all_;
  std::map<std::pair<std::string, std::string>, std::vector<T>> by_label_;
};

}  // namespace opta::prove
