#include "plan/drift.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace opta {

namespace {

std::vector<DriftedField> undone_fields(const Plan& plan, const ResourceChange& drifted) {
  std::vector<DriftedField> fields;
  const auto change = std::ranges::find(plan.changes, drifted.address, &ResourceChange::address);
  if (change == plan.changes.end()) return fields;
  std::set<std::string_view> changed;
  for (const FieldChange& field : change->fields) changed.insert(field.path);
  for (const FieldChange& field : drifted.fields) {
    // A provider whose standard tags change reports every tag as changed by others.
    if (field.path.starts_with("tags") || !changed.contains(field.path)) continue;
    fields.push_back({field.path, field.before, field.after, field.sensitive});
  }
  return fields;
}

std::string name_of(const ObjectChange& object) {
  if (object.object_namespace.empty()) return fmt::format("{} {}", object.kind, object.name);
  return fmt::format("{} {} in namespace {}", object.kind, object.name, object.object_namespace);
}

}  // namespace

std::vector<DriftedThing> cloud_drift(const Plan& plan) {
  std::vector<DriftedThing> drift;
  for (const ResourceChange& change : plan.drift) {
    DriftedThing thing{.module = change.module, .name = change.address};
    thing.is_gone = change.action == Action::kDelete;
    if (!thing.is_gone) thing.fields = undone_fields(plan, change);
    if (thing.is_gone || !thing.fields.empty()) drift.push_back(std::move(thing));
  }
  return drift;
}

std::vector<DriftedThing> cluster_drift(const ClusterPlan& plan) {
  std::vector<DriftedThing> drift;
  for (const ReleasePlan& release : plan.releases) {
    for (const ObjectChange& object : release.changes) {
      if (object.action == Action::kNone) continue;
      DriftedThing thing{.module = release.module, .name = name_of(object)};
      thing.is_gone = object.action == Action::kCreate;
      for (const FieldChange& field : object.fields) {
        if (thing.is_gone) break;
        thing.fields.push_back({field.path, field.after, field.before, field.sensitive});
      }
      drift.push_back(std::move(thing));
    }
  }
  return drift;
}

}  // namespace opta
