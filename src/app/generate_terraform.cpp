#include "app/generate_terraform.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/front_end.h"
#include "base/text.h"

namespace opta {

namespace {

// Marks a folder as ours: only such a one is replaced.
constexpr const char* kMarker = ".opta-generated";

std::string readme(const Layer& layer, const std::string& directory, bool remote) {
  std::string text = fmt::format(
      "# Terraform of `{}`\n\nWritten by opta {} from `{}`. It is plain Terraform and needs no "
      "opta:\n\n",
      layer.name, OPTA_VERSION, layer.path);
  text += fmt::format("    cd {}\n    terraform init\n    terraform plan\n    terraform apply\n\n",
                      directory);
  text += remote ? fmt::format(
                       "The state is the object `{}` of the bucket `{}`, as with `opta apply`; the "
                       "bucket must exist.\n",
                       layer.name, layer.state_bucket())
                 : std::string(
                       "The state is the file `terraform.tfstate` beside it. Keep it safe; for a "
                       "team use `--backend remote`.\n");
  return text;
}

// The text as it is, for a browser.
std::string html_page(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '<')
      escaped += "&lt;";
    else if (c == '&')
      escaped += "&amp;";
    else
      escaped += c;
  }
  return fmt::format(
      "<!doctype html><meta charset=\"utf-8\"><title>Terraform</title><pre>{}</pre>\n", escaped);
}

Exit refuse(Env& env, const std::string& message, const std::string& help) {
  env.err(fmt::format("error[{}]: {}\n  = help: {}\n", info(Code::kUsage).id, message, help));
  return Exit::kUsage;
}

}  // namespace

Exit generate_terraform(Env& env, const GenerateArguments& arguments) {
  FrontEnd front(env);
  const auto layer = front.load(arguments.layer);
  if (!layer) return front.report(arguments.layer.format);
  Stack stack = front.emit(*layer, arguments.remote_backend ? Backend::kRemote : Backend::kLocal);
  if (front.diagnostics.has_errors()) return front.report(arguments.layer.format);
  front.show_warnings();

  std::string directory = arguments.directory;
  if (directory.empty()) {
    directory = "gen-tf-" + layer->name;
    if (!layer->environment_choice.empty()) directory += "-" + layer->environment_choice;
  }
  const bool occupied = env.disk.kind(directory) != FileKind::kMissing &&
                        !env.disk.list(directory).value_or(std::vector<std::string>{"?"}).empty();
  if (occupied) {
    if (!arguments.replace)
      return refuse(env, fmt::format("`{}` is not empty", directory),
                    "name another folder with `-d`, or replace it with `--delete`");
    if (env.disk.kind(join_path(directory, kMarker)) == FileKind::kMissing) {
      return refuse(env, fmt::format("`{}` was not written by opta", directory),
                    "it is never deleted: remove it yourself, or name another folder");
    }
    if (!arguments.auto_approve && env.in_is_terminal &&
        env.ask(fmt::format("Replace what stands in `{}`? [y/N] ", directory)) != "y")
      return Exit::kInterrupted;
    if (!arguments.auto_approve && !env.in_is_terminal)
      return refuse(env, "replacing a folder needs your word", "add `--auto-approve`");
    if (auto removed = env.disk.remove_all(directory); !removed)
      return refuse(env, removed.error().message, "check the folder's permissions");
  }
  if (arguments.readme_format == "md") {
    stack.files.push_back({"README.md", readme(*layer, directory, arguments.remote_backend)});
  } else if (arguments.readme_format == "html") {
    stack.files.push_back(
        {"README.html", html_page(readme(*layer, directory, arguments.remote_backend))});
  }
  stack.files.push_back({kMarker,
                         "This folder was written by `opta generate-terraform`, which may replace "
                         "it with --delete.\n"});
  for (const GeneratedFile& file : stack.files) {
    if (auto written = env.disk.write(join_path(directory, file.path), file.content); !written) {
      return refuse(env, written.error().message,
                    "check the folder's permissions and the space on the disk");
    }
  }
  if (arguments.layer.format == Format::kJson) {
    env.out(nlohmann::json{{"directory", directory}, {"files", stack.files.size()}}.dump() + "\n");
  } else {
    env.out(fmt::format("Wrote {} to {}\n", counted(stack.files.size(), "file"), directory));
  }
  return Exit::kDone;
}

}  // namespace opta
