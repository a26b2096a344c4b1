#include "exec/containers/context.h"

#include <fmt/format.h>

#include "base/text.h"

namespace opta::containers {

namespace {

constexpr const char* kGetOne =
    "install Docker (https://docs.docker.com/engine/install/) or Podman "
    "(https://podman.io/docs/installation), or name one in OPTA_CONTAINER_ENGINE";

}  // namespace

std::string_view to_string(Program program) {
  return program == Program::kDocker ? "docker" : "podman";
}

Result<Context> find(Runner& runner, const Environment& environment) {
  const std::string chosen(value_of(environment, "OPTA_CONTAINER_ENGINE"));
  const std::vector<std::string> names =
      chosen.empty() ? std::vector<std::string>{"docker", "podman"} : std::vector{chosen};
  std::string asleep;
  for (const std::string& name : names) {
    const auto path = find_program(name, environment);
    if (!path) continue;
    Context context{.runner = runner, .path = *path, .environment = environment};
    const Outcome version = OPTA_TRY(run(context, {"--version"}));
    if (version.text.contains("podman")) {
      context.program = Program::kPodman;
      return context;
    }
    const Outcome daemon = OPTA_TRY(run(context, {"version", "--format", "{{.Server.Version}}"}));
    if (daemon.ok()) return context;
    asleep = *daemon.failure;
  }
  if (!asleep.empty()) {
    return fail(fmt::format("Docker's daemon does not answer: {}", printable(asleep)),
                "start it, or install Podman, which needs none");
  }
  if (!chosen.empty()) {
    return fail(fmt::format("OPTA_CONTAINER_ENGINE names `{}`, which is not there", chosen),
                kGetOne);
  }
  return fail("neither `docker` nor `podman` is installed", kGetOne);
}

Result<Outcome> run(const Context& context, std::vector<std::string> arguments,
                    const LineSink& on_line) {
  arguments.insert(arguments.begin(), context.path);
  const Captured captured = OPTA_TRY(
      context.runner.run({.argv = std::move(arguments), .environment = context.environment},
                         on_line, on_line, context.stop));
  Outcome outcome{.text = captured.out};
  if (!captured.succeeded()) {
    std::string said(trim(captured.err));
    if (said.empty()) said = std::string(trim(captured.out));
    if (said.empty()) said = fmt::format("it ended with {}", captured.exit_code);
    outcome.failure = std::move(said);
  }
  return outcome;
}

}  // namespace opta::containers
