// Whether the promises catch what they must, on real evidence that is broken place by place.
#include <cstdio>
#include <fstream>
#include <string>

#include <fmt/format.h>

#include "run.h"

namespace {

using opta::prove::mutation::Count;
using opta::prove::mutation::Report;

// Fewer would say that places are not found any more.
constexpr std::size_t kMutantsMin = 300;
constexpr std::size_t kHarmlessMin = 200;

// For the end of a run of all tests, where what a test prints is not to be seen.
bool write_figures(const std::string& path, const Report& report, const Count& total) {
  std::ofstream file(path);
  file << fmt::format(
      "Promises: {} distinct mutants by {} mutators, all caught ({} called broken, {} not called "
      "held); {} harmless changes, 0 false alarms\n",
      total.broken + total.not_held, report.mutators, total.broken, total.not_held,
      report.harmless);
  file.close();
  if (!file) fmt::print(stderr, "cannot write {}\n", path);
  return !file.fail();
}

// `figures`: the file for them where nothing failed, or nothing.
int print(const Report& report, const char* figures) {
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
  if (!report.failures.empty() || !is_enough) return 1;
  return figures == nullptr || write_figures(figures, report, total) ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2 && count != 3) {
    fmt::print(stderr,
               "usage: mutation_test FOLDER [FIGURES]; mutation_test.py makes the folder\n");
    return 2;
  }
  const auto scenes = opta::prove::mutation::load_scenes(arguments[1]);
  if (!scenes) {
    fmt::print(stderr, "{}\n", scenes.error().message);
    return 2;
  }
  return print(opta::prove::mutation::run(*scenes), count == 3 ? arguments[2] : nullptr);
}
