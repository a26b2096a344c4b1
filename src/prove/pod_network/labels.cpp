#include "prove/pod_network/labels.h"

#include <algorithm>

#include <fmt/format.h>

namespace opta::prove {

namespace {

constexpr std::string_view kNamespaceName = "kubernetes.io/metadata.name";
constexpr std::string_view kAddedToPods[] = {
    "pod-template-hash",       "controller-revision-hash",
    "pod-template-generation", "job-name",
    "controller-uid",          "batch.kubernetes.io/",
    "apps.kubernetes.io/",     "statefulset.kubernetes.io/",
    "topology.kubernetes.io/", "linkerd.io/"};

const Word& unknown_word() {
  static const Word word{.is_there = true, .is_known = false};
  return word;
}

}  // namespace

Labels::Labels(const KubeObject& object, std::string_view path, bool is_complete)
    : is_complete_(is_complete) {
  for (auto& [key, word] : entries(object, path)) all_.insert_or_assign(key, std::move(word));
  if (!word_at(object, path).is_known) is_complete_ = false;
}

bool Labels::may_be_added(std::string_view key) {
  return std::ranges::any_of(kAddedToPods,
                             [key](std::string_view known) { return key.starts_with(known); });
}

Labels Labels::of_namespace(const std::string& name, const KubeObject* object) {
  Labels labels;
  if (object != nullptr) labels = Labels(*object, "metadata.labels", true);
  labels.all_.insert_or_assign(std::string(kNamespaceName), Word{.text = name, .is_there = true});
  return labels;
}

Word Labels::at(std::string_view key) const {
  const auto found = all_.find(key);
  if (found != all_.end()) return found->second;
  return is_complete_ && !may_be_added(key) ? Word() : unknown_word();
}

void Selector::add_map(const KubeObject& object, std::string_view path) {
  is_known_ = is_known_ && word_at(object, path).is_known;
  for (auto& [key, value] : entries(object, path)) {
    requirements_.push_back(
        {.key = key, .word = {.text = "In", .is_there = true}, .values = {std::move(value)}});
  }
}

Selector Selector::of_all() {
  Selector made;
  made.is_there_ = true;
  return made;
}

Selector Selector::of(const KubeObject& object, std::string_view path) {
  Selector made;
  made.is_there_ = has_field(object, path);
  made.add_map(object, fmt::format("{}.matchLabels", path));
  const std::string expressions = fmt::format("{}.matchExpressions", path);
  made.is_known_ =
      made.is_known_ && word_at(object, path).is_known && word_at(object, expressions).is_known;
  for (const std::string& one : elements(object, expressions)) {
    const Word key = word_at(object, one + ".key");
    Requirement requirement{
        .key = key.text, .word = word_at(object, one + ".operator"), .values = {}};
    const bool is_known =
        key.is_known && word_at(object, one).is_known && word_at(object, one + ".values").is_known;
    if (!is_known) requirement.word.is_known = false;
    for (const std::string& value : elements(object, one + ".values"))
      requirement.values.push_back(word_at(object, value));
    made.requirements_.push_back(std::move(requirement));
  }
  return made;
}

Selector Selector::of_map(const KubeObject& object, std::string_view path) {
  Selector made;
  made.add_map(object, path);
  made.is_there_ = !made.requirements_.empty() || !made.is_known_;
  return made;
}

Truth Selector::meets(const Requirement& requirement, const Word& label) {
  if (!requirement.word.is_known || !label.is_known) return Truth::kUnknown;
  const std::string& word = requirement.word.text;
  if (word == "Exists") return truth(label.is_there);
  if (word == "DoesNotExist") return truth(!label.is_there);
  Truth in = Truth::kNo;
  if (label.is_there) {
    for (const Word& value : requirement.values) in = either(in, is_word(value, label.text));
  }
  if (word == "In") return in;
  return word == "NotIn" ? opposite(in) : Truth::kUnknown;
}

Truth Selector::matches(const Labels& labels) const {
  if (!is_there_) return Truth::kNo;
  Truth all = is_known_ ? Truth::kYes : Truth::kUnknown;
  for (const Requirement& requirement : requirements_)
    all = both(all, meets(requirement, labels.at(requirement.key)));
  return all;
}

std::vector<std::pair<std::string, std::string>> Selector::demanded() const {
  std::vector<std::pair<std::string, std::string>> words;
  for (const Requirement& one : requirements_) {
    const bool is_one = one.word.is_known && one.word.text == "In" && one.values.size() == 1;
    if (is_one && one.values[0].is_known) words.emplace_back(one.key, one.values[0].text);
  }
  return words;
}

}  // namespace opta::prove
