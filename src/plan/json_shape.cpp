#include "plan/json_shape.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace opta {

namespace {

bool same_object(const nlohmann::json& a, const nlohmann::json& b) {
  for (const auto& [key, child] : a.items()) {
    if (!same_value(&child, child_or_null(&b, key))) return false;
  }
  return std::ranges::all_of(b.items(), [&](const auto& item) {
    return a.contains(item.key()) || !has_value(&item.value());
  });
}

bool is_plain_word(std::string_view key) {
  return !key.empty() && std::ranges::all_of(key, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

}  // namespace

bool has_value(const nlohmann::json* value) {
  if (value == nullptr || value->is_null()) return false;
  if (value->is_string()) return !value->get_ref<const std::string&>().empty();
  return !value->is_structured() || !value->empty();
}

bool same_value(const nlohmann::json* a, const nlohmann::json* b) {
  if (!has_value(a) || !has_value(b)) return has_value(a) == has_value(b);
  if (a->is_object() && b->is_object()) return same_object(*a, *b);
  if (a->is_array() && b->is_array()) {
    return std::ranges::equal(*a, *b,
                              [](const auto& x, const auto& y) { return same_value(&x, &y); });
  }
  return *a == *b;
}

std::size_t value_hash(const nlohmann::json& value) {
  if (!has_value(&value)) return 0;
  std::size_t hash = static_cast<std::size_t>(value.type()) + 1;
  if (value.is_object()) {
    // A sum, so that the order of keys and keys without a value do not matter.
    for (const auto& [key, child] : value.items()) {
      if (has_value(&child)) hash += std::hash<std::string>{}(key) ^ (value_hash(child) * 31);
    }
    return hash;
  }
  if (value.is_array()) {
    for (const nlohmann::json& child : value) hash = hash * 31 + value_hash(child);
    return hash;
  }
  // 1 and 1.0 are equal but of two types: numbers are hashed as one.
  if (value.is_number()) return std::hash<double>{}(value.get<double>());
  return std::hash<nlohmann::json>{}(value);
}

const nlohmann::json* child_or_null(const nlohmann::json* value, const std::string& key) {
  if (value == nullptr || !value->is_object()) return nullptr;
  const auto found = value->find(key);
  return found == value->end() ? nullptr : &*found;
}

std::string text_or(const nlohmann::json& value, const std::string& key,
                    std::string_view standard) {
  const nlohmann::json* child = child_or_null(&value, key);
  return child != nullptr && child->is_string() ? child->get<std::string>() : std::string(standard);
}

bool bool_or(const nlohmann::json& value, const std::string& key, bool standard) {
  const nlohmann::json* child = child_or_null(&value, key);
  return child != nullptr && child->is_boolean() ? child->get<bool>() : standard;
}

std::string child_path(std::string_view path, std::string_view key) {
  if (!is_plain_word(key)) return fmt::format("{}[{}]", path, json_line(nlohmann::json(key)));
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

std::string child_path(std::string_view path, std::size_t index) {
  return fmt::format("{}[{}]", path, index);
}

std::string json_line(const nlohmann::json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace opta
