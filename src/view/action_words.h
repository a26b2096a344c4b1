// The words and signs by which users know an action.
#pragma once

#include <string_view>

#include "progress/event.h"

namespace opta {

struct ActionWords {
  std::string_view sign;   // "-/+"
  std::string_view to_do;  // "to replace"
  std::string_view doing;  // "replacing"
  std::string_view done;   // "replaced"
};

const ActionWords& action_words(Action action);

}  // namespace opta
