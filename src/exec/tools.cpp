#include "exec/tools.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "base/digest.h"
#include "base/file_system.h"
#include "base/text.h"

namespace opta {

namespace {

using Json = nlohmann::json;

constexpr std::chrono::seconds kVersionTimeout{30};
constexpr std::uint64_t kCacheFileLimitBytes = 4096;
constexpr const char* kGetEngine =
    "install Terraform 1.11 or newer from https://developer.hashicorp.com/terraform/install or "
    "OpenTofu 1.11 or "
    "newer from https://opentofu.org/docs/intro/install, or name one in OPTA_TERRAFORM";

struct ToolInfo {
  Tool tool;
  std::string_view program;
  std::string_view help;
};

constexpr ToolInfo kTools[] = {
    {Tool::kAws, "aws",
     "it makes the bucket for the state; install the AWS CLI: "
     "https://docs.aws.amazon.com/cli/latest/userguide/"
     "getting-started-install.html"},
    {Tool::kKubectl, "kubectl",
     "it talks to the cluster; install it: https://kubernetes.io/docs/tasks/tools/"},
    {Tool::kHelm, "helm",
     "it installs what runs in the cluster; install Helm 3 or 4: "
     "https://helm.sh/docs/intro/install/"},
    {Tool::kGit, "git", "it fetches an environment from another repository; install git"},
    {Tool::kPython, "python3", "the sandbox runs in it; install Python 3"},
    {Tool::kMotoServer, "moto_server", "it is the sandbox; install it: pip install 'moto[server]'"},
};

const ToolInfo& info_of(Tool tool) {
  return *std::ranges::find(kTools, tool, &ToolInfo::tool);
}

// What must stay the same for a kept version to be believed.
struct FileStamp {
  std::int64_t modified_ns = 0;
  std::int64_t size = 0;
};

std::optional<FileStamp> stamp_of(const std::string& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return std::nullopt;
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  return FileStamp{info.st_mtim.tv_sec * kNanoseconds + info.st_mtim.tv_nsec, info.st_size};
}

// Version managers put a script in the place of the engine, and it picks a version by the folder it
// runs in. Only for a real program does the file decide the version.
bool is_compiled_program(const std::string& path) {
  std::FILE* const file = std::fopen(path.c_str(), "re");
  if (file == nullptr) return false;
  char magic[4] = {};
  const std::size_t count = std::fread(magic, 1, sizeof magic, file);
  std::fclose(file);
  return std::string_view(magic, count) ==
         "\x7f"
         "ELF";
}

std::string cache_path(const std::string& folder, const std::string& program) {
  return join_path(folder, fmt::format("engine-{}.json", sha256_hex(program).substr(0, 16)));
}

std::optional<Engine> cached_engine(const std::string& folder, const std::string& program) {
  const std::optional<FileStamp> stamp = stamp_of(program);
  const Result<std::string> text =
      RealFileSystem().read(cache_path(folder, program), kCacheFileLimitBytes);
  if (!stamp || !text) return std::nullopt;
  const Json json = Json::parse(*text, nullptr, false);
  const Json expected = {
      {"path", program}, {"modified_ns", stamp->modified_ns}, {"size", stamp->size}};
  if (!json.is_object() || json.value("file", Json()) != expected) return std::nullopt;
  const Json answer = json.value("answer", Json());
  const std::optional<terraform::VersionAnswer> version = terraform::decode_version(answer.dump());
  if (!version) return std::nullopt;
  return Engine{program, version->flavour, version->version};
}

void keep_engine(const std::string& folder, const std::string& program, const std::string& answer) {
  const std::optional<FileStamp> stamp = stamp_of(program);
  Json json = Json::parse(answer, nullptr, false);
  if (!stamp || !json.is_object()) return;
  json.erase("provider_selections");  // of no use, and it may be long
  const Json entry = {
      {"file", {{"path", program}, {"modified_ns", stamp->modified_ns}, {"size", stamp->size}}},
      {"answer", json}};
  // Without a cache we are only slower.
  static_cast<void>(RealFileSystem().write(cache_path(folder, program), entry.dump(), 0600));
}

Result<Engine> ask_engine(Runner& runner, const Environment& environment,
                          const std::string& program, const std::string& cache_folder) {
  const bool cacheable = !cache_folder.empty() && is_compiled_program(program);
  if (cacheable) {
    if (auto engine = cached_engine(cache_folder, program)) return *engine;
  }
  Command command{.argv = terraform::version_arguments(), .environment = environment};
  command.argv.insert(command.argv.begin(), program);
  command.timeout = kVersionTimeout;
  const Captured captured = OPTA_TRY(runner.run(command));
  const auto version = terraform::decode_version(captured.out);
  if (!captured.succeeded() || !version) {
    return fail(fmt::format("`{}` does not say which version it is", program),
                std::string(trim(captured.err)));
  }
  if (cacheable) keep_engine(cache_folder, program, captured.out);
  return Engine{program, version->flavour, version->version};
}

std::string too_old(const Engine& engine) {
  return fmt::format("{} {} at `{}` is older than {}", terraform::to_string(engine.flavour),
                     terraform::to_string(engine.version), engine.path,
                     terraform::to_string(kOldestEngine));
}

}  // namespace

Result<Engine> find_engine(Runner& runner, const Environment& environment,
                           const std::string& cache_folder) {
  const std::string chosen(value_of(environment, "OPTA_TERRAFORM"));
  const std::vector<std::string> names =
      chosen.empty() ? std::vector<std::string>{"terraform", "tofu"} : std::vector{chosen};
  std::optional<Error> first_problem;
  for (const std::string& name : names) {
    const std::optional<std::string> program = find_program(name, environment);
    if (!program) continue;
    Result<Engine> engine = ask_engine(runner, environment, *program, cache_folder);
    if (engine && engine->version >= kOldestEngine) return engine;
    if (first_problem) continue;
    first_problem = engine ? Error{too_old(*engine), kGetEngine} : engine.error();
  }
  if (first_problem) return tl::make_unexpected(std::move(*first_problem));
  if (!chosen.empty()) {
    return fail(fmt::format("OPTA_TERRAFORM names `{}`, which is not there", chosen), kGetEngine);
  }
  return fail("neither `terraform` nor `tofu` is installed", kGetEngine);
}

std::string_view program_name(Tool tool) {
  return info_of(tool).program;
}

Result<std::string> find_tool(Tool tool, const Environment& environment) {
  const ToolInfo& info = info_of(tool);
  if (auto path = find_program(info.program, environment)) return *path;
  return fail(fmt::format("`{}` is not installed", info.program), std::string(info.help), ENOENT);
}

int aws_major_version(std::string_view version_text) {
  constexpr std::string_view kPrefix = "aws-cli/";
  const std::size_t begin = version_text.find(kPrefix);
  if (begin == std::string_view::npos) return 0;
  version_text.remove_prefix(begin + kPrefix.size());
  int major = 0;
  std::from_chars(version_text.data(), version_text.data() + version_text.size(), major);
  return major;
}

}  // namespace opta
