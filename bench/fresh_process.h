// A measurement in a process of its own: the peak of a process's memory never goes down, and a
// command starts cold.
#pragma once

#include <type_traits>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"

namespace opta {

// Of this process, up to now.
inline double peak_mebibytes() {
  rusage usage{};
  OPTA_ASSERT(getrusage(RUSAGE_SELF, &usage) == 0);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// What `measure` says in a child.
template <class Measure>
auto in_fresh_process(Measure measure) {
  using Figures = decltype(measure());
  static_assert(std::is_trivially_copyable_v<Figures>);
  int ends[2];
  OPTA_ASSERT(pipe(ends) == 0);
  const pid_t child = fork();
  OPTA_ASSERT(child >= 0);
  if (child == 0) {
    const Figures figures = measure();
    _exit(write(ends[1], &figures, sizeof figures) == sizeof figures ? 0 : 1);
  }
  Figures figures{};
  OPTA_ASSERT(read(ends[0], &figures, sizeof figures) == sizeof figures);
  close(ends[0]);
  close(ends[1]);
  int status = 0;
  OPTA_ASSERT(waitpid(child, &status, 0) == child && status == 0);
  return figures;
}

}  // namespace opta
