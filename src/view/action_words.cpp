#include "view/action_words.h"

namespace opta {

const ActionWords& action_words(Action action) {
  static constexpr ActionWords kNothing{" ", "to leave", "waiting for", "left"};
  static constexpr ActionWords kReads{"<=", "to read", "reading", "read"};
  static constexpr ActionWords kMakes{"+", "to make", "making", "made"};
  static constexpr ActionWords kChanges{"~", "to change", "changing", "changed"};
  static constexpr ActionWords kDestroys{"-", "to destroy", "destroying", "destroyed"};
  static constexpr ActionWords kReplaces{"-/+", "to replace", "replacing", "replaced"};
  switch (action) {
    case Action::kNone:
      return kNothing;
    case Action::kRead:
      return kReads;
    case Action::kCreate:
      return kMakes;
    case Action::kUpdate:
      return kChanges;
    case Action::kDelete:
      return kDestroys;
    case Action::kReplace:
      return kReplaces;
  }
  return kNothing;
}

}  // namespace opta
