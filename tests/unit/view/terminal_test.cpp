#include "view/terminal.h"

#include <gtest/gtest.h>

#include <map>

namespace opta {
namespace {

Terminal decide(bool is_terminal, std::map<std::string, const char*> variables) {
  return decide_terminal(-1, is_terminal, [variables = std::move(variables)](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second;
  });
}

TEST(Terminal, HasColourAndACursorOnATerminalOnly) {
  EXPECT_TRUE(decide(true, {{"TERM", "xterm"}}).colour);
  EXPECT_TRUE(decide(true, {{"TERM", "xterm"}}).can_overprint);
  EXPECT_FALSE(decide(false, {{"TERM", "xterm"}}).colour);
  EXPECT_FALSE(decide(false, {{"TERM", "xterm"}}).can_overprint);
}

TEST(Terminal, ADumbOneHasNeither) {
  EXPECT_FALSE(decide(true, {{"TERM", "dumb"}}).colour);
  EXPECT_FALSE(decide(true, {{"TERM", "dumb"}}).can_overprint);
  EXPECT_FALSE(decide(true, {}).can_overprint);
}

TEST(Terminal, HonoursNoColorAndForce) {
  EXPECT_FALSE(decide(true, {{"TERM", "xterm"}, {"NO_COLOR", "1"}}).colour);
  EXPECT_TRUE(decide(true, {{"TERM", "xterm"}, {"NO_COLOR", ""}}).colour);
  EXPECT_TRUE(decide(false, {{"CLICOLOR_FORCE", "1"}}).colour);
  EXPECT_FALSE(decide(false, {{"CLICOLOR_FORCE", "0"}}).colour);
  EXPECT_FALSE(decide(false, {{"CLICOLOR_FORCE", "1"}, {"NO_COLOR", "1"}}).colour);
  EXPECT_FALSE(decide(false, {{"CLICOLOR_FORCE", "1"}}).can_overprint);
}

TEST(Terminal, TakesColumnsWhereTheStreamHasNoSize) {
  EXPECT_EQ(decide(false, {{"COLUMNS", "132"}}).size().columns, 132u);
  EXPECT_EQ(decide(false, {{"COLUMNS", "wide"}}).size().columns, 80u);
  EXPECT_EQ(decide(false, {}).size().columns, 80u);
}

TEST(Style, LeavesTextAloneWithoutColour) {
  EXPECT_EQ(Style{}.red("x"), "x");
  EXPECT_EQ(Style{.colour = true}.red("x"), "\x1b[31mx\x1b[0m");
  EXPECT_EQ(Style{.colour = true}.red(""), "");
}

}  // namespace
}  // namespace opta
