// Terraform's sensitivity masks. A mask mirrors a value: `true` hides all below it, `false`
// nothing, an object or an array speaks for the children; a child that is not named is not
// sensitive.
//
// All doubt ends in hiding: a mask that does not fit its value hides the whole value.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace opta {

class Mask {
 public:
  explicit Mask(const nlohmann::json* mask) : mask_(mask) {}
  static Mask of_missing(bool hides) { return Mask(nullptr, hides); }

  bool hides_all() const;
  bool hides_something() const;
  Mask child(const std::string& key) const;
  Mask child(std::size_t index) const;

 private:
  Mask(const nlohmann::json* mask, bool hides) : mask_(mask), hides_(hides) {}

  const nlohmann::json* mask_;  // nullptr: nothing is said
  bool hides_ = false;          // what holds then
};

// The texts that some mask of the plan hides. Terraform loses marks where a provider copies a value
// (the `output` of terraform_data shows in clear what its `input` hides), so a text that is hidden
// in one place is hidden in all.
class SecretTexts {
 public:
  void collect(const nlohmann::json& value, Mask mask);
  bool is_in(std::string_view text) const;

 private:
  void add_all(const nlohmann::json& value);

  std::unordered_set<std::string> exact_;
  std::vector<std::string> long_;
};

}  // namespace opta
