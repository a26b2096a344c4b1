#include "plan/plan.h"

namespace opta {

namespace {

// A path can stand twice: an element that goes and one that comes may have the same index. So look
// for a side that exists.
const std::string* value(const ResourceChange& change, std::string_view path,
                         std::string FieldChange::* side) {
  for (const FieldChange& field : change.fields) {
    if (field.path == path && !(field.*side).empty()) return &(field.*side);
  }
  const auto found = change.unchanged.find(path);
  return found == change.unchanged.end() ? nullptr : &found->second;
}

}  // namespace

const std::string* value_before(const ResourceChange& change, std::string_view path) {
  return value(change, path, &FieldChange::before);
}

const std::string* value_after(const ResourceChange& change, std::string_view path) {
  return value(change, path, &FieldChange::after);
}

bool is_empty(const Plan& plan) {
  return plan.changes.empty() && plan.outputs.empty();
}

void ChangeCounts::add(const ResourceChange& change) {
  forget += change.forgotten ? 1 : 0;
  switch (change.action) {
    case Action::kNone:
      break;
    case Action::kRead:
      ++read;
      break;
    case Action::kCreate:
      ++create;
      break;
    case Action::kUpdate:
      ++update;
      break;
    case Action::kDelete:
      ++destroy;
      break;
    case Action::kReplace:
      ++replace;
      break;
  }
}

ChangeCounts count_changes(const Plan& plan) {
  ChangeCounts counts;
  for (const ResourceChange& change : plan.changes) counts.add(change);
  return counts;
}

}  // namespace opta
