// A promise: a sentence of ours that a user relies on, and how it is decided on what will exist.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "prove/network/exposure.h"
#include "prove/world.h"

namespace opta::prove {

struct Evidence {
  const World& world;
  const Network& network;
};

// What a promise says of one resource.
struct Case {
  const Resource* about = nullptr;
  Truth holds = Truth::kUnknown;
  std::string witness = {};  // what breaks it, or what is not known: the path, the attribute
};
using Cases = std::vector<Case>;

struct Promise {
  std::string_view id;        // "NET-01"
  std::string_view sentence;  // as the manual gives it
  std::string_view why;
  std::string_view how;       // it is decided
  std::string_view controls;  // "SOC 2 CC6.1; CIS AWS 2.3.1"
  std::string_view fix;
  Cases (*decide)(const Evidence& evidence);
  bool forbids = false;  // that there is such a thing at all: held where there is none
};

// In the order of their ids.
const std::vector<const Promise*>& all_promises();
// nullptr where there is none of that id.
const Promise* find_promise(std::string_view id);

}  // namespace opta::prove
