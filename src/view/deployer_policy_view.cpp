#include "view/deployer_policy_view.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace opta {

namespace {

std::vector<std::string> words_of(const std::set<Purpose>& purposes) {
  std::vector<std::string> words;
  for (const Purpose purpose : purposes) words.emplace_back(to_string(purpose));
  return words;
}

std::string joined(const std::set<std::string>& words) {
  return join({words.begin(), words.end()}, ", ");
}

std::string because(const ActionReason& reason) {
  std::string text = reason.modules.empty()
                         ? std::string()
                         : fmt::format("{} of {}", joined(reason.types), joined(reason.modules));
  for (const std::string& why : reason.why) text += (text.empty() ? "" : "; ") + why;
  return printable(text);
}

std::map<std::string_view, const ActionReason*> by_action(const DeployerPolicy& policy) {
  std::map<std::string_view, const ActionReason*> reasons;
  for (const ActionReason& reason : policy.reasons) reasons[reason.action] = &reason;
  return reasons;
}

}  // namespace

std::string deployer_policy_text(const Layer& layer, const DeployerPolicy& policy) {
  const auto reasons = by_action(policy);
  std::string text;
  for (const auto& document : policy.documents) {
    for (const PolicyStatement& statement : document) {
      for (const std::string& resource : statement.resources)
        text += printable(resource == "*" ? "everything (*)" : resource) + "\n";
      for (const IamCondition& condition : statement.conditions) {
        text += printable(fmt::format("  if {} {} {}", condition.variable, condition.test,
                                      join(condition.values, ", "))) +
                "\n";
      }
      std::size_t width = 0;
      for (const std::string& action : statement.actions) width = std::max(width, action.size());
      for (const std::string& action : statement.actions) {
        const ActionReason& reason = *reasons.at(action);
        text += fmt::format("  {:{}}  {}: {}\n", action, width,
                            join(words_of(reason.purposes), ", "), because(reason));
      }
      text += "\n";
    }
  }
  text += fmt::format(
      "`{}` needs {}, in {} that IAM takes (`--format json` prints them).\n"
      "What a condition leaves out of the plan is in it: the file alone was read, and no state.\n",
      layer.name, counted(policy.reasons.size(), "action"),
      counted(policy.documents.size(), "document"));
  return text;
}

std::string deployer_policy_json(const Layer& layer, const DeployerPolicy& policy) {
  Json root;
  root["layer"] = layer.name;
  Json documents = Json::array();
  for (const auto& document : policy.documents) documents.push_back(policy_json(document));
  if (documents.size() == 1) root["policy"] = documents[0];
  root["policies"] = std::move(documents);
  root["reasons"] = Json::array();
  for (const ActionReason& reason : policy.reasons) {
    root["reasons"].push_back({{"action", reason.action},
                               {"for", words_of(reason.purposes)},
                               {"modules", reason.modules},
                               {"types", reason.types},
                               {"why", reason.why}});
  }
  root["unknown"] = Json::array();
  for (const UnknownNeed& need : policy.unknown)
    root["unknown"].push_back({{"module", need.module->name}, {"what", need.what}});
  return root.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace opta
