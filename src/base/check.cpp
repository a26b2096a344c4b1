#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace opta {

void check_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "opta: internal error at %s:%d: %s is false. This is a bug in opta.\n", file,
               line, expression);
  std::abort();
}

}  // namespace opta
