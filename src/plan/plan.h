// What Terraform will do, as plain data: the model that risk, text, JSON and the web page read.
//
// No sensitive value is ever in here. plan/decode.h replaces them while it reads, so that no reader
// has to remember to.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "progress/event.h"

namespace opta {

inline constexpr std::string_view kSensitiveText = "(sensitive)";

// One leaf of a resource that changes. Texts are JSON scalars (`"a"`, `3`, `true`); an empty text
// means that there is no value on that side. Documents in strings (policies) are opened, so that
// their leaves stand here on their own.
struct FieldChange {
  std::string path;  // "ingress[0].from_port"
  std::string before = {};
  std::string after = {};  // empty when known_after_apply
  bool known_after_apply = false;
  bool sensitive = false;  // the texts that exist are kSensitiveText
  bool forces_replacement = false;
};

struct ResourceChange {
  std::string address;  // "module.base.aws_subnet.private[0]"
  std::string
      module;        // "base": the first module of the address is Opta's module; empty at the root
  std::string type;  // "aws_subnet"
  std::string name;  // "private"
  std::string index = {};             // "0", "\"key\"" or empty
  std::string deposed = {};           // set for a left-over object of an unfinished replacement
  std::string previous_address = {};  // set when the resource moved in the configuration
  std::string import_id = {};         // set when an existing thing is taken over
  std::string action_reason = {};     // Terraform's word: "delete_because_no_resource_config"
  Action action = Action::kNone;
  bool create_before_destroy = false;  // of a replacement
  bool forgotten = false;              // leaves the state; the thing itself stays in the cloud
  std::vector<FieldChange> fields = {};
  std::map<std::string, std::string, std::less<>> unchanged =
      {};  // leaves that stay as they are, by path
};

struct OutputChange {
  std::string name;
  Action action = Action::kNone;
  std::string before = {};
  std::string after = {};
  bool known_after_apply = false;
  bool sensitive = false;
};

struct Plan {
  std::string format_version = {};
  std::string terraform_version = {};
  // In Terraform's order. Resources that stay as they are have no place here, but are counted.
  std::vector<ResourceChange> changes = {};
  std::vector<OutputChange> outputs = {};
  // What somebody changed in the cloud since the last apply: before = as applied, after = as found.
  std::vector<ResourceChange> drift = {};
  std::size_t unchanged_count = 0;
  // Of outputs that are maps, changed or not: what each key will be, as JSON, as far as that is
  // known before the apply. Sensitive outputs have no place here.
  std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> map_outputs =
      {};
  bool complete = true;  // false: Terraform put some of the changes off to a later plan
  bool errored = false;  // the plan stopped half way and must not be applied
};

// The text of a leaf before and after the change, whether or not it changes; nullptr when there is
// none.
const std::string* value_before(const ResourceChange& change, std::string_view path);
const std::string* value_after(const ResourceChange& change, std::string_view path);

// Nothing to do: no resource and no output changes.
bool is_empty(const Plan& plan);

struct ChangeCounts {
  std::size_t create = 0;
  std::size_t update = 0;
  std::size_t replace = 0;
  std::size_t destroy = 0;
  std::size_t read = 0;
  std::size_t forget = 0;

  void add(const ResourceChange& change);
};
ChangeCounts count_changes(const Plan& plan);

}  // namespace opta
