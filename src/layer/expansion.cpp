#include "layer/expansion.h"

namespace opta {

bool Expansion::take(
    const Value& value) {  // NOLINT(misc-no-recursion): the reader limits the depth
  ++values_;
  bytes_ += value.text.size();
  for (const Value& item : value.items) take(item);
  for (const Entry& entry : value.entries) {
    bytes_ += entry.key.size();
    take(entry.value);
  }
  return !exhausted();
}

}  // namespace opta
