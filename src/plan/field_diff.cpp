#include "plan/field_diff.h"

#include <algorithm>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "base/json_depth.h"
#include "plan/json_shape.h"

namespace opta {

namespace {

using nlohmann::json;

// A document in a string in a document in a string: policies in a template in a launch script.
// Deeper ones stay text.
constexpr int kOpenedMax = 2;
constexpr std::size_t kDocumentDepthMax = 50;

struct Side {
  const json* value = nullptr;
  Mask mask = Mask::of_missing(false);

  bool exists() const { return has_value(value); }
  bool is_array() const { return exists() && value->is_array(); }
  bool is_object() const { return exists() && value->is_object(); }
  bool is_scalar() const { return exists() && value->is_primitive(); }
  Side child(const std::string& key) const { return {child_or_null(value, key), mask.child(key)}; }
  Side child(std::size_t index) const {
    if (!is_array() || index >= value->size()) return {nullptr, mask.child(index)};
    return {&(*value)[index], mask.child(index)};
  }
  std::size_t size() const { return is_array() ? value->size() : 0; }
};

const json* unknown_child(const json* unknown, std::size_t index) {
  return unknown != nullptr && unknown->is_array() && index < unknown->size() ? &(*unknown)[index]
                                                                              : nullptr;
}

bool is_unknown(const json* unknown) {
  return unknown != nullptr && unknown->is_boolean() && unknown->get<bool>();
}

bool has_unknown(const json* unknown) {
  if (unknown == nullptr || !unknown->is_structured()) return is_unknown(unknown);
  return std::ranges::any_of(*unknown, [](const json& child) { return has_unknown(&child); });
}

// The document in a string, or a discarded value when it is none.
json opened(const Side& side) {
  if (!side.exists() || !side.value->is_string()) return json(json::value_t::discarded);
  const auto& text = side.value->get_ref<const std::string&>();
  if (!text.starts_with('{') && !text.starts_with('[')) return json(json::value_t::discarded);
  if (nests_deeper_than(text, kDocumentDepthMax)) return json(json::value_t::discarded);
  json document = json::parse(text, nullptr, false);
  return document.is_structured() && !document.empty() ? document : json(json::value_t::discarded);
}

class Differ {
 public:
  explicit Differ(const FieldDiffInput& input) : input_(input) {}

  void walk(const std::string& path, const Side& before, const Side& after, const json* unknown) {
    if (is_unknown(unknown)) return add(path, before, {nullptr, after.mask}, true);
    if (!before.exists() && !after.exists() && !has_unknown(unknown)) return;
    if (before.mask.hides_all() || after.mask.hides_all()) {
      if (!same_value(before.value, after.value) || has_unknown(unknown))
        add(path, before, after, has_unknown(unknown));
      return;
    }
    const bool one_is_missing = !before.exists() || !after.exists();
    if ((before.is_object() || after.is_object()) &&
        (one_is_missing || before.is_object() == after.is_object())) {
      return walk_object(path, before, after, unknown);
    }
    if ((before.is_array() || after.is_array()) &&
        (one_is_missing || before.is_array() == after.is_array())) {
      return walk_array(path, before, after, unknown);
    }
    if (!before.exists() && !after.exists()) return add(path, before, after, true);
    if (walk_document(path, before, after)) return;
    if (same_value(before.value, after.value)) return keep(path, before);
    add(path, before, after, false);
  }

  FieldDiff take() { return std::move(result_); }

 private:
  void walk_object(const std::string& path, const Side& before, const Side& after,
                   const json* unknown) {
    std::vector<std::string> keys;
    for (const json* object : {before.value, after.value, unknown}) {
      if (object == nullptr || !object->is_object()) continue;
      for (const auto& item : object->items()) keys.push_back(item.key());
    }
    std::ranges::sort(keys);
    const auto [first, last] = std::ranges::unique(keys);
    keys.erase(first, last);
    for (const std::string& key : keys) {
      walk(child_path(path, key), before.child(key), after.child(key), child_or_null(unknown, key));
    }
  }

  void walk_array(const std::string& path, const Side& before, const Side& after,
                  const json* unknown) {
    const std::size_t unknown_size =
        unknown != nullptr && unknown->is_array() ? unknown->size() : 0;
    const std::size_t after_size = std::max(after.size(), unknown_size);
    if (before.mask.hides_something() || after.mask.hides_something()) {
      return walk_by_index(path, before, after, unknown, std::max(before.size(), after_size));
    }
    std::vector<bool> after_used(after_size, false);
    const std::vector<std::size_t> gone = match_elements(path, before, after, unknown, after_used);
    std::vector<std::size_t> come;
    for (std::size_t j = 0; j < after_size; ++j) {
      if (!after_used[j]) come.push_back(j);
    }
    if (gone.empty() && come.empty() && !same_value(before.value, after.value)) {
      return walk_by_index(path, before, after, unknown, after_size);  // a list in another order
    }
    for (std::size_t k = 0; k < std::max(gone.size(), come.size()); ++k) {
      const Side old_side = k < gone.size() ? before.child(gone[k]) : Side{};
      const Side new_side = k < come.size() ? after.child(come[k]) : Side{};
      const json* unknown_side = k < come.size() ? unknown_child(unknown, come[k]) : nullptr;
      walk(child_path(path, k < come.size() ? come[k] : gone[k]), old_side, new_side, unknown_side);
    }
  }

  // Marks what stands on both sides as used and unchanged; returns the elements that stand only
  // before.
  std::vector<std::size_t> match_elements(const std::string& path, const Side& before,
                                          const Side& after, const json* unknown,
                                          std::vector<bool>& after_used) {
    std::unordered_map<std::size_t, std::vector<std::size_t>> by_hash;
    for (std::size_t j = after.size(); j-- > 0;) {  // from behind, so that the first is taken first
      if (!has_unknown(unknown_child(unknown, j)))
        by_hash[value_hash((*after.value)[j])].push_back(j);
    }
    std::vector<std::size_t> gone;
    for (std::size_t i = 0; i < before.size(); ++i) {
      const auto found = by_hash.find(value_hash((*before.value)[i]));
      if (found == by_hash.end() || found->second.empty() ||
          !same_value(&(*before.value)[i], &(*after.value)[found->second.back()])) {
        gone.push_back(i);
        continue;
      }
      const std::size_t j = found->second.back();
      found->second.pop_back();
      after_used[j] = true;
      walk(child_path(path, j), after.child(j), after.child(j), nullptr);
    }
    return gone;
  }

  void walk_by_index(const std::string& path, const Side& before, const Side& after,
                     const json* unknown, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      walk(child_path(path, i), before.child(i), after.child(i), unknown_child(unknown, i));
    }
  }

  // Opens JSON documents in strings. False when there is none, or when one side holds another kind
  // of text.
  bool walk_document(const std::string& path, const Side& before, const Side& after) {
    // A secret document stays closed: its leaves alone would not be known as secrets.
    if (opened_ == kOpenedMax || is_secret(before) || is_secret(after)) return false;
    const json old_document = opened(before);
    const json new_document = opened(after);
    const bool old_fits = old_document.is_structured() || !before.exists();
    const bool new_fits = new_document.is_structured() || !after.exists();
    if (!old_fits || !new_fits || (!before.exists() && !after.exists())) return false;
    ++opened_;
    walk(path, {before.exists() ? &old_document : nullptr, before.mask},
         {after.exists() ? &new_document : nullptr, after.mask}, nullptr);
    --opened_;
    return true;
  }

  bool is_secret(const Side& side) const {
    if (!side.exists()) return false;
    if (side.mask.hides_something()) return true;
    if (input_.secrets == nullptr) return false;
    return side.value->is_string()
               ? input_.secrets->is_in(side.value->get_ref<const std::string&>())
               : input_.secrets->is_in(json_line(*side.value));
  }

  void add(const std::string& path, const Side& before, const Side& after, bool known_after_apply) {
    FieldChange field{.path = path, .known_after_apply = known_after_apply};
    // One side's secret hides both: the old password is as good as the new one where the change did
    // not get through.
    field.sensitive = is_secret(before) || is_secret(after) || before.mask.hides_something() ||
                      after.mask.hides_something();
    const auto text = [&](const Side& side) -> std::string {
      if (!side.exists()) return {};
      return field.sensitive ? std::string(kSensitiveText) : json_line(*side.value);
    };
    field.before = text(before);
    if (!known_after_apply) field.after = text(after);
    field.forces_replacement =
        std::ranges::any_of(input_.replace_paths, [&](const std::string& forced) {
          if (!path.starts_with(forced)) return false;
          return path.size() == forced.size() || path[forced.size()] == '.' ||
                 path[forced.size()] == '[';
        });
    result_.fields.push_back(std::move(field));
  }

  void keep(const std::string& path, const Side& side) {
    if (!is_secret(side)) result_.unchanged.emplace(path, json_line(*side.value));
  }

  const FieldDiffInput& input_;
  FieldDiff result_;
  int opened_ = 0;
};

}  // namespace

FieldDiff diff_fields(const FieldDiffInput& input) {
  Differ differ(input);
  differ.walk(input.root, {input.before, input.before_mask}, {input.after, input.after_mask},
              input.unknown);
  return differ.take();
}

}  // namespace opta
