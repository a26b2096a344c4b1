#include "plan/mask.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace opta {

namespace {

// Shorter texts ("yes", "dev") are no secrets and stand everywhere.
constexpr std::size_t kExactMin = 4;
// A text that contains a secret is one too, say a connection string. Below this length the match
// would mostly be chance: a hidden user name `postgres` must not hide the engine
// `aurora-postgresql`.
constexpr std::size_t kContainedMin = 12;

bool any_true(const nlohmann::json& mask) {
  if (mask.is_structured()) return std::ranges::any_of(mask, any_true);
  return !mask.is_boolean() || mask.get<bool>();
}

}  // namespace

bool Mask::hides_all() const {
  if (mask_ == nullptr) return hides_;
  return !mask_->is_structured() && any_true(*mask_);
}

bool Mask::hides_something() const {
  return mask_ == nullptr ? hides_ : any_true(*mask_);
}

Mask Mask::child(const std::string& key) const {
  if (mask_ == nullptr || !mask_->is_structured()) return of_missing(hides_all());
  if (mask_->is_array()) return of_missing(hides_something());
  const auto found = mask_->find(key);
  return found == mask_->end() ? of_missing(false) : Mask(&*found);
}

Mask Mask::child(std::size_t index) const {
  if (mask_ == nullptr || !mask_->is_structured()) return of_missing(hides_all());
  if (mask_->is_object()) return of_missing(hides_something());
  return index < mask_->size() ? Mask(&(*mask_)[index]) : of_missing(false);
}

void SecretTexts::collect(const nlohmann::json& value, Mask mask) {
  if (!mask.hides_something()) return;
  // A mask may speak of children that are not there.
  if (mask.hides_all() || !value.is_structured()) return add_all(value);
  if (value.is_object()) {
    for (const auto& [key, child] : value.items()) collect(child, mask.child(key));
  } else {
    for (std::size_t i = 0; i < value.size(); ++i) collect(value[i], mask.child(i));
  }
}

void SecretTexts::add_all(const nlohmann::json& value) {
  if (value.is_structured()) {
    for (const nlohmann::json& child : value) add_all(child);
    return;
  }
  if (!value.is_string()) return;
  const auto& text = value.get_ref<const std::string&>();
  if (text.size() < kExactMin || !exact_.insert(text).second) return;
  if (text.size() >= kContainedMin) long_.push_back(text);
}

bool SecretTexts::is_in(std::string_view text) const {
  if (exact_.empty() || text.size() < kExactMin) return false;
  if (exact_.contains(std::string(text))) return true;
  return std::ranges::any_of(long_,
                             [&](const std::string& secret) { return text.contains(secret); });
}

}  // namespace opta
