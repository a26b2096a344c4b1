#include "app/language_server.h"

#include <algorithm>
#include <tuple>

#include "app/front_end.h"
#include "app/layer_files.h"
#include "app/report.h"
#include "base/overlay_file_system.h"
#include "catalog/terraform_types.h"
#include "exec/git.h"
#include "lsp/server.h"

namespace opta {

namespace {

// Nothing is run while somebody types.
class NoRunner final : public Runner {
 public:
  Result<Captured> run(const Command&, const LineSink&, const LineSink&, std::stop_token) override {
    return fail("no program is started for an editor");
  }
};

class NoGit final : public GitFetcher {
 public:
  Result<std::string> fetch(const std::string& source) override {
    OPTA_TRY(parse_git_source(source));
    left_out = true;
    return fail("the environment is in git, which is not asked while you edit",
                "`opta validate` fetches it and checks the modules, too");
  }

  bool left_out = false;
};

Env offline(Env& env, FileSystem& disk, Runner& runner) {
  return {.disk = disk, .runner = runner, .variables = env.variables, .today = env.today};
}

class FrontEndWorkbench final : public lsp::Workbench {
 public:
  explicit FrontEndWorkbench(Env& env)
      : overlay_(env.disk), env_(offline(env, overlay_, runner_)), front_(env_, make_git()) {}

  FrontEnd& front() { return front_; }

  const Catalog& catalog() const override { return front_.catalog; }

  std::vector<std::string> resources_of(const ModuleDefinition& module) const override {
    std::vector<std::string> types = terraform_types_in(*front_.library, module.folder).types;
    std::erase_if(types,
                  [](const std::string& type) { return type.find('.') != std::string::npos; });
    std::ranges::sort(types);
    types.erase(std::ranges::unique(types).begin(), types.end());
    return types;
  }

  void put(const std::string& path, const std::string& text) override { overlay_.put(path, text); }
  void drop(const std::string& path) override { overlay_.drop(path); }

  std::optional<std::string> read(const std::string& path) const override {
    auto text = overlay_.read(path, LayerLoader::kFileBytesMax);
    return text ? std::optional(*std::move(text)) : std::nullopt;
  }

  bool exists(const std::string& path) const override {
    return overlay_.kind(path) == FileKind::kFile;
  }

  bool is_layer(const std::string& path, const std::string& text) const override {
    const std::string name = path.substr(path.rfind('/') + 1);
    for (const std::string_view end : {"opta.yaml", "opta.yml"}) {
      if (name == end || name.ends_with("." + std::string(end))) return true;
    }
    const bool is_yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    return is_yaml && looks_like_layer(text);
  }

  lsp::CheckResult check(const std::string& path,
                         const std::vector<std::string>& environments) override {
    front_.start_over();
    git_->left_out = false;
    overlay_.start_watch();
    if (environments.empty()) check_one({.config = path});
    for (const std::string& name : environments) check_one({.config = path, .environment = name});
    lsp::CheckResult result{.diagnostics = distinct(),
                            .left_out_git = git_->left_out,
                            .asked_for = overlay_.asked_for()};
    result.sources = std::move(front_.sources);
    front_.start_over();
    return result;
  }

 private:
  std::unique_ptr<GitFetcher> make_git() {
    auto git = std::make_unique<NoGit>();
    git_ = git.get();
    return git;
  }

  void check_one(const LayerArguments& arguments) {
    // A variable may get its value on the command line.
    const auto layer = front_.load(arguments, false);
    if (layer) front_.check_releases(*layer, emit_releases(*layer, front_.diagnostics).all);
  }

  // Each environment's checks say much that the others' say, too.
  std::vector<Diagnostic> distinct() const {
    std::vector<Diagnostic> kept;
    std::set<std::tuple<Code, std::string, std::uint32_t, std::string>> seen;
    for (Diagnostic& one : front_.diagnostics.sorted()) {
      const std::string path = one.span ? front_.sources.get(one.span.source).path() : "";
      if (seen.emplace(one.code, path, one.span.begin, one.message).second)
        kept.push_back(std::move(one));
    }
    return kept;
  }

  NoRunner runner_;
  OverlayFileSystem overlay_;
  Env env_;
  NoGit* git_ = nullptr;  // the front end's
  FrontEnd front_;
};

}  // namespace

Exit language_server(Env& env) {
  FrontEndWorkbench workbench(env);
  if (workbench.front().diagnostics.has_errors()) {  // OPTA_LIBRARY names no library
    const Diagnostic fault = workbench.front().diagnostics.all()[0];
    return report_error(env, fault.code, {.message = fault.message, .help = fault.help});
  }
  lsp::Server server(workbench,
                     [&env](std::string_view message) { env.out(lsp::framed(message)); });
  lsp::MessageReader reader;
  while (!server.exit_code()) {
    if (const auto piece = reader.next()) {
      server.take(*piece);
      continue;
    }
    auto more = env.read_some(false);
    if (!more) {
      server.settle();
      more = env.read_some(true);
    }
    if (!more || more->empty()) break;  // the editor is gone, or somebody ends us
    reader.feed(*more);
  }
  const bool well = server.exit_code().value_or(server.was_shut_down() ? 0 : 1) == 0;
  return well ? Exit::kDone : Exit::kEngineFailed;
}

}  // namespace opta
