#include "yaml/map_keys.h"

#include <map>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "yaml/clip.h"

namespace opta::yaml {

namespace {

class MapFinisher {
 public:
  MapFinisher(Item& map, const std::vector<Item>& items, Budget& budget, Diagnostics& diagnostics)
      : map_(map), items_(items), budget_(budget), diagnostics_(diagnostics) {}

  bool run() {
    const std::vector<ItemId> written = std::exchange(map_.children, {});
    map_.children.reserve(written.size());
    const ItemId* merged = nullptr;
    for (std::size_t i = 0; i + 1 < written.size(); i += 2) {
      const Item& key = items_[written[i]];
      if (!is_word(key) || !is_new(key, written[i])) continue;
      if (is_merge(key)) {
        merged = &written[i];
      } else {
        add(written[i], written[i + 1]);
      }
    }
    return merged == nullptr || merge(merged[0], merged[1]);
  }

 private:
  static bool is_merge(const Item& key) {
    return key.node.text == "<<" && key.node.style == Style::kPlain;
  }

  bool is_word(const Item& key) {
    if (key.broken) return false;
    if (!key.node.is_scalar()) {
      diagnostics_.report(Code::kYamlKey, key.node.span,
                          fmt::format("a key is {}", describe(key.node.kind)),
                          "a key is a word; if a template was meant, put it in quotes");
      return false;
    }
    if (key.node.text.empty()) {
      diagnostics_.report(Code::kYamlKey, key.node.span, "a key is empty",
                          "write a word before the `:`");
      return false;
    }
    return true;
  }

  bool is_new(const Item& key, ItemId id) {
    // A quoted "<<" is an ordinary key, and so is another one than the merge.
    const auto [first, added] =
        seen_.try_emplace(std::pair(std::string_view(key.node.text), is_merge(key)), id);
    if (added) return true;
    diagnostics_
        .report(
            Code::kDuplicateKey, key.node.span,
            fmt::format("`{}` is written twice", clipped(key.node.text)),
            is_merge(key) ? "merge several maps as a list: `<<: [*a, *b]`" : "keep one of the two")
        .labels.push_back({items_[first->second].node.span, "first written here"});
    return false;
  }

  void add(ItemId key, ItemId value) {
    map_.children.push_back(key);
    map_.children.push_back(value);
  }

  bool merge(ItemId key, ItemId value) {
    const Item& source = items_[value];
    if (source.node.kind != Kind::kList) return merge_map(key, source);
    // Of several maps the first to have a key gives its value.
    for (const ItemId id : source.children) {
      if (!merge_map(key, items_[id])) return false;
    }
    return true;
  }

  bool merge_map(ItemId key, const Item& source) {
    if (source.broken) return true;
    if (source.node.kind != Kind::kMap) {
      diagnostics_
          .report(Code::kYamlKey, items_[key].node.span,
                  fmt::format("`<<` merges maps, not {}", describe(source.node.kind)),
                  "write an alias of a map, such as `<<: *defaults`, or a list of them; quote "
                  "`\"<<\"` if it is a plain key")
          .labels.push_back({source.node.span, "this is no map"});
      return true;
    }
    for (std::size_t i = 0; i + 1 < source.children.size(); i += 2) {
      const ItemId merged_key = source.children[i];
      const ItemId merged_value = source.children[i + 1];
      const Item& word = items_[merged_key];
      if (!seen_.try_emplace(std::pair(std::string_view(word.node.text), false), merged_key).second)
        continue;
      const Item& content = items_[merged_value];
      if (!budget_.take(word.weight + content.weight, word.bytes + content.bytes,
                        items_[key].node.span))
        return false;
      add(merged_key, merged_value);
    }
    return true;
  }

  Item& map_;
  const std::vector<Item>& items_;
  Budget& budget_;
  Diagnostics& diagnostics_;
  // Ordered: no choice of keys makes it slow, as it could a hash table. The views are into items_.
  std::map<std::pair<std::string_view, bool>, ItemId> seen_;
};

}  // namespace

bool finish_map(Item& map, const std::vector<Item>& items, Budget& budget,
                Diagnostics& diagnostics) {
  return MapFinisher(map, items, budget, diagnostics).run();
}

}  // namespace opta::yaml
