#include "view/rollout_view.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

// "Deployment app" -> "Deployment `app`"
std::string quoted_workload(std::string_view workload) {
  const std::size_t space = workload.find(' ');
  if (space == workload.npos) return fmt::format("`{}`", workload);
  return fmt::format("{} `{}`", workload.substr(0, space), workload.substr(space + 1));
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

}  // namespace

std::string rollout_message(const RolloutProblem& problem, std::string_view release) {
  if (problem.workload.empty()) {
    return fmt::format("the release `{}` fails: {}", release, problem.message);
  }
  return fmt::format("{}{}: {}", quoted_workload(problem.workload),
                     problem.cause == RolloutCause::kJob ? "" : " does not get ready",
                     problem.message);
}

std::vector<std::string> rollout_notes(const RolloutProblem& problem) {
  std::vector<std::string> notes;
  if (!problem.name.empty() && problem.cause != RolloutCause::kSlow) {
    std::string where = problem.container.empty()
                            ? fmt::format("seen at {} `{}`", problem.kind, problem.name)
                            : fmt::format("seen in container `{}` of {} `{}`", problem.container,
                                          problem.kind, problem.name);
    if (problem.count > 1) where += fmt::format(" and at {} more", problem.count - 1);
    notes.push_back(std::move(where));
  }
  notes.insert(notes.end(), problem.facts.begin(), problem.facts.end());
  if (!problem.log.empty()) {
    std::string text = "its last lines:";
    for (const std::string& line : problem.log) text += "\n" + line;
    notes.push_back(std::move(text));
  }
  return notes;
}

std::string serving_text(const std::vector<WorkloadProgress>& workloads) {
  std::vector<std::string> parts;
  for (const WorkloadProgress& workload : workloads) {
    if (workload.kind == "Job") continue;
    parts.push_back(fmt::format("{} has {} of {} ready", quoted_workload(workload.workload()),
                                workload.ready,
                                counted(static_cast<std::size_t>(workload.wanted), "pod")));
  }
  return join(parts, ", ");
}

std::string rollout_data(const RolloutProblem& problem, std::string_view release,
                         std::string_view retry, int revision,
                         const std::vector<WorkloadProgress>& serving) {
  Json json;
  json["cause"] = to_string(problem.cause);
  json["release"] = release;
  json["workload"] = text_or_null(problem.workload);
  json["kind"] = text_or_null(problem.kind);
  json["name"] = text_or_null(problem.name);
  json["container"] = text_or_null(problem.container);
  json["count"] = problem.count;
  json["facts"] = problem.facts;
  json["log"] = problem.log;
  json["advice"] = problem.advice;
  json["retry"] = retry;
  json["serving"] = Json{{"revision", revision > 0 ? Json(revision) : Json(nullptr)},
                         {"workloads", Json::array()}};
  for (const WorkloadProgress& workload : serving) {
    json["serving"]["workloads"].push_back({{"kind", workload.kind},
                                            {"name", workload.name},
                                            {"ready", workload.ready},
                                            {"wanted", workload.wanted}});
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace opta
