// Strays: things that a killed run had asked the cloud for, and whose answers nobody read. No state
// and no journal knows their ids, but all that can have tags has those of the plan.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/engine_room.h"

namespace opta {

using Tags = std::map<std::string, std::string>;
using Ids = std::map<std::string, std::string>;  // by address

struct TaggedThing {
  std::vector<std::string> types;  // what it can be for Terraform
  std::string id;                  // by which it is imported
  Tags tags;
};

// A resource that was being made, as it was planned.
struct WantedThing {
  std::string address;
  std::string type;
  std::string name = {};  // empty where its type has none, or it was not known
  Tags tags = {};
};

// Nothing when it is of no type that we know. A text without colons is the id of a thing in EC2.
std::optional<TaggedThing> tagged_thing(const std::string& arn, Tags tags);

// By type, name and all planned tags, and only where one thing fits one resource: to take up a
// wrong one is worse than to take up none.
Ids match_strays(const std::vector<WantedThing>& wanted, const std::vector<TaggedThing>& things,
                 const Ids& known);

// Import ids for those of `unfinished` that the cloud has. `known`: what the state and the journal
// have. Asks the cloud only when there is something to look for.
Ids find_strays(EngineRoom& room, const std::set<std::string>& unfinished, const Ids& known);

}  // namespace opta
