// What it costs to decide the promises: plans of 100, 1,000 and 10,000 resources.
//
// Prints a Markdown table. Each measurement is a fresh process. Of several runs the median is
// shown, and how much longer a size takes than the one before it.
#include <algorithm>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <malloc.h>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "fresh_process.h"
#include "generated_plan.h"
#include "plan/decode.h"
#include "prove/decode_world.h"
#include "prove/verdict.h"

namespace opta {
namespace {

constexpr std::size_t kSizes[] = {100, 1000, 10000};
constexpr int kRuns = 5;
struct Figures {
  double parse;  // milliseconds, as the others
  double decode;
  double decide;
  double peak;
};

// Time of the processor: all of it is work of one thread, and other work on the machine does not
// count.
class Watch {
 public:
  double lap() {
    const double now = processor_milliseconds();
    return now - std::exchange(last_, now);
  }

 private:
  static double processor_milliseconds() {
    timespec time{};
    OPTA_ASSERT(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
  }

  double last_ = processor_milliseconds();
};

// As EngineRoom::plan does it.
Figures verify(const std::string& text) {
  Figures figures{};
  Watch watch;
  auto document = parse_plan(text);
  OPTA_ASSERT(document.has_value());
  figures.parse = watch.lap();
  const auto world = prove::world_of(*std::move(document));
  OPTA_ASSERT(world.has_value());
  figures.decode = watch.lap();
  const auto verdicts = prove::decide_all(*world, {});
  figures.decide = watch.lap();
  OPTA_ASSERT(!verdicts.empty());
  figures.peak = peak_mebibytes();
  return figures;
}

double total(const Figures& figures) {
  return figures.parse + figures.decode + figures.decide;
}

void run() {
  fmt::print("| resources | plan | parse | decode | decide | all | growth | peak memory |\n");
  fmt::print("|----------:|-----:|------:|-------:|-------:|----:|-------:|------------:|\n");
  double before = 0;
  for (const std::size_t size : kSizes) {
    const std::string text = generated_plan(size);
    malloc_trim(0);  // what made the text is no part of a child's peak
    std::vector<Figures> runs;
    for (int i = 0; i < kRuns; ++i)
      runs.push_back(in_fresh_process([&text] { return verify(text); }));
    std::ranges::sort(runs, {}, total);
    const Figures& median = runs[kRuns / 2];
    const std::string growth = before > 0 ? fmt::format("{:.1f}", total(median) / before) : "";
    fmt::print(
        "| {} | {:.1f} MiB | {:.1f} ms | {:.1f} ms | {:.1f} ms | {:.1f} ms | {} | {:.0f} MiB |\n",
        size, static_cast<double>(text.size()) / (1U << 20U), median.parse, median.decode,
        median.decide, total(median), growth, median.peak);
    before = total(median);
  }
}

}  // namespace
}  // namespace opta

int main() {
  opta::run();
}
