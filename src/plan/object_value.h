// Whether two texts are one value to Kubernetes: 0.5 and 500m, 1Gi and 1073741824, 80 and "80".
#pragma once

#include <optional>
#include <string_view>

namespace opta {

// "500m" -> 0.5; nothing when it is no quantity.
std::optional<long double> parse_quantity(std::string_view text);
// "1h30m" -> seconds; nothing when it is no duration.
std::optional<long double> parse_duration(std::string_view text);

// Texts are JSON scalars. What the path is about decides what is the same: in an environment
// variable, 0.5 and 500m are two texts.
bool same_object_value(std::string_view path, std::string_view a, std::string_view b);
// What the API server leaves out: "", 0, false, {} and [].
bool is_zero_value(std::string_view text);

}  // namespace opta
