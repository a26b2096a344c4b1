#include "view/line_printer.h"

#include <algorithm>

#include <fmt/format.h>

#include "view/fit.h"

namespace opta {

namespace {

constexpr std::string_view kClearToLineEnd = "\x1b[K";
constexpr std::string_view kClearBelow = "\x1b[J";

}  // namespace

LinePrinter::LinePrinter(bool can_overprint, std::function<TerminalSize()> size, Write write)
    : can_overprint_(can_overprint), size_(std::move(size)), write_(std::move(write)) {}

void LinePrinter::print(std::string_view text) {
  std::string output = to_block_start();
  if (!block_.empty()) output += kClearBelow;
  output += text;
  output += '\n';
  output += block_text();
  write_(output);
}

void LinePrinter::show(std::vector<std::string> lines) {
  if (!can_overprint_ || lines == block_) return;
  std::string output = to_block_start();
  block_ = std::move(lines);
  // Each line clears what is left of the old one behind it; clearing all first would flicker.
  output += block_text();
  output += kClearBelow;
  write_(output);
}

std::string LinePrinter::to_block_start() const {
  if (block_.empty()) return {};
  // A window that got narrower has broken our lines into more rows.
  const std::size_t columns = std::max<std::size_t>(size_().columns, 1);
  std::size_t rows = 0;
  for (const std::string& line : block_) {
    rows += std::max<std::size_t>((visible_width(line) + columns - 1) / columns, 1);
  }
  return fmt::format("\x1b[{}A\r", rows);
}

std::string LinePrinter::block_text() const {
  std::string text;
  for (const std::string& line : block_) {
    text += line;
    text += kClearToLineEnd;
    text += '\n';
  }
  return text;
}

}  // namespace opta
