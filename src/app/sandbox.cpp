#include "app/sandbox.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/front_end.h"
#include "app/report.h"
#include "app/sandbox_server.h"

namespace opta {

namespace {

void print(Env& env, const std::optional<SandboxServer>& server, Format format,
           std::string_view text) {
  if (format == Format::kText) return env.out(text);
  nlohmann::ordered_json json = {{"running", server && server->answers}};
  json["endpoint"] =
      server ? nlohmann::ordered_json(server->endpoint()) : nlohmann::ordered_json(nullptr);
  json["pid"] = server ? nlohmann::ordered_json(server->pid) : nlohmann::ordered_json(nullptr);
  env.out(json.dump() + "\n");
}

}  // namespace

Exit sandbox(Env& env, const SandboxArguments& arguments) {
  if (arguments.action == "down") {
    const auto stopped = stop_sandbox(env);
    if (!stopped) return report_error(env, Code::kSandbox, stopped.error());
    print(env, std::nullopt, arguments.format,
          *stopped ? "The sandbox is down; all that was in it is gone.\n"
                   : "No sandbox is running.\n");
    return Exit::kDone;
  }
  if (arguments.action == "status") {
    const auto server = find_sandbox(env);
    print(env, server, arguments.format,
          server ? fmt::format("The sandbox runs at {} (process {}).\n", server->endpoint(),
                               server->pid)
                 : "No sandbox is running. `opta sandbox up` starts one.\n");
    return Exit::kDone;
  }
  FrontEnd front(env);
  if (front.diagnostics.has_errors()) return front.report(arguments.format);
  const auto server = start_sandbox(env, *front.library);
  if (!server) return report_error(env, Code::kSandbox, server.error());
  print(env, *server, arguments.format,
        fmt::format("The sandbox runs at {} (process {}). It is an AWS emulator on this machine: "
                    "nothing costs anything,\n"
                    "and nothing proves that AWS would do the same.\n\n  opta apply --sandbox\n  "
                    "opta sandbox down\n",
                    server->endpoint(), server->pid));
  return Exit::kDone;
}

}  // namespace opta
