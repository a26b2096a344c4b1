// Whether the promises catch what they must, on real evidence that is broken place by place.
#include <cstdio>

#include <fmt/format.h>

#include "run.h"

namespace {

using opta::prove::mutation::Count;
using opta::prove::mutation::Report;

// Fewer would say that places are not found any more.
constexpr std::size_t kMutantsMin = 300;
constexpr std::size_t kHarmlessMin = 200;

int print(const Report& report) {
  Count total;
  fmt::print("promise   broken  not known\n");
  for (const auto& [id, count] : report.mutants) {
    fmt::print("{:<8} {:>7} {:>10}\n", id, count.broken, count.not_held);
    total.broken += count.broken;
    total.not_held += count.not_held;
  }
  const std::size_t mutants = total.broken + total.not_held;
  fmt::print(
      "{} distinct mutants by {} mutators: {} to be called broken, {} not to be called held\n",
      mutants, report.mutators, total.broken, total.not_held);
  fmt::print("{} of them broke other promises, too\n", report.also_broken);
  fmt::print("{} harmless changes\n", report.harmless);
  fmt::print("{} failures\n", report.failures.size());
  for (const std::string& failure : report.failures) fmt::print("  {}\n", failure);
  const bool is_enough = mutants >= kMutantsMin && report.harmless >= kHarmlessMin;
  if (!is_enough) fmt::print("there must be {} and {} at least\n", kMutantsMin, kHarmlessMin);
  return report.failures.empty() && is_enough ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    fmt::print(stderr, "usage: mutation_test FOLDER, which mutation_test.py makes\n");
    return 2;
  }
  const auto scenes = opta::prove::mutation::load_scenes(arguments[1]);
  if (!scenes) {
    fmt::print(stderr, "{}\n", scenes.error().message);
    return 2;
  }
  return print(opta::prove::mutation::run(*scenes));
}
