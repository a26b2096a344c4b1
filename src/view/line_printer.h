// Prints lines that stay, and below them a block that is printed over. Without a cursor there is no
// block.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "view/terminal.h"

namespace opta {

using Write = std::function<void(std::string_view)>;

class LinePrinter {
 public:
  // `size` is asked at every draw. One draw is one call of `write`, so that the terminal never
  // shows half of one.
  LinePrinter(bool can_overprint, std::function<TerminalSize()> size, Write write);

  bool can_overprint() const { return can_overprint_; }
  TerminalSize size() const { return size_(); }

  // One or more lines that stay; a line end is added.
  void print(std::string_view text);
  // Puts these lines in the place of the block. Each has to fit into size().columns - 1.
  void show(std::vector<std::string> lines);
  // Takes the block away.
  void clear() { show({}); }

 private:
  std::string to_block_start() const;
  std::string block_text() const;

  bool can_overprint_;
  std::function<TerminalSize()> size_;
  Write write_;
  std::vector<std::string> block_;
};

}  // namespace opta
