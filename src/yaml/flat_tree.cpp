#include "yaml/flat_tree.h"

#include <utility>

#include "base/check.h"

namespace opta::yaml {

namespace {

class Expander {
 public:
  explicit Expander(std::vector<Item> items) : items_(std::move(items)), uses_(items_.size()) {
    for (const Item& item : items_) {
      for (const ItemId child : item.children) ++uses_[child];
    }
  }

  // No recursion: children stand before their parents, so each parent finds them complete.
  Node run() {
    OPTA_ASSERT(!items_.empty());
    for (Item& item : items_) {
      if (item.node.kind == Kind::kList) fill_list(item);
      if (item.node.kind == Kind::kMap) fill_map(item);
    }
    return std::move(items_.back().node);
  }

 private:
  void fill_list(Item& item) {
    item.node.items.reserve(item.children.size());
    for (const ItemId child : item.children) item.node.items.push_back(take(child));
  }

  void fill_map(Item& item) {
    item.node.entries.reserve(item.children.size() / 2);
    for (std::size_t i = 0; i + 1 < item.children.size(); i += 2) {
      Node key = take(item.children[i]);
      item.node.entries.push_back({std::move(key.text), key.span, take(item.children[i + 1])});
    }
  }

  // The last user of an item gets the item itself, all others a copy.
  Node take(ItemId id) {
    Node& node = items_[id].node;
    return --uses_[id] == 0 ? std::move(node) : node;
  }

  std::vector<Item> items_;
  std::vector<std::uint32_t> uses_;
};

}  // namespace

Node expand(std::vector<Item> items) {
  return Expander(std::move(items)).run();
}

}  // namespace opta::yaml
