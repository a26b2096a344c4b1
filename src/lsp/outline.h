// The tree of a YAML text that need not be YAML yet: keys, items and values by their lines and
// columns. Whoever types has a file that does not parse most of the time; an outline is always
// there.
//
// It knows what Opta's files use: blocks, flow maps and lists, quoted and plain texts, block texts,
// comments. It follows no alias and judges nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lsp/text_lines.h"

namespace opta::lsp {

// `key: value`, or an item of a list.
struct Branch {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::size_t parent = kNone;
  std::vector<std::size_t> children = {};
  bool is_item = false;
  bool has_colon = false;  // false: a key that is being written
  std::string key = {};    // of no item
  Extent key_extent = {};  // with its quotes; of an item its dash
  std::string value = {};  // of a scalar, without its quotes; escapes stay as they are
  // Of the scalar with its quotes, or of the flow collection with its brackets. Where there is no
  // value yet: where it would stand.
  Extent value_extent = {};
  char opening = 0;          // of the value: a quote, `{`, `[`, `|` for any block text; else 0
  bool is_flow = false;      // it stands between brackets itself
  std::int64_t column = -1;  // in bytes; of the key, or the dash
  Extent extent = {};        // with all that is in it

  bool is_scalar() const { return children.empty() && opening != '{' && opening != '['; }
};

class Outline {
 public:
  // Of a longer text there is no more than the root, and what lies deeper or behind is left out.
  static constexpr std::size_t kTextBytesMax = 8u << 20;
  static constexpr std::size_t kBranchesMax = 200'000;
  static constexpr int kDepthMax = 64;

  static constexpr std::size_t kRoot = 0;

  explicit Outline(std::string_view text);

  const std::vector<Branch>& branches() const { return branches_; }
  const Branch& operator[](std::size_t index) const { return branches_[index]; }
  // The child with that key, or kNone.
  std::size_t child(std::size_t parent, std::string_view key) const;
  // The value of a child that is a scalar; empty where there is none.
  std::string_view value(std::size_t parent, std::string_view key) const;
  // Items of the list under a key.
  std::vector<std::size_t> items(std::size_t parent, std::string_view key) const;
  // Comments, which belong to no branch.
  const std::vector<Extent>& comments() const { return comments_; }

 private:
  friend class OutlineReader;

  std::vector<Branch> branches_;
  std::vector<Extent> comments_;
};

}  // namespace opta::lsp
