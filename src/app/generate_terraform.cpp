#include "app/generate_terraform.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/consent.h"
#include "app/front_end.h"
#include "app/generated_folder.h"
#include "app/report.h"
#include "base/text.h"

namespace opta {

namespace {

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
  return report_error(env, Code::kUsage, {.message = message, .help = help});
}

}  // namespace

Exit generate_terraform(Env& env, const GenerateArguments& arguments) {
  FrontEnd front(env);
  const auto layer = front.load(arguments.layer);
  if (!layer) return front.report(arguments.layer.format);
  Stack stack = front.emit(*layer, arguments.remote_backend ? Backend::kRemote : Backend::kLocal);
  front.check_releases(*layer, stack.releases);
  if (front.diagnostics.has_errors()) return front.report(arguments.layer.format);
  front.show_warnings();

  std::string directory = arguments.directory;
  if (directory.empty()) {
    directory = "gen-tf-" + layer->name;
    if (!layer->environment_choice.empty()) directory += "-" + layer->environment_choice;
  }
  auto folder = GeneratedFolder::open(env.disk, directory);
  if (!folder) return report_error(env, Code::kDiskFailed, folder.error());
  if (!folder->is_empty()) {
    if (!arguments.replace)
      return refuse(env, fmt::format("`{}` is not empty", directory),
                    "name another folder with `-d`, or replace it with `--delete`");
    if (!folder->is_ours()) {
      return refuse(env, fmt::format("`{}` was not written by opta", directory),
                    "it is never deleted: remove it yourself, or name another folder");
    }
    const std::string question =
        fmt::format("Replace what opta wrote into `{}`? [yes/no] ", directory);
    if (const Exit consent = ask(env, question, "yes", arguments.auto_approve);
        consent != Exit::kDone) {
      return consent;
    }
  }
  if (arguments.readme_format == "md") {
    stack.files.push_back({"README.md", readme(*layer, directory, arguments.remote_backend)});
  } else if (arguments.readme_format == "html") {
    stack.files.push_back(
        {"README.html", html_page(readme(*layer, directory, arguments.remote_backend))});
  }
  const auto written = folder->write(stack.files, "generate-terraform " + layer->name);
  if (!written) return report_error(env, Code::kDiskFailed, written.error());
  if (arguments.layer.format == Format::kJson) {
    env.out(nlohmann::json{{"directory", directory}, {"files", written->count}}.dump() + "\n");
  } else {
    env.out(fmt::format("Wrote {} to {}\n", counted(written->count, "file"), directory));
  }
  return Exit::kDone;
}

}  // namespace opta
