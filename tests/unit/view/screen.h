// A terminal for tests: understands what view/line_printer.h writes, and knows what a person would
// see.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace opta {

class Screen {
 public:
  void write(std::string_view text) {
    while (!text.empty()) {
      if (text.starts_with("\x1b[")) {
        text.remove_prefix(2);
        const std::size_t end = text.find_first_not_of("0123456789;");
        control(text[end], text.substr(0, end));
        text.remove_prefix(end + 1);
        continue;
      }
      if (text.front() == '\n') {
        ++row_;
        column_ = 0;
      } else if (text.front() == '\r') {
        column_ = 0;
      } else {
        std::string& line = line_here();
        line.resize(std::max(line.size(), column_ + 1), ' ');
        line[column_++] = text.front();
      }
      text.remove_prefix(1);
    }
  }

  // Without empty lines at the end.
  std::vector<std::string> lines() const {
    std::vector<std::string> result = lines_;
    while (!result.empty() && result.back().empty()) result.pop_back();
    return result;
  }

 private:
  void control(char command, std::string_view number) {
    if (command == 'A')
      row_ -= std::min(row_, static_cast<std::size_t>(std::stoul(std::string(number))));
    if (command == 'K') line_here().resize(column_);
    if (command == 'J') {
      line_here().resize(column_);
      lines_.resize(row_ + 1);
    }
  }

  std::string& line_here() {
    lines_.resize(std::max(lines_.size(), row_ + 1));
    return lines_[row_];
  }

  std::vector<std::string> lines_;
  std::size_t row_ = 0;
  std::size_t column_ = 0;
};

}  // namespace opta
