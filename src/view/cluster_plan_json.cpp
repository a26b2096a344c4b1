#include "view/cluster_plan_json.h"

#include <nlohmann/json.hpp>

namespace opta {

namespace {

using nlohmann::ordered_json;

ordered_json or_null(const std::string& text) {
  return text.empty() ? ordered_json() : ordered_json(text);
}

// A hidden value is null: a mask is no value.
ordered_json scalar(const std::string& text, const FieldChange& field) {
  if (text.empty() || field.sensitive) return nullptr;
  ordered_json value = ordered_json::parse(text, nullptr, false);
  return value.is_discarded() ? ordered_json(text) : value;
}

ordered_json fields_json(const std::vector<FieldChange>& fields) {
  ordered_json list = ordered_json::array();
  for (const FieldChange& field : fields) {
    list.push_back({{"path", field.path},
                    {"before", scalar(field.before, field)},
                    {"after", scalar(field.after, field)},
                    {"known_after_apply", field.known_after_apply},
                    {"sensitive", field.sensitive},
                    {"forces_replacement", field.forces_replacement}});
  }
  return list;
}

ordered_json object_json(const ObjectChange& change) {
  return {{"api_version", change.api_version},
          {"kind", change.kind},
          {"namespace", or_null(change.object_namespace)},
          {"name", change.name},
          {"source", or_null(change.source)},
          {"action", to_string(change.action)},
          {"owner", or_null(change.owner)},
          {"risk",
           {{"level", to_string(change.assessment.risk)},
            {"reason", or_null(change.assessment.reason)},
            {"exposes", change.assessment.exposes()},
            {"exposure", or_null(change.assessment.exposure)}}},
          {"fields", fields_json(change.fields)}};
}

ordered_json release_json(const ReleasePlan& release) {
  ordered_json objects = ordered_json::array();
  for (const ObjectChange& change : release.changes) objects.push_back(object_json(change));
  ordered_json hooks = ordered_json::array();
  for (const HookRun& hook : release.hooks) {
    hooks.push_back({{"kind", hook.kind}, {"name", hook.name}, {"event", hook.event}});
  }
  return {{"release", release.release},
          {"namespace", release.release_namespace},
          {"module", or_null(release.module)},
          {"action", to_string(release.action)},
          {"unchanged", release.unchanged_count},
          {"handed_over", release.handed_over},
          {"unfinished", or_null(release.unfinished)},
          {"objects", std::move(objects)},
          {"hooks", std::move(hooks)},
          {"kept", release.kept}};
}

}  // namespace

ordered_json cluster_plan_json(const ClusterPlan& plan) {
  const ObjectCounts counts = count_objects(plan);
  ordered_json releases = ordered_json::array();
  for (const ReleasePlan& release : plan.releases) releases.push_back(release_json(release));
  return {{"empty", is_empty(plan)},
          {"deployed_by", or_null(plan.deployed_by)},
          {"summary",
           {{"create", counts.create},
            {"update", counts.update},
            {"replace", counts.replace},
            {"delete", counts.destroy},
            {"unchanged", counts.unchanged},
            {"loses_data", counts.loses_data},
            {"interrupts", counts.interrupts},
            {"exposes", counts.exposes}}},
          {"releases", std::move(releases)}};
}

}  // namespace opta
