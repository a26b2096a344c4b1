// Who names whom, the other way round: which resources lead to one by an attribute of theirs. It is
// made once, so that to ask it of each does not mean to walk through all each time.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "prove/world.h"

namespace opta::prove {

struct Referrer {
  const Resource* by = nullptr;
  bool is_only = false;      // it names this one and nothing else
  bool is_complete = false;  // else it may name something that is not in the plan
};

class Referrers {
 public:
  Referrers() = default;
  // What `attribute` of each of them, as in Value::find, may name of the type.
  Referrers(const World& world, const std::vector<const Resource*>& from,
            std::string_view attribute, std::string_view type);

  void add(const World& world, const std::vector<const Resource*>& from, std::string_view attribute,
           std::string_view type);
  // In the order in which they were added.
  const std::vector<Referrer>& of(const Resource& named) const;

 private:
  std::map<const Resource*, std::vector<Referrer>> of_;
};

}  // namespace opta::prove
