#include "view/running_view.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "base/timestamp.h"
#include "view/rollout_view.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

std::string head_of(const RunningService& service) {
  if (!service.deployed_by.empty()) {
    return fmt::format("{}: deployed by {}\n", service.module, printable(service.deployed_by));
  }
  if (service.revision == 0) {
    return fmt::format("{}: not deployed; `opta apply` deploys it\n", service.module);
  }
  std::string text = fmt::format("{}: revision {}", service.module, service.revision);
  if (service.status != "deployed") text += fmt::format(" ({})", printable(service.status));
  text += fmt::format(", since {}", printable(to_the_second(service.since)));
  if (!service.by.empty()) text += fmt::format(", by {}", printable(service.by));
  return text + "\n";
}

}  // namespace

std::string running_text(const std::vector<RunningService>& services) {
  std::string text;
  for (const RunningService& service : services) {
    text += head_of(service);
    if (service.waits_for_image) {
      text += "  no container runs yet: `opta deploy --build FOLDER` brings the first image\n";
    }
    for (const std::string& image : service.images) text += fmt::format("  {}\n", printable(image));
    if (const std::string serving = serving_text(service.state.workloads); !serving.empty()) {
      text += fmt::format("  {}\n", serving);
    }
    for (const RolloutProblem& problem : service.state.problems) {
      text += fmt::format("  {}\n", rollout_message(problem, service.release));
      for (const std::string& note : rollout_notes(problem)) {
        text += indented(note, 4) + "\n";
      }
      if (!problem.advice.empty()) text += fmt::format("    {}\n", problem.advice);
    }
  }
  return text;
}

std::string running_json(const std::string& layer, const std::vector<RunningService>& services) {
  Json list = Json::array();
  for (const RunningService& service : services) {
    Json workloads = Json::array(), problems = Json::array();
    for (const WorkloadProgress& workload : service.state.workloads) {
      workloads.push_back({{"kind", workload.kind},
                           {"name", workload.name},
                           {"wanted", workload.wanted},
                           {"ready", workload.ready},
                           {"updated_ready", workload.updated_ready}});
    }
    for (const RolloutProblem& problem : service.state.problems) {
      problems.push_back({{"cause", to_string(problem.cause)},
                          {"workload", problem.workload},
                          {"message", problem.message},
                          {"facts", problem.facts},
                          {"advice", problem.advice}});
    }
    list.push_back(
        {{"module", service.module},
         {"release", service.release},
         {"namespace", service.release_namespace},
         {"revision", service.revision},
         {"status", service.status},
         {"chart", service.chart},
         {"deployed_by", service.deployed_by.empty() ? Json() : Json(service.deployed_by)},
         {"since", service.since},
         {"by", service.by},
         {"images", service.images},
         {"workloads", std::move(workloads)},
         {"problems", std::move(problems)}});
  }
  return Json{{"layer", layer}, {"services", std::move(list)}}.dump(-1, ' ', false,
                                                                    Json::error_handler_t::replace);
}

}  // namespace opta
