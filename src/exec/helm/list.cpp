#include "exec/helm/list.h"

#include <charconv>

#include <fmt/format.h>

#include "exec/json.h"

namespace opta::helm {

namespace {

// Helm 3 and 4 write it as text here; a number would do as well.
int revision_at(const lenient::Json& json) {
  const std::string text = lenient::text_at(json, "revision");
  if (text.empty()) return static_cast<int>(lenient::number_at(json, "revision"));
  int revision = 0;
  std::from_chars(text.data(), text.data() + text.size(), revision);
  return revision;
}

}  // namespace

std::vector<std::string> list_arguments(const ListOptions& options, int major_version) {
  std::vector<std::string> arguments = {"list", "--output=json", "--max=0"};
  arguments.push_back(options.release_namespace.empty()
                          ? "--all-namespaces"
                          : fmt::format("--namespace={}", options.release_namespace));
  // Helm 3 leaves out pending releases unless told; Helm 4 shows all and has no such flag.
  if (major_version < 4) arguments.emplace_back("--all");
  return arguments;
}

std::optional<std::vector<ReleaseInfo>> decode_list(std::string_view json_text) {
  const lenient::Json json = lenient::parse(json_text);
  if (!json.is_array()) return std::nullopt;
  std::vector<ReleaseInfo> releases;
  for (const lenient::Json& item : json) {
    releases.push_back({.name = lenient::text_at(item, "name"),
                        .release_namespace = lenient::text_at(item, "namespace"),
                        .revision = revision_at(item),
                        .status = lenient::text_at(item, "status"),
                        .chart = lenient::text_at(item, "chart"),
                        .app_version = lenient::text_at(item, "app_version"),
                        .updated = lenient::text_at(item, "updated")});
  }
  return releases;
}

Result<ReleaseList> list(const Context& context, const ListOptions& options) {
  ClusterText answer =
      OPTA_TRY(text_of(run_on_cluster(context, list_arguments(options, context.major_version))));
  if (answer.failure) return ReleaseList{.failure = std::move(answer.failure)};
  auto releases = decode_list(answer.text);
  if (!releases) return fail("Helm's list of releases cannot be read");
  return ReleaseList{.releases = std::move(*releases)};
}

}  // namespace opta::helm
