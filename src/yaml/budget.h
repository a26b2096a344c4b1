// What a document may still take, counted as if every alias were written out.
#pragma once

#include <cstdint>

#include "diag/diagnostic.h"
#include "yaml/read.h"

namespace opta::yaml {

class Budget {
 public:
  Budget(const Limits& limits, Diagnostics& diagnostics)
      : limits_(limits), diagnostics_(diagnostics) {}

  // To be asked before anything is copied. False, with a diagnostic at `place`, when a limit is
  // passed.
  bool take(std::uint64_t nodes, std::uint64_t bytes, Span place);
  // Whether lists and maps may be `depth` deep.
  bool allows_depth(std::uint64_t depth, Span place);
  bool allows_scalar(std::uint64_t bytes, Span place);

 private:
  bool refuse(Span place, std::string message);

  const Limits& limits_;
  Diagnostics& diagnostics_;
  std::uint64_t nodes_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace opta::yaml
