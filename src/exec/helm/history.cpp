#include "exec/helm/history.h"

#include <algorithm>

#include <fmt/format.h>

#include "exec/json.h"

namespace opta::helm {

int last_good_revision(const std::vector<Revision>& revisions) {
  int last = 0;
  for (const Revision& revision : revisions) {
    if (revision.status == "deployed" || revision.status == "superseded") {
      last = std::max(last, revision.number);
    }
  }
  return last;
}

std::vector<std::string> history_arguments(const HistoryOptions& options) {
  return {"history", options.release, fmt::format("--namespace={}", options.release_namespace),
          "--output=json"};
}

std::optional<std::vector<Revision>> decode_history(std::string_view json_text) {
  const lenient::Json json = lenient::parse(json_text);
  if (!json.is_array()) return std::nullopt;
  std::vector<Revision> revisions;
  for (const lenient::Json& item : json) {
    revisions.push_back({.number = static_cast<int>(lenient::number_at(item, "revision")),
                         .status = lenient::text_at(item, "status"),
                         .chart = lenient::text_at(item, "chart"),
                         .description = lenient::text_at(item, "description"),
                         .updated = lenient::text_at(item, "updated")});
  }
  return revisions;
}

Result<History> history(const Context& context, const HistoryOptions& options) {
  ClusterText answer = OPTA_TRY(text_of(run_on_cluster(context, history_arguments(options))));
  if (answer.failure) {
    if (answer.failure->kind == ClusterFailureKind::kNotFound) return History{};
    return History{.failure = std::move(answer.failure)};
  }
  auto revisions = decode_history(answer.text);
  if (!revisions) return fail("Helm's history of a release cannot be read");
  return History{.revisions = std::move(*revisions)};
}

}  // namespace opta::helm
