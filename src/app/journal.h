// What a run of the engine did, by its own events. They outlive a kill; the state may not.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "progress/event.h"

namespace opta {

struct Journal {
  std::map<std::string, std::string> made = {};             // address, the cloud's id
  std::set<std::pair<std::string, std::string>> gone = {};  // destroyed: the same
  std::set<std::string> unfinished = {};                    // were being made
  bool worked = false;  // it came so far that it held the state's lock

  // Events in order, from the run's first on.
  void add(const Event& event);

 private:
  std::map<std::string, std::string> going_;  // are being destroyed
};

}  // namespace opta
