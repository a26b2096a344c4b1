// What a plan with import blocks would do to the things that it takes over. Pure.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "plan/plan.h"
#include "plan/risk.h"

namespace opta {

// A part of an existing thing. `change` points into the plan.
struct AdoptedPart {
  const ResourceChange* change = nullptr;
  std::string id = {};                     // empty: it is not there, and the plan makes it
  std::vector<FieldChange> fields = {};    // that would be other ones in the cloud
  std::vector<std::string> new_tags = {};  // keys of tags that are added
  Assessment assessment = {};

  bool is_new() const { return id.empty(); }
};

struct Adoption {
  std::vector<AdoptedPart> kept;             // as they are, but for further tags
  std::vector<AdoptedPart> changed;          // in place, or a setting that it does not have yet
  std::vector<AdoptedPart> replaced;         // or destroyed
  std::vector<const ResourceChange*> made;   // new beside it, in its module
  std::vector<const ResourceChange*> other;  // in other modules, or none of the thing's
};

// `is_part` says of an address whether it is a part of the thing, there already or not.
Adoption read_adoption(const Plan& plan, const PlanRisk& risk, const std::string& module,
                       const std::function<bool(const std::string& address)>& is_part);

// A line for the file that keeps a field as it is: `instance_class: "db.r5.large"`.
struct KeepingLine {
  std::string input;  // a path: "adopted.logs"
  std::string value;  // JSON
  bool operator==(const KeepingLine&) const = default;
};

// What `fields` ("TYPE.FIELD" to input) and the user's tags say of the changed parts. `is_list`
// tells of an input whether it is a list.
std::vector<KeepingLine> keeping_lines(
    const std::vector<AdoptedPart>& changed,
    const std::vector<std::pair<std::string, std::string>>& fields,
    const std::function<bool(const std::string& input)>& is_list);

// The input that governs the field of that path, or empty.
std::string governing_input(const std::string& type, std::string_view path,
                            const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace opta
