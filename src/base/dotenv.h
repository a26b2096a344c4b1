// Files with environment variables, one `NAME=value` a line.
//
//   # a comment
//   export NAME=a value   # a comment, for a space stands before it
//   QUOTED='taken as it is'
//   LINES="first
//   second, with \"quotes\" and \\n"
//
// In double quotes \n, \r, \t, \\, \" and \$ stand for what they do in a shell; another
// backslash stays. Quoted values may go over lines. `$NAME` is never filled in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace opta {

struct DotenvEntry {
  std::string name;
  std::string value;
  std::size_t line = 0;  // from 1
};

// Where and what is wrong; no value is quoted.
struct DotenvFault {
  std::size_t line = 0;    // from 1
  std::size_t column = 0;  // from 1, in bytes
  std::string message;
};

struct Dotenv {
  std::vector<DotenvEntry> entries = {};  // in the file's order, each name once
  std::vector<DotenvFault> faults = {};
};

Dotenv parse_dotenv(std::string_view text);

// Letters, digits and underscores, no digit first: what every shell and program can read.
bool is_variable_name(std::string_view name);

}  // namespace opta
