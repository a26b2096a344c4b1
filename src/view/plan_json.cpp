#include "view/plan_json.h"

#include <nlohmann/json.hpp>

#include "emit/release.h"

namespace opta {

namespace {

using nlohmann::ordered_json;

ordered_json text_or_null(const std::string& text) {
  return text.empty() ? ordered_json() : ordered_json(text);
}

// A value of the model is JSON as text. A hidden one is null: a mask is no value.
ordered_json value_json(const std::string& text, bool sensitive) {
  if (text.empty() || sensitive) return nullptr;
  ordered_json value = ordered_json::parse(text, nullptr, false);
  return value.is_discarded() ? ordered_json(text) : value;
}

template <class Change>
void add_values(ordered_json& object, const Change& change) {
  object["before"] = value_json(change.before, change.sensitive);
  object["after"] = value_json(change.after, change.sensitive);
  object["known_after_apply"] = change.known_after_apply;
  object["sensitive"] = change.sensitive;
}

ordered_json change_json(const ResourceChange& change) {
  ordered_json fields = ordered_json::array();
  for (const FieldChange& field : change.fields) {
    ordered_json object = {{"path", field.path}};
    add_values(object, field);
    object["forces_replacement"] = field.forces_replacement;
    fields.push_back(std::move(object));
  }
  return {{"address", change.address},
          {"module", text_or_null(change.module)},
          {"type", change.type},
          {"name", change.name},
          {"index", value_json(change.index, false)},
          {"action", to_string(change.action)},
          {"action_reason", text_or_null(change.action_reason)},
          {"create_before_destroy", change.create_before_destroy},
          {"forgotten", change.forgotten},
          {"deposed", text_or_null(change.deposed)},
          {"previous_address", text_or_null(change.previous_address)},
          {"import_id", text_or_null(change.import_id)},
          {"fields", std::move(fields)}};
}

ordered_json risk_json(const Assessment& assessment) {
  return {{"level", to_string(assessment.risk)},
          {"reason", text_or_null(assessment.reason)},
          {"exposes", assessment.exposes()},
          {"exposure", text_or_null(assessment.exposure)}};
}

ordered_json summary_json(const Plan& plan, const PlanRisk& risk) {
  const ChangeCounts counts = count_changes(plan);
  return {{"create", counts.create},
          {"update", counts.update},
          {"replace", counts.replace},
          {"delete", counts.destroy},
          {"read", counts.read},
          {"forget", counts.forget},
          {"unchanged", plan.unchanged_count},
          {"risk", to_string(risk.worst)},
          {"loses_data", risk.loses_data_count},
          {"interrupts", risk.interrupts_count},
          {"exposes", risk.exposes_count}};
}

}  // namespace

ordered_json plan_json(const Plan& plan, const PlanRisk& risk) {
  ordered_json changes = ordered_json::array();
  for (std::size_t i = 0; i < plan.changes.size(); ++i) {
    ordered_json change = change_json(plan.changes[i]);
    change["risk"] = risk_json(risk.of[i]);
    changes.push_back(std::move(change));
  }
  ordered_json outputs = ordered_json::object();
  for (const OutputChange& output : plan.outputs) {
    if (output.name.starts_with(kOwnOutputPrefix)) continue;
    ordered_json object = {{"action", to_string(output.action)}};
    add_values(object, output);
    outputs[output.name] = std::move(object);
  }
  ordered_json drift = ordered_json::array();
  for (const ResourceChange& change : plan.drift) drift.push_back(change_json(change));
  return {{"format", kPlanJsonFormat},     {"terraform_version", plan.terraform_version},
          {"empty", is_empty(plan)},       {"complete", plan.complete},
          {"errored", plan.errored},       {"summary", summary_json(plan, risk)},
          {"changes", std::move(changes)}, {"outputs", std::move(outputs)},
          {"drift", std::move(drift)}};
}

}  // namespace opta
