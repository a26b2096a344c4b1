#include "source/source_map.h"

#include <gtest/gtest.h>

namespace opta {
namespace {

TEST(Source, FindsLinesAndColumns) {
  const Source source("a.yaml", "one\ntwo\n\nend");
  EXPECT_EQ(source.line_count(), 4u);
  EXPECT_EQ(source.line(1), "one");
  EXPECT_EQ(source.line(3), "");
  EXPECT_EQ(source.line(4), "end");
  EXPECT_EQ(source.line_start(2), 4u);
  EXPECT_EQ(source.position(0).line, 1u);
  EXPECT_EQ(source.position(0).column, 1u);
  EXPECT_EQ(source.position(3).column, 4u);  // the line end belongs to its line
  EXPECT_EQ(source.position(4).line, 2u);
  EXPECT_EQ(source.position(8).line, 3u);
  EXPECT_EQ(source.position(11).column, 3u);
}

TEST(Source, ColumnsCountCodePoints) {
  const Source source("a.yaml", "日本: é\n");
  EXPECT_EQ(source.position(6).column, 3u);
  EXPECT_EQ(source.position(8).column, 5u);
}

TEST(Source, PastTheEndIsTheEnd) {
  const Source source("a.yaml", "ab\n");
  EXPECT_EQ(source.position(99).line, 2u);
  EXPECT_EQ(source.position(99).column, 1u);
}

TEST(Source, LeavesOutWindowsLineEnds) {
  const Source source("a.yaml", "a\r\nb\r\n");
  EXPECT_EQ(source.line(1), "a");
  EXPECT_EQ(source.line(2), "b");
}

TEST(Source, AnEmptyTextHasOneEmptyLine) {
  const Source source("a.yaml", "");
  EXPECT_EQ(source.line_count(), 1u);
  EXPECT_EQ(source.line(1), "");
}

TEST(SourceMap, KeepsReferencesAsItGrows) {
  SourceMap sources;
  const SourceId first = sources.add("first", "text");
  const Source& reference = sources.get(first);
  for (int i = 0; i < 1000; ++i) sources.add("more", "x");
  EXPECT_EQ(&sources.get(first), &reference);
  EXPECT_EQ(reference.path(), "first");
}

TEST(SourceMap, ShowsASpan) {
  SourceMap sources;
  const SourceId id = sources.add("opta.yaml", "a: b\nc: d\n");
  EXPECT_EQ(sources.text({id, 8, 9}), "d");
  EXPECT_EQ(sources.describe({id, 8, 9}), "opta.yaml:2:4");
  EXPECT_EQ(sources.describe({}), "");
  EXPECT_FALSE(Span{});
}

TEST(SourceMapDeathTest, ZeroIsNoSource) {
  EXPECT_DEATH(SourceMap().get(0), "");
}

}  // namespace
}  // namespace opta
