// JSON values as a resource means them: what is empty is the same as nothing.
//
// Providers write "no value" as null, "", [] or {} and mix them between plan and state; to a person
// they are one.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace opta {

// `value` may be nullptr.
bool has_value(const nlohmann::json* value);
bool same_value(const nlohmann::json* a, const nlohmann::json* b);
// Equal for values that are the same_value.
std::size_t value_hash(const nlohmann::json& value);

// The child, or nullptr: when `value` is nullptr, no object, or has no such key.
const nlohmann::json* child_or_null(const nlohmann::json* value, const std::string& key);
// The text or boolean under the key; the default when it is missing or of another type.
std::string text_or(const nlohmann::json& value, const std::string& key,
                    std::string_view standard = {});
bool bool_or(const nlohmann::json& value, const std::string& key, bool standard);

// "a" + "b" = "a.b"; a key that is no plain word is quoted: a["x.y"].
std::string child_path(std::string_view path, std::string_view key);
std::string child_path(std::string_view path, std::size_t index);
// A value as one line of JSON; broken UTF-8 is replaced.
std::string json_line(const nlohmann::json& value);

}  // namespace opta
