#include "emit/deployer_policy.h"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "base/check.h"
#include "catalog/terraform_types.h"
#include "emit/arn_pattern.h"
#include "layer/condition.h"
#include "layer/module_call.h"

namespace opta {

namespace {

std::string_view service_of(std::string_view action) {
  return action.substr(0, action.find(':'));
}

std::string_view partition_of(std::string_view region) {
  if (region.starts_with("us-gov-")) return "aws-us-gov";
  return region.starts_with("cn-") ? "aws-cn" : "aws";
}

using ConditionKey = std::vector<std::tuple<std::string, std::string, std::vector<std::string>>>;

ConditionKey key_of(const std::vector<IamCondition>& conditions) {
  ConditionKey key;
  for (const IamCondition& condition : conditions)
    key.emplace_back(condition.test, condition.variable, condition.values);
  return key;
}

std::vector<IamCondition> conditions_of(const ConditionKey& key) {
  std::vector<IamCondition> conditions;
  for (const auto& [test, variable, values] : key) conditions.push_back({test, variable, values});
  return conditions;
}

class Composer {
 public:
  Composer(const Layer& layer, const Catalog& catalog, const FileSystem& library,
           const DeployerActions& actions)
      : layer_(layer), catalog_(catalog), library_(library), actions_(actions) {}

  DeployerPolicy compose() {
    for (const OwnActions& own : actions_.own) {
      if (applies(own)) add(own.grant, nullptr, {});
    }
    for (const ModuleUse& use : layer_.modules) add_module(use);
    DeployerPolicy policy;
    policy.documents = documents(statements());
    for (auto& [action, reason] : reasons_) policy.reasons.push_back(std::move(reason));
    policy.unknown = std::move(unknown_);
    return policy;
  }

 private:
  bool applies(const OwnActions& own) const {
    const LayerKind kind =
        own.layers == Placement::kService ? LayerKind::kService : LayerKind::kEnvironment;
    if (own.layers && layer_.kind != kind) return false;
    if (own.with_releases && std::ranges::none_of(layer_.modules, [](const ModuleUse& use) {
          return !use.definition->releases.empty();
        })) {
      return false;
    }
    return own.modules.empty() || std::ranges::any_of(own.modules, [&](const std::string& type) {
             return layer_.find_module_of_type(type) != nullptr;
           });
  }

  void add_module(const ModuleUse& use) {
    if (use.definition->status != ModuleStatus::kBuilt || !use.definition->has_terraform) return;
    if (use.definition->call) {
      add_types(use, nullptr, types_of_call(use));
      return;
    }
    add_types(use, use.definition, terraform_types_in(library_, use.definition->folder));
    for (const std::string& type : use.definition->used_types) {
      const ModuleDefinition* used = catalog_.find_type(type);
      OPTA_ASSERT(used != nullptr);
      add_types(use, used, terraform_types_in(library_, used->folder));
    }
  }

  // Of a folder of the user's, what stands in it; of another address nothing is known.
  TerraformTypes types_of_call(const ModuleUse& use) const {
    const std::string source = source_of_call(use);
    TerraformTypes found;
    if (!source.starts_with("./")) {
      found.remote_modules.push_back(source);
      return found;
    }
    for (const UserFile& file : layer_.files) {
      if (file.path.starts_with(source.substr(2) + "/"))
        found.append(terraform_types(file.path, file.content));
    }
    return found;
  }

  // `owner` is the module whose Terraform has the types: `use`'s own, or one that it calls.
  void add_types(const ModuleUse& use, const ModuleDefinition* owner, const TerraformTypes& found) {
    for (const std::string& source : found.remote_modules) add_unknown(use, "module " + source);
    for (const std::string& type : std::set<std::string>(found.types.begin(), found.types.end())) {
      if (!actions_.knows(type)) add_unknown(use, type);
      const auto known = actions_.types.find(type);
      if (known == actions_.types.end()) continue;
      std::vector<std::string> names = {"*"};
      if (owner != nullptr) {
        const auto named = known->second.names.find(owner->type);
        if (named != known->second.names.end()) names = named->second;
      }
      for (const DeployerGrant& grant : known->second.grants) {
        note(grant, use, type);
        const ModuleUse* named = owner == use.definition ? &use : nullptr;
        for (const std::string& name : names) {
          for (const std::string& given : given_names(name, named)) add(grant, named, given);
        }
      }
    }
  }

  void add_unknown(const ModuleUse& use, std::string what) {
    const bool seen = std::ranges::any_of(unknown_, [&](const UnknownNeed& need) {
      return need.module == &use && need.what == what;
    });
    if (!seen) unknown_.push_back({&use, std::move(what)});
  }

  void note(const DeployerGrant& grant, const ModuleUse& use, const std::string& type) {
    for (const std::string& action : grant.actions) {
      ActionReason& reason = reasons_[action];
      reason.modules.insert(use.name);
      reason.types.insert(type);
    }
  }

  // `named` is the module whose name and inputs the templates mean; null: not known here.
  void add(const DeployerGrant& grant, const ModuleUse* named, const std::string& name) {
    const auto fill = [&](const std::string& text) {
      return fill_pattern(text, [&](std::string_view key) -> std::optional<std::string> {
        if (key == "name") return fill_name(name, named);
        return value_of(key, named);
      });
    };
    ConditionKey conditions = key_of(grant.conditions);
    for (auto& [test, variable, values] : conditions) {
      for (std::string& value : values) value = fill(value);
    }
    for (const std::string& action : grant.actions) {
      ActionReason& reason = reasons_[action];
      reason.action = action;
      reason.purposes.insert(grant.purposes.begin(), grant.purposes.end());
      if (!grant.why.empty()) reason.why.insert(grant.why);
      std::vector<std::string>& resources = resources_[{action, conditions}];
      if (grant.resources.empty() || actions_.everywhere.contains(action)) {
        resources.emplace_back("*");
      } else {
        for (const std::string& resource : grant.resources) resources.push_back(fill(resource));
      }
    }
  }

  // The template; none where it is about an input that is not written, one for each item of a list.
  static std::vector<std::string> given_names(const std::string& name, const ModuleUse* named) {
    constexpr std::string_view kInput = "{input.";
    const std::size_t begin = name.find(kInput);
    if (named == nullptr || begin == std::string::npos) return {name};
    const std::size_t end = name.find('}', begin);
    const std::string path = name.substr(begin + kInput.size(), end - begin - kInput.size());
    const Value* whole = named->find_argument(path.substr(0, path.find('.')));
    if (whole != nullptr && whole->kind == ValueKind::kNull) return {};
    const Value* value = value_at(*named, path);
    if (value == nullptr || value->kind != ValueKind::kList) return {name};
    std::vector<std::string> names;
    for (const Value& item : value->items)
      names.push_back(name.substr(0, begin) + (item.is_known() ? item.text : "*") +
                      name.substr(end + 1));
    return names;
  }

  std::string fill_name(const std::string& name, const ModuleUse* named) const {
    return fill_pattern(name, [&](std::string_view key) { return value_of(key, named); });
  }

  std::optional<std::string> value_of(std::string_view key, const ModuleUse* named) const {
    const Layer& root = layer_.root();
    if (key == "partition") return std::string(partition_of(layer_.provider.region));
    if (key == "region") return layer_.provider.region;
    if (key == "account_id") return layer_.provider.account_id;
    if (key == "layer_name") return layer_.name;
    if (key == "env_name") return root.name;
    if (key == "state_bucket") return layer_.state_bucket();
    if (key == "empty") return std::string();
    if (named == nullptr) return std::nullopt;
    if (key == "module_name") return named->name;
    if (!key.starts_with("input.")) return std::nullopt;
    const Value* value = value_at(*named, key.substr(6));
    if (value == nullptr || value->kind != ValueKind::kString) return std::nullopt;
    return value->text;
  }

  // Actions that may be done to the same things stand together.
  std::vector<PolicyStatement> statements() {
    using Key = std::tuple<std::string, std::vector<std::string>, ConditionKey>;
    std::map<Key, std::vector<std::string>> grouped;
    for (auto& [what, resources] : resources_) {
      const auto& [action, conditions] = what;
      grouped[{std::string(service_of(action)), without_covered(std::move(resources)), conditions}]
          .push_back(action);
    }
    std::vector<PolicyStatement> statements;
    for (auto& [key, actions] : grouped) {
      const auto& [service, resources, conditions] = key;
      statements.push_back({.actions = std::move(actions),
                            .resources = resources,
                            .conditions = conditions_of(conditions)});
    }
    return statements;
  }

  static std::size_t size_of(const PolicyStatement& statement) {
    return policy_json({statement}).dump().size();
  }

  // NOLINTNEXTLINE(misc-no-recursion): halves until it fits
  static void append_fitting(PolicyStatement statement, std::vector<PolicyStatement>& into) {
    const auto parts =
        statement.resources.size() > 1 ? &PolicyStatement::resources : &PolicyStatement::actions;
    const std::vector<std::string> whole = statement.*parts;
    if (size_of(statement) <= kPolicyCharactersMax || whole.size() < 2) {
      into.push_back(std::move(statement));
      return;
    }
    const auto middle = whole.begin() + static_cast<std::ptrdiff_t>(whole.size() / 2);
    statement.*parts = std::vector<std::string>(whole.begin(), middle);
    append_fitting(statement, into);
    statement.*parts = std::vector<std::string>(middle, whole.end());
    append_fitting(std::move(statement), into);
  }

  static std::vector<std::vector<PolicyStatement>> documents(
      const std::vector<PolicyStatement>& all) {
    std::vector<PolicyStatement> statements;
    for (const PolicyStatement& statement : all) append_fitting(statement, statements);
    std::map<std::string, int> counts;
    std::vector<std::vector<PolicyStatement>> documents(1);
    for (PolicyStatement& statement : statements) {
      std::string service;
      for (const char c : service_of(statement.actions.front())) {
        if (c != '-') service += c;
      }
      service.front() = static_cast<char>(service.front() - 'a' + 'A');
      statement.sid = fmt::format("{}No{}", service, ++counts[service]);
      documents.back().push_back(statement);
      if (policy_json(documents.back()).dump().size() <= kPolicyCharactersMax) continue;
      if (documents.back().size() == 1) continue;
      documents.back().pop_back();
      documents.push_back({statement});
    }
    return documents;
  }

  const Layer& layer_;
  const Catalog& catalog_;
  const FileSystem& library_;
  const DeployerActions& actions_;
  std::map<std::pair<std::string, ConditionKey>, std::vector<std::string>> resources_;
  std::map<std::string, ActionReason> reasons_;
  std::vector<UnknownNeed> unknown_;
};

}  // namespace

DeployerPolicy deployer_policy(const Layer& layer, const Catalog& catalog,
                               const FileSystem& library, const DeployerActions& actions) {
  return Composer(layer, catalog, library, actions).compose();
}

Json policy_json(const std::vector<PolicyStatement>& statements) {
  Json list = Json::array();
  for (const PolicyStatement& statement : statements) {
    Json item;
    item["Sid"] = statement.sid.empty() ? std::string(32, 'x') : statement.sid;
    item["Effect"] = "Allow";
    item["Action"] = statement.actions;
    item["Resource"] = statement.resources;
    for (const IamCondition& condition : statement.conditions)
      item["Condition"][condition.test][condition.variable] = condition.values;
    list.push_back(std::move(item));
  }
  return Json{{"Version", "2012-10-17"}, {"Statement", list}};
}

}  // namespace opta
