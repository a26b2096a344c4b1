#include "view/terminal.h"

#include <charconv>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace opta {

namespace {

std::string_view text_of(const Variable& variable, const char* name) {
  const char* text = variable ? variable(name) : nullptr;
  return text == nullptr ? std::string_view() : std::string_view(text);
}

}  // namespace

TerminalSize Terminal::size() const {
  TerminalSize size;
  if (columns_told > 0) size.columns = columns_told;
  winsize window{};
  if (is_terminal && ::ioctl(fd, TIOCGWINSZ, &window) == 0) {
    // A terminal without a size (a serial line, a test) says 0.
    if (window.ws_col > 0) size.columns = window.ws_col;
    if (window.ws_row > 0) size.rows = window.ws_row;
  }
  return size;
}

Terminal decide_terminal(int fd, bool is_terminal, const Variable& variable) {
  Terminal terminal{.fd = fd, .is_terminal = is_terminal};
  const std::string_view term = text_of(variable, "TERM");
  const bool smart = !term.empty() && term != "dumb";
  const std::string_view force = text_of(variable, "CLICOLOR_FORCE");
  terminal.can_overprint = is_terminal && smart;
  terminal.colour = (is_terminal && smart) || (!force.empty() && force != "0");
  if (!text_of(variable, "NO_COLOR").empty()) terminal.colour = false;
  const std::string_view columns = text_of(variable, "COLUMNS");
  std::from_chars(columns.data(), columns.data() + columns.size(), terminal.columns_told);
  return terminal;
}

Terminal examine_terminal(int fd, const Variable& variable) {
  return decide_terminal(fd, ::isatty(fd) == 1, variable);
}

std::string Style::in(std::string_view code, std::string_view text) const {
  if (!colour || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

}  // namespace opta
