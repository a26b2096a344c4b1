// Makes the mutants, has them decided, and says what nothing caught.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "mutator.h"

namespace opta::prove::mutation {

struct Count {
  std::size_t broken = 0;    // mutants that must be caught by name
  std::size_t not_held = 0;  // those that must at least not count as held
};

struct Report {
  std::map<std::string, Count, std::less<>> mutants = {};  // by promise
  std::size_t mutators = 0;
  std::size_t harmless = 0;
  std::size_t also_broken = 0;             // mutants that more than the named promise caught
  std::vector<std::string> failures = {};  // each with the mutant's address
};

Report run(const Scenes& scenes);

}  // namespace opta::prove::mutation
