// ARNs with wildcards, as IAM policies have them, made of templates.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace opta {

// {NAME} becomes the value of the name; `*` where there is none. {NAME|lower} is in lower case,
// {NAME|23} its first 23 characters without a hyphen at the end.
std::string fill_pattern(
    std::string_view text,
    const std::function<std::optional<std::string>(std::string_view name)>& value_of);

// Sorted, without those that another one covers.
std::vector<std::string> without_covered(std::vector<std::string> patterns);

}  // namespace opta
