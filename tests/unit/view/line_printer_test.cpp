#include "view/line_printer.h"

#include <gmock/gmock.h>

#include "screen.h"

namespace opta {
namespace {

using testing::ElementsAre;

struct Fixture {
  Screen screen;
  TerminalSize size{.columns = 40, .rows = 10};
  std::size_t writes = 0;
  LinePrinter printer{true, [this] { return size; },
                      [this](std::string_view text) {
                        ++writes;
                        screen.write(text);
                      }};
};

TEST(LinePrinter, PrintsTheBlockOver) {
  Fixture f;
  f.printer.show({"one long line", "two"});
  f.printer.show({"three"});
  EXPECT_THAT(f.screen.lines(), ElementsAre("three"));
  EXPECT_EQ(f.writes, 2u) << "a draw in two writes can be seen half way";
}

TEST(LinePrinter, KeepsPrintedLinesAboveTheBlock) {
  Fixture f;
  f.printer.show({"block 1", "block 2"});
  f.printer.print("failed: x");
  f.printer.show({"block 3"});
  EXPECT_THAT(f.screen.lines(), ElementsAre("failed: x", "block 3"));
  f.printer.clear();
  f.printer.print("the end");
  EXPECT_THAT(f.screen.lines(), ElementsAre("failed: x", "the end"));
}

TEST(LinePrinter, DoesNotRedrawWhatIsThere) {
  Fixture f;
  f.printer.show({"same"});
  f.printer.show({"same"});
  EXPECT_EQ(f.writes, 1u);
}

TEST(LinePrinter, GoesUpByTheRowsThatANarrowerWindowMakes) {
  std::string written;
  TerminalSize size{.columns = 40, .rows = 10};
  LinePrinter printer(true, [&] { return size; }, [&](std::string_view text) { written = text; });
  printer.show({std::string(30, 'x'), "y"});
  size.columns = 20;
  printer.show({"z"});
  EXPECT_THAT(written, testing::StartsWith("\x1b[3A\r"));
}

TEST(LinePrinter, HasNoBlockWithoutACursor) {
  std::string written;
  LinePrinter printer(
      false, [] { return TerminalSize{}; }, [&](std::string_view text) { written += text; });
  printer.show({"block"});
  printer.print("line");
  EXPECT_EQ(written, "line\n");
}

}  // namespace
}  // namespace opta
