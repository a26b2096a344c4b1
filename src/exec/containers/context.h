// Docker or Podman, whichever the user has. Each subcommand has a file with the same three parts as
// kubectl's.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "exec/environment.h"
#include "exec/process.h"

namespace opta::containers {

enum class Program { kDocker, kPodman };
std::string_view to_string(Program program);

struct Context {
  Runner& runner;
  std::string path;
  Program program = Program::kDocker;
  Environment environment = {};  // the user's own: where their daemon is stands there
  std::stop_token stop = {};
};

// How a command went: its own last words where it failed.
struct Outcome {
  std::string text = {};
  std::optional<std::string> failure = {};

  bool ok() const { return !failure; }
};

// Long outputs go line by line to the sink: what these programs say of their progress.
Result<Outcome> run(const Context& context, std::vector<std::string> arguments,
                    const LineSink& on_line = {});

// OPTA_CONTAINER_ENGINE, else `docker`, else `podman`: the first that works. A `docker` that is
// Podman in its clothes is known by its version; Docker itself needs its daemon.
Result<Context> find(Runner& runner, const Environment& environment);

}  // namespace opta::containers
