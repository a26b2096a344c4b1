// CHECK: what the program believes. A false one is a bug of ours: it prints the place and aborts.
#pragma once

namespace opta {

[[noreturn]] void check_failed(const char* expression, const char* file, int line);

}  // namespace opta

#define OPTA_ASSERT(expression) \
  ((expression) ? static_cast<void>(0) : ::opta::check_failed(#expression, __FILE__, __LINE__))
