#include "plan/object_diff.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "plan/object_fields.h"
#include "plan/object_risk.h"
#include "plan/object_rules.h"
#include "plan/object_value.h"

namespace opta {

namespace {

// Without the version: the cluster may store an object under another one.
using Key = std::tuple<std::string, std::string, std::string, std::string>;

Key key_of(const KubeObject& object, std::string object_namespace) {
  return {std::string(api_group(object.api_version)), object.kind, std::move(object_namespace),
          object.name};
}

class Index {
 public:
  explicit Index(const std::vector<KubeObject>& objects) { add(objects); }

  void add(const std::vector<KubeObject>& objects) {
    for (const KubeObject& object : objects) {
      if (!object.is_hook) by_key_.try_emplace(key_of(object, object.object_namespace), &object);
    }
  }

  const KubeObject* find(const KubeObject& object) const {
    if (const KubeObject* found = at(key_of(object, object.object_namespace))) return found;
    // Which kinds stand in no namespace is known for the usual ones only.
    return at(key_of(object, ""));
  }

 private:
  const KubeObject* at(const Key& key) const {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : found->second;
  }

  std::map<Key, const KubeObject*> by_key_;
};

// "a.b[2].c" with "a.b" and 2 for each element that is called by its index.
template <class Take>
void each_index(std::string_view path, Take take) {
  std::size_t begin = path.find('[');
  while (begin != path.npos) {
    const std::size_t end = std::min(path.find(']', begin), path.size());
    std::size_t index = 0;
    const char* const last = path.data() + end;
    const auto [stop, error] = std::from_chars(path.data() + begin + 1, last, index);
    if (error == std::errc() && stop == last) take(path.substr(0, begin), index);
    begin = path.find('[', end);
  }
}

class Comparer {
 public:
  Comparer(const KubeObject& rendered, const KubeObject& running, const KubeObject* last)
      : rendered_(rendered), running_(running), last_(last) {
    for (const auto& [path, value] : rendered.fields) {
      each_index(path, [&](std::string_view list, std::size_t index) {
        std::size_t& last_index = last_index_[list];
        last_index = std::max(last_index, index);
      });
    }
  }

  std::vector<FieldChange> compare() {
    for (const auto& [path, value] : rendered_.fields) compare_field(path, value);
    for (const auto& [path, value] : running_.fields) {
      if (goes(path, value)) add(path, &value, nullptr);
    }
    return std::move(changes_);
  }

 private:
  void compare_field(const std::string& path, const KubeValue& value) {
    const auto found = running_.fields.find(path);
    const KubeValue* running = found == running_.fields.end() ? nullptr : &found->second;
    if (value.known_after_apply) return add(path, running, &value);
    if (!value.sensitive && asks_for_nothing(path, value.text, running != nullptr)) return;
    if (running == nullptr) return add(path, nullptr, &value);
    const bool same = value.sensitive || running->sensitive
                          ? value.text == running->text
                          : same_object_value(path, value.text, running->text);
    if (!same) add(path, running, &value);
  }

  // An empty value that the API server left out, or put one of its own in the place of.
  static bool asks_for_nothing(std::string_view path, std::string_view text, bool runs) {
    if (!is_zero_value(text)) return false;
    return !runs || path == "spec.clusterIP" || path == "spec.loadBalancerIP" ||
           path.ends_with("].nodePort");
  }

  // Whether something that runs, and that the rendering does not speak of, is taken away.
  bool goes(const std::string& path, const KubeValue& value) const {
    if (rendered_.fields.contains(path) || is_zero_value(value.text)) return false;
    if (last_ != nullptr && last_->fields.contains(path)) return !speaks_of_below(path);
    return is_surplus(path);
  }

  bool speaks_of_below(const std::string& path) const {
    const auto next = rendered_.fields.upper_bound(path);
    return next != rendered_.fields.end() && next->first.starts_with(path) &&
           (next->first[path.size()] == '.' || next->first[path.size()] == '[');
  }

  // An element behind the last one of a list that the rendering sets as a whole.
  bool is_surplus(const std::string& path) const {
    constexpr std::array<std::string_view, 3> kServersLists = {
        "metadata.finalizers", "spec.clusterIPs", "spec.ipFamilies"};
    bool surplus = false;
    each_index(path, [&](std::string_view list, std::size_t index) {
      const auto found = last_index_.find(list);
      if (found == last_index_.end() || index <= found->second) return;
      surplus = surplus || std::ranges::find(kServersLists, list) == kServersLists.end();
    });
    return surplus;
  }

  void add(const std::string& path, const KubeValue* before, const KubeValue* after) {
    FieldChange change{.path = path};
    change.sensitive =
        (before != nullptr && before->sensitive) || (after != nullptr && after->sensitive);
    change.known_after_apply = after != nullptr && after->known_after_apply;
    const auto text = [&](const KubeValue* value) -> std::string {
      if (value == nullptr) return {};
      return change.sensitive ? std::string(kSensitiveText) : value->text;
    };
    change.before = text(before);
    if (!change.known_after_apply) change.after = text(after);
    // What is not known yet may turn out to be what runs.
    change.forces_replacement =
        !change.known_after_apply &&
        (is_immutable(rendered_.kind, path) || (is_merge_key(path) && has_drifted(path, before)));
    changes_.push_back(std::move(change));
  }

  // Whether somebody has changed the field since Helm set it.
  bool has_drifted(const std::string& path, const KubeValue* running) const {
    if (last_ == nullptr) return false;
    const auto found = last_->fields.find(path);
    if (found == last_->fields.end() || running == nullptr) return false;
    return !same_object_value(path, found->second.text, running->text);
  }

  const KubeObject& rendered_;
  const KubeObject& running_;
  const KubeObject* last_;
  std::map<std::string_view, std::size_t> last_index_;
  std::vector<FieldChange> changes_;
};

std::vector<FieldChange> all_fields(const KubeObject& object) {
  // Thousands of lines that say what a kind looks like: no help to anybody who reads a plan.
  if (object.kind == "CustomResourceDefinition") return {};
  std::vector<FieldChange> fields;
  fields.reserve(object.fields.size());
  for (const auto& [path, value] : object.fields) {
    fields.push_back({.path = path,
                      .after = value.sensitive && !value.known_after_apply
                                   ? std::string(kSensitiveText)
                                   : value.text,
                      .known_after_apply = value.known_after_apply,
                      .sensitive = value.sensitive});
  }
  return fields;
}

// Whose an object is, when it is not this release's.
std::string owner_of(const KubeObject& running, const ReleaseSides& sides) {
  const auto text = [&](std::string_view path) {
    std::string_view value = text_at(running, path);
    return value.size() >= 2 ? std::string(value.substr(1, value.size() - 2)) : std::string();
  };
  const std::string release = text("metadata.annotations[\"meta.helm.sh/release-name\"]");
  const std::string of = text("metadata.annotations[\"meta.helm.sh/release-namespace\"]");
  if (release.empty()) return "somebody without Helm";
  if (release == sides.release && of == sides.release_namespace) return {};
  return fmt::format("the release `{}` of the namespace `{}`", release, of);
}

ObjectChange change_of(const KubeObject& object, Action action) {
  return {.api_version = object.api_version,
          .kind = object.kind,
          .object_namespace = object.object_namespace,
          .name = object.name,
          .source = object.source,
          .action = action};
}

class ReleaseDiffer {
 public:
  explicit ReleaseDiffer(const ReleaseSides& sides)
      : sides_(sides), rendered_(sides.rendered), running_(sides.running), last_(last_applied()) {
    last_.add(sides.outside);
  }

  ReleasePlan diff() {
    plan_.release = sides_.release;
    plan_.release_namespace = sides_.release_namespace;
    plan_.module = sides_.module;
    for (const KubeObject& object : sides_.rendered) {
      if (!object.is_hook) add_rendered(object);
    }
    for (const KubeObject& object : last_applied()) {
      if (!object.is_hook && rendered_.find(object) == nullptr) add_gone(object);
    }
    plan_.action = action();
    if (plan_.action != Action::kNone) add_hooks();
    return std::move(plan_);
  }

 private:
  const std::vector<KubeObject>& last_applied() const {
    static const std::vector<KubeObject> kNone;
    return sides_.last_applied ? *sides_.last_applied : kNone;
  }

  Action action() const {
    if (sides_.goes) return sides_.last_applied ? Action::kDelete : Action::kNone;
    if (!sides_.last_applied) return Action::kCreate;
    return plan_.changes.empty() ? Action::kNone : Action::kUpdate;
  }

  void add_rendered(const KubeObject& object) {
    const KubeObject* const running = running_.find(object);
    const KubeObject* const last = last_.find(object);
    ObjectChange change = change_of(object, Action::kCreate);
    if (running == nullptr) {
      change.fields = all_fields(object);
    } else {
      change.fields = Comparer(object, *running, last).compare();
      const bool replaced = std::ranges::any_of(change.fields, &FieldChange::forces_replacement);
      change.action = replaced ? Action::kReplace : Action::kUpdate;
      if (last == nullptr) change.owner = owner_of(*running, sides_);
      if (change.fields.empty() && change.owner.empty()) {
        ++plan_.unchanged_count;
        return;
      }
    }
    change.assessment = assess_object(change, running, &object);
    plan_.changes.push_back(std::move(change));
  }

  void add_gone(const KubeObject& object) {
    const KubeObject* const running = running_.find(object);
    if (running == nullptr) return;
    if (object.kept || running->kept) {
      plan_.kept.push_back(fmt::format("{} {}", object.kind, object.name));
      return;
    }
    ObjectChange change = change_of(object, Action::kDelete);
    change.source.clear();
    change.assessment = assess_object(change, running, nullptr);
    plan_.changes.push_back(std::move(change));
  }

  void add_hooks() {
    const std::string_view moment = plan_.action == Action::kCreate   ? "install"
                                    : plan_.action == Action::kDelete ? "delete"
                                                                      : "upgrade";
    for (const KubeObject& object : sides_.rendered) {
      for (const std::string& event : object.hook_events) {
        if (event == fmt::format("pre-{}", moment) || event == fmt::format("post-{}", moment)) {
          plan_.hooks.push_back({object.kind, object.name, event});
        }
      }
    }
  }

  const ReleaseSides& sides_;
  Index rendered_;
  Index running_;
  Index last_;
  ReleasePlan plan_;
};

}  // namespace

ReleasePlan diff_release(const ReleaseSides& sides) {
  return ReleaseDiffer(sides).diff();
}

std::vector<ObjectName> objects_to_compare(const std::vector<KubeObject>& rendered,
                                           const std::vector<KubeObject>& last_applied) {
  std::vector<ObjectName> names;
  std::set<Key> seen;
  for (const std::vector<KubeObject>* side : {&rendered, &last_applied}) {
    for (const KubeObject& object : *side) {
      if (object.is_hook || !seen.insert(key_of(object, object.object_namespace)).second) continue;
      names.push_back({object.api_version, object.kind, object.object_namespace, object.name});
    }
  }
  return names;
}

}  // namespace opta
