#include "app/generate_terraform.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/consent.h"
#include "app/front_end.h"
#include "app/report.h"
#include "base/text.h"
#include "layer/user_files.h"

namespace opta {

namespace {

// Marks a folder as ours, and lists what we wrote into it.
constexpr std::uint64_t kMarkerBytesMax = 64U << 20U;
constexpr const char* kMarker = kGeneratedMarker;

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

// Only what we wrote goes: a state, a lock file or an override of the user's stays.
Status remove_generated(Env& env, const std::string& directory) {
  std::istringstream files(OPTA_TRY(env.disk.read(join_path(directory, kMarker), kMarkerBytesMax)));
  for (std::string path; std::getline(files, path);) {
    const bool inside =
        !path.empty() && path.front() != '/' && !("/" + path + "/").contains("/../");
    if (inside) OPTA_CHECK_OK(env.disk.remove_all(join_path(directory, path)));
  }
  return {};
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
    const std::string question =
        fmt::format("Replace what opta wrote into `{}`? [yes/no] ", directory);
    if (const Exit consent = ask(env, question, "yes", arguments.auto_approve);
        consent != Exit::kDone) {
      return consent;
    }
    if (auto removed = remove_generated(env, directory); !removed) {
      return report_error(env, Code::kDiskFailed, removed.error());
    }
  }
  if (arguments.readme_format == "md") {
    stack.files.push_back({"README.md", readme(*layer, directory, arguments.remote_backend)});
  } else if (arguments.readme_format == "html") {
    stack.files.push_back(
        {"README.html", html_page(readme(*layer, directory, arguments.remote_backend))});
  }
  std::string marker;
  for (const GeneratedFile& file : stack.files) marker += file.path + "\n";
  stack.files.push_back({kMarker, std::move(marker)});
  for (const GeneratedFile& file : stack.files) {
    if (auto written = env.disk.write(join_path(directory, file.path), file.content); !written) {
      return report_error(env, Code::kDiskFailed, written.error());
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
