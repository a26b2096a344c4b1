// What a stream can show: decided once, at the start, for each stream.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace opta {

struct TerminalSize {
  std::size_t columns = 80;
  std::size_t rows = 24;
};

struct Terminal {
  int fd = -1;
  bool is_terminal = false;
  bool can_overprint = false;  // a terminal that moves its cursor
  bool colour = false;
  std::size_t columns_told = 0;  // COLUMNS, where the stream itself does not know

  // Asked anew each time, because a window is resized while we run.
  TerminalSize size() const;
};

// Reads a variable of the environment; nullptr when it is not set.
using Variable = std::function<const char*(const char* name)>;

// NO_COLOR (not empty) switches colour off, CLICOLOR_FORCE (not 0) switches it on where there is no
// terminal; TERM=dumb has neither colour nor a cursor.
Terminal examine_terminal(int fd, const Variable& variable);
Terminal decide_terminal(int fd, bool is_terminal, const Variable& variable);

// Puts text into colour, or leaves it alone. What a colour says is always said by a word or a sign
// too.
struct Style {
  bool colour = false;

  std::string bold(std::string_view text) const { return in("1", text); }
  std::string dim(std::string_view text) const { return in("2", text); }
  std::string red(std::string_view text) const { return in("31", text); }
  std::string bold_red(std::string_view text) const { return in("1;31", text); }
  std::string green(std::string_view text) const { return in("32", text); }
  std::string yellow(std::string_view text) const { return in("33", text); }

 private:
  std::string in(std::string_view code, std::string_view text) const;
};

}  // namespace opta
