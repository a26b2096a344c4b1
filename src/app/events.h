// `opta events`: what the cluster says has happened to a layer's services.
#pragma once

#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/env.h"
#include "app/services.h"
#include "exec/kubectl/events.h"

namespace opta {

Exit events(Env& env, const EventsArguments& arguments);

// Where events of services stand. In a namespace that the layer shares with others only those of
// objects whose names begin with one of the releases'.
struct EventPlace {
  std::string object_namespace;
  std::vector<std::string> prefixes = {};  // none: all
};
// `module`: of this one alone; empty: of all.
std::vector<EventPlace> event_places(const std::string& layer, const std::vector<Service>& services,
                                     std::string_view module);
bool belongs(const kubectl::ClusterEvent& event, const EventPlace& place);

}  // namespace opta
