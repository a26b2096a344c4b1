// The document before aliases are expanded: a flat list in which a list or a map stands after its
// children.
//
// An alias is a second reference to the same item, so this stays as small as the file whatever its
// aliases would expand to; weights tell that size before anything is copied.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "yaml/node.h"

namespace opta::yaml {

using ItemId = std::uint32_t;

struct Item {
  Node node = {};                     // without its items and entries
  std::vector<ItemId> children = {};  // of a list: its items; of a map: key, value, key, value...
  std::uint64_t weight = 1;           // nodes in the expanded subtree, keys included
  std::uint64_t bytes = 0;            // text in the expanded subtree
  std::uint32_t height = 0;           // lists and maps on the longest way down
  bool broken = false;  // stands for an alias that found no anchor, which is already reported
};

// Makes the tree of the last item. Copies what is used more than once; so check weights before.
Node expand(std::vector<Item> items);

}  // namespace opta::yaml
