// Builds an Outline: block lines here, what stands between brackets in flow_outline.cpp.
#pragma once

#include <string_view>

#include "lsp/outline.h"

namespace opta::lsp {

class OutlineReader {
 public:
  OutlineReader(std::string_view text, Outline& outline);
  void read();

 private:
  // Blocks.
  void line(Extent line);
  std::size_t content(std::size_t at, std::size_t end);
  std::size_t entry(std::size_t at, Extent key, std::size_t colon, std::size_t end);
  std::size_t value(std::size_t branch, std::size_t at, std::size_t end);
  void skip_block_text(std::size_t branch, std::size_t line_end);
  void leave(std::int64_t column, bool is_item);
  // Flow. `at` is behind the opening bracket; answers where the collection ends.
  std::size_t flow(std::size_t branch, std::size_t at);
  std::size_t flow_element(std::size_t owner, std::size_t at);
  bool ends_flow(std::size_t at, std::int64_t column) const;

  // Shared.
  std::size_t add(std::size_t parent, Branch branch);
  std::size_t quoted(std::size_t at, std::size_t end) const;
  std::size_t plain_end(std::size_t at, std::size_t end);
  std::size_t skip_properties(std::size_t at, std::size_t end) const;
  std::size_t skip_spaces(std::size_t at, std::size_t end) const;
  std::size_t key_colon(std::size_t at, std::size_t end) const;
  std::size_t line_end(std::size_t at) const;
  std::size_t next_line(std::size_t at) const;
  void set_scalar(std::size_t branch, Extent extent, char quote);
  void comment(std::size_t at, std::size_t end);
  std::int64_t column_of(std::size_t at) const;

  std::string_view text_;
  TextLines lines_;
  Outline& outline_;
  std::vector<std::size_t> open_;  // the branches that the next line may belong to
  std::size_t next_ = 0;           // where the next line begins
};

}  // namespace opta::lsp
