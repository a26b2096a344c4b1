// How much interpolation may put into one file's values. A short file can name a long variable very
// often; a hundred thousand times a megabyte would fill the memory.
#pragma once

#include <cstdint>

#include "layer/value.h"

namespace opta {

class Expansion {
 public:
  static constexpr std::uint64_t kValuesMax = 100'000;
  static constexpr std::uint64_t kBytesMax = 16u << 20;

  // Counts a value that a name stood for. False once a limit is passed.
  bool take(const Value& value);
  bool exhausted() const { return values_ > kValuesMax || bytes_ > kBytesMax; }

 private:
  std::uint64_t values_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace opta
