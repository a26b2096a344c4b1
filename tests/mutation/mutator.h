// How good evidence is broken, and which promise has to say so by name.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scene.h"

namespace opta::prove::mutation {

using Change = std::function<void(Scene&)>;

// One place in the evidence, and one way in which it is changed.
struct Mutant {
  std::string place;  // "module.db.aws_rds_cluster.this storage_encrypted = false"
  Change change;
};
using Mutants = std::vector<Mutant>;
// All places of a scene.
using Finder = std::function<Mutants(const Scene&)>;

enum class Demand : std::uint8_t { kBroken, kNotHeld };

struct Mutator {
  std::string_view promise;  // that has to catch it
  std::string_view what;
  Finder find;
  // What nobody can know before an apply is at least not counted as held.
  Demand demand = Demand::kBroken;
};

// What changes nothing that a promise is about: no verdict may become worse.
struct Harmless {
  std::string_view what;
  Finder find;
};

// One a topic, in mutators/.
std::vector<Mutator> cloud_mutators();
std::vector<Mutator> data_mutators();
std::vector<Mutator> identity_mutators();
std::vector<Mutator> kubernetes_mutators();
std::vector<Mutator> network_mutators();
std::vector<Mutator> object_mutators();
std::vector<Mutator> rights_mutators();
std::vector<Harmless> harmless_changes();

}  // namespace opta::prove::mutation
