#include "app/sandbox_server.h"

#include <cerrno>
#include <charconv>
#include <chrono>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>

#include "app/sandbox_folder.h"
#include "base/unique_fd.h"
#include "exec/loopback_http.h"
#include "exec/process_identity.h"
#include "exec/spawn.h"
#include "exec/tools.h"

namespace opta {

namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

// moto loads some hundred modules before it serves.
constexpr auto kStartTimeout = 60s;
constexpr auto kStopTimeout = 10s;
constexpr auto kHealthTimeout = 10s;
constexpr auto kPollPeriod = 50ms;
constexpr std::uint64_t kFileBytesMax = 1u << 20;

std::string record_path(const Env& env) {
  return join_path(sandbox_folder(env), "server.json");
}

bool is_healthy(int port) {
  const auto answer = loopback_get(port, "/opta/health", kHealthTimeout);
  return answer && answer->status == 200;
}

std::string log_tail(const Env& env) {
  const std::string log = env.disk.read(join_path(sandbox_folder(env), "server.log"), kFileBytesMax)
                              .value_or(std::string());
  return log.size() > 2000 ? log.substr(log.size() - 2000) : log;
}

// A Python that has moto. OPTA_SANDBOX_PYTHON names one; else the one on PATH.
Result<std::string> find_python(Env& env) {
  const std::string chosen(value_of(env.variables, "OPTA_SANDBOX_PYTHON"));
  std::string program = chosen.empty() ? OPTA_TRY(find_tool(Tool::kPython, env.variables)) : chosen;
  const auto tried = env.runner.run({.argv = {program, "-c", "import moto.server, werkzeug"},
                                     .environment = env.variables,
                                     .timeout = kStartTimeout});
  if (tried && tried->succeeded()) return program;
  return fail(fmt::format("`{}` has no moto, the AWS emulator", program),
              "install it: `pip install 'moto[server]==5.2.1'`, or name a Python that has it with "
              "OPTA_SANDBOX_PYTHON");
}

// The emulator must never see, nor need, a real credential.
Environment server_environment(const Env& env) {
  Environment environment;
  for (const char* name :
       {"PATH", "HOME", "LANG", "PYENV_ROOT", "PYENV_VERSION", "VIRTUAL_ENV", "TMPDIR"}) {
    if (const auto value = value_of(env.variables, name); !value.empty())
      environment[name] = std::string(value);
  }
  environment["PYTHONDONTWRITEBYTECODE"] = "1";
  environment["AWS_ACCESS_KEY_ID"] = "sandbox";
  environment["AWS_SECRET_ACCESS_KEY"] = "sandbox";
  environment["AWS_CONFIG_FILE"] = "/dev/null";
  environment["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null";
  return environment;
}

// Two that start a sandbox at once do it one after the other: the second finds the first one's.
Result<UniqueFd> wait_for_turn(const Env& env) {
  const std::string path = sandbox_folder(env) + ".lock";
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!fd || ::flock(fd.get(), LOCK_EX) != 0)
    return fail_os(fmt::format("cannot lock `{}`", path), errno);
  return fd;
}

Result<pid_t> spawn_server(Env& env, const std::string& python) {
  const std::string log = join_path(sandbox_folder(env), "server.log");
  const UniqueFd fd(::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!fd) return fail_os(fmt::format("cannot write `{}`", log), errno);
  const std::string emulator = join_path(sandbox_folder(env), "emulator");
  return spawn({.argv = {python, join_path(emulator, "server.py"), "--host", "127.0.0.1", "--port",
                         "0", "--ready-file", join_path(sandbox_folder(env), "ready")},
                .environment = server_environment(env),
                .folder = emulator,
                .stdout_fd = fd.get(),
                .stderr_fd = fd.get()});
}

// The cluster beside it has files of its own there, and may go on running.
Status remove_files(Env& env) {
  for (const char* name : {"emulator", "ready", "server.json", "server.log"})
    OPTA_CHECK_OK(env.disk.remove_all(join_path(sandbox_folder(env), name)));
  return {};
}

Result<int> wait_until_ready(Env& env, pid_t pid) {
  const std::string ready = join_path(sandbox_folder(env), "ready");
  for (const auto end = std::chrono::steady_clock::now() + kStartTimeout;
       std::chrono::steady_clock::now() < end; std::this_thread::sleep_for(kPollPeriod)) {
    if (::waitpid(pid, nullptr, WNOHANG) == pid)
      return fail("the emulator ended at once", log_tail(env));
    const std::string text = env.disk.read(ready, 64).value_or(std::string());
    int port = 0;
    std::from_chars(text.data(), text.data() + text.size(), port);
    if (port > 0 && is_healthy(port)) return port;
  }
  ::kill(pid, SIGKILL);
  return fail("the emulator did not answer in time", log_tail(env));
}

}  // namespace

std::string SandboxServer::endpoint() const {
  return fmt::format("http://127.0.0.1:{}", port);
}

std::optional<SandboxServer> find_sandbox(Env& env) {
  const auto text = env.disk.read(record_path(env), kFileBytesMax);
  if (!text) return std::nullopt;
  const Json record = Json::parse(*text, nullptr, false);
  const auto number = [&record](const char* key) {
    const bool there =
        record.is_object() && record.contains(key) && record[key].is_number_unsigned();
    return there ? record[key].get<std::uint64_t>() : 0;
  };
  SandboxServer server{.pid = static_cast<int>(number("pid")),
                       .port = static_cast<int>(number("port"))};
  if (server.pid == 0 || !is_alive({.pid = server.pid, .start_time = number("started")}))
    return std::nullopt;
  server.answers = is_healthy(server.port);
  return server;
}

Result<SandboxServer> start_sandbox(Env& env, const FileSystem& library) {
  OPTA_CHECK_OK(env.disk.make_folders(parent_folder(sandbox_folder(env))));
  const UniqueFd lock = OPTA_TRY(wait_for_turn(env));
  if (const auto running = find_sandbox(env)) {
    if (running->answers) return *running;
    return fail(fmt::format("the sandbox's emulator (process {}) does not answer", running->pid),
                "`opta sandbox down` ends it");
  }
  if (env.disk.kind(record_path(env)) == FileKind::kFile) {
    env.err(
        "The sandbox that ran before is gone, with all that was in it. A new one is started.\n");
  }
  const std::string python = OPTA_TRY(find_python(env));
  OPTA_CHECK_OK(remove_files(env));
  OPTA_CHECK_OK(
      write_out(library, "sandbox/emulator", env.disk, join_path(sandbox_folder(env), "emulator")));
  const pid_t pid = OPTA_TRY(spawn_server(env, python));
  const int port = OPTA_TRY(wait_until_ready(env, pid));
  const auto identity = identify(pid);
  if (!identity) return fail("the emulator ended at once", log_tail(env));
  const Json record = {{"pid", pid}, {"port", port}, {"started", identity->start_time}};
  OPTA_CHECK_OK(env.disk.write(record_path(env), record.dump() + "\n", 0600));
  return SandboxServer{.pid = pid, .port = port, .answers = true};
}

Result<bool> stop_sandbox(Env& env) {
  const auto server = find_sandbox(env);
  if (server) {
    ::kill(server->pid, SIGTERM);
    const auto end = std::chrono::steady_clock::now() + kStopTimeout;
    while (::kill(server->pid, 0) == 0 && std::chrono::steady_clock::now() < end) {
      ::waitpid(server->pid, nullptr, WNOHANG);  // only when it is our child
      std::this_thread::sleep_for(kPollPeriod);
    }
    if (::kill(server->pid, 0) == 0) ::kill(server->pid, SIGKILL);
  }
  OPTA_CHECK_OK(remove_files(env));
  return server.has_value();
}

}  // namespace opta
