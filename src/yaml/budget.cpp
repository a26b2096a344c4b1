#include "yaml/budget.h"

#include <utility>

#include <fmt/format.h>

namespace opta::yaml {

bool Budget::refuse(Span place, std::string message) {
  diagnostics_.report(Code::kYamlLimit, place, std::move(message), "make the file smaller")
      .notes.emplace_back("an alias counts as much as the value it stands for");
  return false;
}

bool Budget::take(std::uint64_t nodes, std::uint64_t bytes, Span place) {
  // Neither sum can wrap: one step adds at most what was counted before it, and the limits stop the
  // doubling.
  nodes_ += nodes;
  bytes_ += bytes;
  if (nodes_ > limits_.nodes)
    return refuse(place, fmt::format("the file holds more than {} values", limits_.nodes));
  if (bytes_ > limits_.text_bytes) {
    return refuse(place, fmt::format("the values of the file are longer than {} bytes in all",
                                     limits_.text_bytes));
  }
  return true;
}

bool Budget::allows_depth(std::uint64_t depth, Span place) {
  if (depth <= limits_.depth) return true;
  return refuse(place, fmt::format("lists and maps are nested more than {} deep", limits_.depth));
}

bool Budget::allows_scalar(std::uint64_t bytes, Span place) {
  if (bytes <= limits_.scalar_bytes) return true;
  diagnostics_.report(Code::kYamlLimit, place,
                      fmt::format("a value is longer than {} bytes", limits_.scalar_bytes),
                      "keep long texts in a file of their own");
  return false;
}

}  // namespace opta::yaml
