// Labels of pods and namespaces, and the selectors that choose by them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "prove/pod_network/fields.h"

namespace opta::prove {

class Labels {
 public:
  Labels() = default;
  // `is_complete`: there are no others, but those that Kubernetes or the mesh adds to pods.
  Labels(const KubeObject& object, std::string_view path, bool is_complete);
  // A namespace of which only the name is known, or one with its labels.
  static Labels of_namespace(const std::string& name, const KubeObject* object);

  // Whether controllers, the scheduler or the mesh write it onto pods that a manifest makes.
  static bool may_be_added(std::string_view key);
  // Unknown where it may be there.
  Word at(std::string_view key) const;
  const std::map<std::string, Word, std::less<>>& all() const { return all_; }
  bool is_complete() const { return is_complete_; }

 private:
  std::map<std::string, Word, std::less<>> all_;
  bool is_complete_ = false;
};

class Selector {
 public:
  // Chooses nothing.
  Selector() = default;
  // Chooses all.
  static Selector of_all();
  // A `podSelector`, a `namespaceSelector`; an empty one chooses all.
  static Selector of(const KubeObject& object, std::string_view path);
  // A Service's; without one it chooses nothing.
  static Selector of_map(const KubeObject& object, std::string_view path);

  bool is_there() const { return is_there_; }
  // It chooses whatever there is.
  bool is_empty() const { return is_there_ && is_known_ && requirements_.empty(); }
  Truth matches(const Labels& labels) const;
  // The labels that it demands in so many words: "app" -> "web".
  std::vector<std::pair<std::string, std::string>> demanded() const;

 private:
  struct Requirement {
    std::string key;
    Word word;  // In, NotIn, Exists, DoesNotExist
    std::vector<Word> values;
  };
  static Truth meets(const Requirement& requirement, const Word& label);

  void add_map(const KubeObject& object, std::string_view path);

  bool is_there_ = false;
  bool is_known_ = true;  // else it may demand more than what stands here
  std::vector<Requirement> requirements_;
};

}  // namespace opta::prove
