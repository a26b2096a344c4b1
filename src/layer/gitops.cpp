#include "layer/gitops.h"

#include <algorithm>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/suggest.h"
#include "base/text.h"
#include "layer/document.h"
#include "layer/message.h"
#include "layer/scope.h"
#include "yaml/map_reader.h"

namespace opta {

namespace {

const std::vector<std::string> kTools = {"argocd", "flux"};
constexpr const char* kArgoCdNamespace = "argocd";
constexpr const char* kFluxNamespace = "flux-system";
constexpr const char* kDefaultBranch = "main";

class GitOpsDecoder {
 public:
  GitOpsDecoder(const Document& document, const Layer& layer, const Scope& scope,
                const SourceMap& sources, Diagnostics& diagnostics)
      : node_(*document.gitops),
        environments_(document.environments.size()),
        layer_(layer),
        scope_(scope),
        sources_(sources),
        diagnostics_(diagnostics) {}

  std::optional<GitOps> decode() {
    const std::size_t errors_before = diagnostics_.error_count();
    yaml::MapReader reader(node_, "`gitops`", diagnostics_);
    const auto tool = taken(reader, "tool", true);
    const auto repository = taken(reader, "repository", true);
    const auto path = taken(reader, "path");
    const auto branch = taken(reader, "branch");
    const auto tool_namespace = taken(reader, "namespace");
    const auto secret = taken(reader, "secret");
    reader.finish();
    if (tool) check_tool(*tool);
    if (diagnostics_.error_count() != errors_before) return std::nullopt;
    const bool flux = tool->text == "flux";
    GitOps gitops{.tool = flux ? GitOpsTool::kFlux : GitOpsTool::kArgoCd,
                  .repository = checked_repository(*repository, flux),
                  .path = path ? checked_path(*path) : default_path(),
                  .branch = branch ? checked_branch(*branch) : kDefaultBranch,
                  .tool_namespace = flux ? kFluxNamespace : kArgoCdNamespace,
                  .span = node_.span};
    if (tool_namespace) gitops.tool_namespace = checked_name(*tool_namespace, "a namespace");
    if (secret) {
      gitops.secret = checked_name(*secret, "a Secret");
      if (!flux) {
        fault(secret->span, "Argo CD is told of no `secret`",
              "it finds the credentials by the repository's URL: take `secret` out");
      }
    }
    check_environments(path.has_value());
    if (diagnostics_.error_count() != errors_before) return std::nullopt;
    return gitops;
  }

 private:
  // The text with its interpolations filled in; nothing when the key is not there.
  std::optional<Value> taken(yaml::MapReader& reader, std::string_view key, bool required = false) {
    if (!reader.take_text(key, required)) return std::nullopt;
    return interpolate(*node_.find(key), scope_, sources_, diagnostics_);
  }

  Diagnostic& fault(Span span, std::string message, std::string help) {
    return diagnostics_.report(Code::kGitOps, span, std::move(message), std::move(help));
  }

  void check_tool(const Value& tool) {
    if (!tool.is_known() || std::ranges::find(kTools, tool.text) != kTools.end()) return;
    std::string help = did_you_mean(tool.text, kTools);
    if (help.empty()) help = fmt::format("it is one of {}", quoted_list(kTools, "or"));
    diagnostics_.report(Code::kValueNotAllowed, tool.span,
                        fmt::format("`{}` is no tool that deploys from git", shown(tool.text)),
                        std::move(help));
  }

  std::string checked_repository(const Value& value, bool flux) {
    static const RE2 url("(https|ssh)://[^\\s/]+/\\S+");
    static const RE2 short_form("([A-Za-z0-9._-]+@[A-Za-z0-9._-]+):([^\\s/]\\S*)");
    // Over SSH a user alone is none: it is `git`.
    static const RE2 password("[^:/]+://[^/@]*:[^/]*@.*|https?://[^/]*@.*");
    if (!value.is_known()) return {};
    std::string host;
    std::string path;
    if (RE2::FullMatch(value.text, password)) {
      fault(value.span, "the repository's URL holds a password or a user",
            "leave it out: the tool has credentials of its own")
          .holds_secret = true;
    } else if (RE2::FullMatch(value.text, short_form, &host, &path)) {
      if (flux) {
        fault(value.span, fmt::format("Flux does not take `{}`", shown(value.text)),
              fmt::format("write `ssh://{}/{}`", shown(host), shown(path)));
      }
    } else if (!RE2::FullMatch(value.text, url)) {
      fault(value.span, fmt::format("`{}` is no repository's URL", shown(value.text)),
            "such as `https://github.com/acme/deploy.git` or `ssh://git@github.com/acme/deploy`");
    }
    return value.text;
  }

  std::string checked_path(const Value& value) {
    static const RE2 form("[A-Za-z0-9._][A-Za-z0-9._-]*(/[A-Za-z0-9._][A-Za-z0-9._-]*)*/?");
    if (!value.is_known()) return {};
    std::string path = value.text;
    if (path.starts_with("./")) path.erase(0, 2);
    if (!RE2::FullMatch(path, form) || fmt::format("/{}/", path).contains("/../")) {
      fault(value.span, fmt::format("`{}` is no folder of the repository", shown(value.text)),
            "its path from the repository's top, of letters, digits, `.`, `_`, `-` and `/`");
    }
    if (path.ends_with('/')) path.pop_back();
    return path;
  }

  std::string checked_branch(const Value& value) {
    static const RE2 form("[A-Za-z0-9_][A-Za-z0-9._/-]*");
    if (value.is_known() && !RE2::FullMatch(value.text, form)) {
      fault(value.span, fmt::format("`{}` is no branch", shown(value.text)),
            "letters, digits, `.`, `_`, `-` and `/`");
    }
    return value.text;
  }

  std::string checked_name(const Value& value, std::string_view what) {
    static const RE2 form("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    if (value.is_known() && !RE2::FullMatch(value.text, form)) {
      fault(value.span, fmt::format("`{}` is no name of {}", shown(value.text), what),
            "at most 63 lower case letters, digits and hyphens");
    }
    return value.text;
  }

  std::string default_path() const {
    if (environments_ < 2) return layer_.name;
    return fmt::format("{}/{}", layer_.name, layer_.environment_choice);
  }

  // Two environments in one folder would each take the other's manifests away.
  void check_environments(bool has_path) {
    if (environments_ < 2 || !has_path) return;
    for (const char* key : {"path", "branch", "repository"}) {
      const yaml::Node* node = node_.find(key);
      if (node != nullptr && node->text.contains('{')) return;
    }
    fault(node_.find("path")->span, "all environments of the file would share this folder",
          "put the environment into it, such as `path: services/hello/{env}`, or leave `path` out");
  }

  const yaml::Node& node_;
  std::size_t environments_;
  const Layer& layer_;
  const Scope& scope_;
  const SourceMap& sources_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::optional<GitOps> decode_gitops(const Document& document, const Layer& layer,
                                    const Scope& scope, const SourceMap& sources,
                                    Diagnostics& diagnostics) {
  if (document.gitops == nullptr) return std::nullopt;
  if (layer.kind == LayerKind::kEnvironment) {
    diagnostics.report(Code::kGitOps, document.gitops->span, "an environment has no `gitops`",
                       "it belongs into a service's file: what an environment's cluster needs, "
                       "Opta installs itself");
    return std::nullopt;
  }
  return GitOpsDecoder(document, layer, scope, sources, diagnostics).decode();
}

std::string_view tool_name(const GitOps& gitops) {
  return gitops.tool == GitOpsTool::kFlux ? "Flux" : "Argo CD";
}

std::string deployer_of(const GitOps& gitops) {
  return fmt::format("{} from {}, {} ({})", tool_name(gitops), gitops.repository, gitops.path,
                     gitops.branch);
}

}  // namespace opta
