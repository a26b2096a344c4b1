#include "view/upgrade_view.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace opta {

namespace {

using nlohmann::ordered_json;

std::string when(Day day, Day today) {
  const auto days = (day - today).count();
  if (days < 0) return fmt::format("ended {}", to_string(day));
  return fmt::format("ends {}, in {}", to_string(day),
                     counted(static_cast<std::size_t>(days), "day"));
}

std::string title(const UpgradeStep& step) {
  return fmt::format("{} {} -> {}", step.component.empty() ? "Kubernetes" : step.component,
                     step.from, step.to);
}

std::string ends_text(const UpgradeReport& report, const Compatibility& matrix) {
  std::string text = "\nSupport\n";
  for (const KubernetesSupport& support : matrix.kubernetes) {
    if (compare_versions(support.version, report.kubernetes) < 0) continue;
    text += fmt::format("  Kubernetes {}: standard {}; extended, charged for, {}\n",
                        support.version, when(support.standard_ends, report.today),
                        when(support.extended_ends, report.today));
  }
  for (const Installed& one : report.installed) {
    if (!one.version->support_ends) continue;
    text += fmt::format("  {}: {}\n", one.title(), when(*one.version->support_ends, report.today));
    if (!one.version->note.empty()) text += fmt::format("    {}\n", one.version->note);
  }
  return text;
}

std::string steps_text(const UpgradeReport& report, const Compatibility& matrix) {
  std::string text;
  int number = 0;
  for (const UpgradeStep& step : report.path.steps) {
    text += fmt::format("  {}. {}\n", ++number, title(step));
    text += step.component.empty()
                ? fmt::format("     write `{}: \"{}\"` ({}), then `opta apply`\n",
                              matrix.kubernetes_input, step.to, report.file_place)
                : std::string("     `opta apply` installs it, with the file as it is by then\n");
    for (const std::string& change : step.changes) text += fmt::format("     {}\n", change);
    for (const Conflict& caveat : step.caveats) text += fmt::format("     ! {}\n", caveat.message);
  }
  return text;
}

ordered_json conflict_json(const Conflict& conflict) {
  return {{"message", conflict.message}, {"reason", conflict.reason}};
}

ordered_json conflicts_json(const std::vector<Conflict>& conflicts) {
  ordered_json list = ordered_json::array();
  for (const Conflict& conflict : conflicts) list.push_back(conflict_json(conflict));
  return list;
}

}  // namespace

std::string upgrade_text(const UpgradeReport& report, const Compatibility& matrix) {
  std::string text = fmt::format("`{}` has Kubernetes {}", report.layer, report.kubernetes);
  std::vector<std::string> names;
  names.reserve(report.installed.size());
  for (const Installed& one : report.installed) names.push_back(one.title());
  if (!names.empty()) text += " with " + join(names, ", ");
  text += ".\n" + ends_text(report, matrix);
  if (report.path.steps.empty()) {
    text += "\nThere is no newer version to go to.\n";
  } else {
    text += fmt::format("\nThe way to Kubernetes {}\n{}", report.path.kubernetes,
                        steps_text(report, matrix));
  }
  for (const auto& [version, reasons] : report.path.held_back) {
    text += fmt::format("\nKubernetes {} cannot be reached:\n", version);
    for (const Conflict& reason : reasons) text += fmt::format("  {}\n", reason.reason);
    if (reasons.empty()) text += "  every way to it has versions that exclude each other\n";
  }
  return text;
}

std::string upgrade_json(const UpgradeReport& report, const Compatibility& matrix) {
  ordered_json support = ordered_json::array();
  for (const KubernetesSupport& one : matrix.kubernetes) {
    if (compare_versions(one.version, report.kubernetes) < 0) continue;
    support.push_back({{"name", "kubernetes"},
                       {"version", one.version},
                       {"standard_support_ends", to_string(one.standard_ends)},
                       {"extended_support_ends", to_string(one.extended_ends)}});
  }
  ordered_json components = ordered_json::object();
  for (const Installed& one : report.installed) {
    components[one.component->name] = one.version->version;
    if (!one.version->support_ends) continue;
    support.push_back({{"name", one.component->name},
                       {"version", one.version->version},
                       {"support_ends", to_string(*one.version->support_ends)}});
  }
  ordered_json steps = ordered_json::array();
  for (const UpgradeStep& step : report.path.steps) {
    steps.push_back({{"name", step.component.empty() ? "kubernetes" : step.component},
                     {"from", step.from},
                     {"to", step.to},
                     {"changes", step.changes},
                     {"caveats", conflicts_json(step.caveats)}});
  }
  ordered_json held_back = ordered_json::array();
  for (const auto& [version, reasons] : report.path.held_back)
    held_back.push_back({{"kubernetes", version}, {"reasons", conflicts_json(reasons)}});
  return ordered_json{{"layer", report.layer},
                      {"today", to_string(report.today)},
                      {"kubernetes", report.kubernetes},
                      {"components", components},
                      {"support", support},
                      {"target", report.path.kubernetes},
                      {"steps", steps},
                      {"held_back", held_back}}
             .dump() +
         "\n";
}

}  // namespace opta
