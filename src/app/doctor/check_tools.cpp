#include <fmt/format.h>

#include "app/doctor/checks.h"
#include "app/places.h"
#include "base/text.h"
#include "exec/containers/context.h"
#include "exec/tools.h"

namespace opta {

namespace {

constexpr const char* kArea = "tools";
constexpr std::chrono::seconds kVersionTimeout{30};

struct Asked {
  Tool tool;
  std::vector<std::string> arguments;
};

// What the program says first of its version.
std::string version_of(Env& env, const std::string& path,
                       const std::vector<std::string>& arguments) {
  Command command{.argv = {path}, .environment = env.variables, .timeout = kVersionTimeout};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  const auto captured = env.runner.run(command);
  if (!captured || !captured->succeeded()) return {};
  const std::string_view text = trim(captured->out.empty() ? captured->err : captured->out);
  return std::string(text.substr(0, text.find('\n')));
}

void check_engine(Env& env, Findings& findings) {
  const auto engine = find_engine(env.runner, env.variables, cache_folder(env));
  if (!engine) {
    findings.push_back({.area = kArea,
                        .subject = "terraform",
                        .health = Health::kBroken,
                        .text = engine.error().message,
                        .help = engine.error().help});
    return;
  }
  findings.push_back(
      {.area = kArea,
       .subject = std::string(terraform::to_string(engine->flavour)),
       .text = fmt::format("{} at {}", terraform::to_string(engine->version), engine->path)});
}

}  // namespace

void check_tools(Env& env, Findings& findings) {
  check_engine(env, findings);
  const Asked asked[] = {{Tool::kAws, {"--version"}},
                         {Tool::kHelm, {"version", "--short"}},
                         {Tool::kKubectl, {"version", "--client"}},
                         {Tool::kGit, {"--version"}}};
  for (const Asked& one : asked) {
    Finding finding{.area = kArea, .subject = std::string(program_name(one.tool)), .text = {}};
    const auto path = find_tool(one.tool, env.variables);
    if (!path) {
      finding.health = Health::kBroken;
      finding.text = path.error().message;
      finding.help = path.error().help;
    } else {
      const std::string version = version_of(env, *path, one.arguments);
      finding.health = version.empty() ? Health::kBroken : Health::kGood;
      finding.text = version.empty() ? fmt::format("{} does not say its version", *path)
                                     : fmt::format("{} at {}", version, *path);
    }
    findings.push_back(std::move(finding));
  }
  // Only `push` and `deploy` need one.
  const auto containers = containers::find(env.runner, env.variables);
  findings.push_back({.area = kArea,
                      .subject = "docker or podman",
                      .health = containers ? Health::kGood : Health::kAttention,
                      .text = containers ? fmt::format("{} at {}", to_string(containers->program),
                                                       containers->path)
                                         : containers.error().message,
                      .help = containers ? std::string()
                                         : fmt::format("only for images of your own: {}",
                                                       containers.error().help)});
}

}  // namespace opta
