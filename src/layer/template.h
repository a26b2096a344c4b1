// The interpolation language: text -> pieces. What a name means is decided elsewhere
// (layer/scope.h).
//
//   {vars.x}            a name, filled in before anything runs
//   {module.x.y}        a module's output, known after the apply
//   ${{module.x.y}}     the same; any Terraform expression may stand in it
//   {vars.x:>8}         the same, padded to a width
//   {{  }}              one brace
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace opta {

struct TemplatePiece {
  enum class Kind { kText, kName, kExpression, kFault };
  Kind kind = Kind::kText;
  std::string text;       // the literal text, the name, the expression, or what is wrong
  std::string help;       // of a fault
  std::string format;     // of a name: what stands behind its colon
  std::size_t begin = 0;  // bytes in the template's text
  std::size_t end = 0;
};

// Neighbouring texts are one piece. A fault does not end the parse.
std::vector<TemplatePiece> parse_template(std::string_view text);

// Whether the text has a brace at all: most have none.
bool is_template(std::string_view text);

}  // namespace opta
