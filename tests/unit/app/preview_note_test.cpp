// The note beside a preview's state: what it holds, and when a preview has expired.
#include "app/preview_note.h"

#include <gtest/gtest.h>

#include <string>

#include "base/timestamp.h"

namespace opta {
namespace {

PreviewNote note() {
  return {.name = "pr-42",
          .of = "hello",
          .layer = "hello-pr-42",
          .path = "services/hello/opta.yaml",
          .by = "arn:aws:iam::123456789012:role/ci",
          .applied = *parse_timestamp("2026-11-24T10:00:00Z"),
          .expires = *parse_timestamp("2026-11-27T10:00:00Z")};
}

TEST(PreviewNote, IsReadAsItWasWritten) {
  EXPECT_EQ(parse_note(to_json(note())), note());
}

TEST(PreviewNote, OtherObjectsAreNone) {
  for (const char* text : {"", "[]", "{}", "{\"preview\": 1}", "not json"})
    EXPECT_FALSE(parse_note(text)) << text;
  const std::string whole = to_json(note());
  for (const char* part : {"pr-42", "\"hello\"", "2026-11-24", "2026-11-27"}) {
    std::string text = whole;
    text.replace(text.find(part), std::string(part).size(), "");
    EXPECT_FALSE(parse_note(text)) << part;
  }
}

TEST(PreviewNote, ThatLeadsToAnotherPreviewIsNone) {
  PreviewNote other = note();
  other.name = "pr-1";
  EXPECT_FALSE(parse_note(to_json(other)));
  other = note();
  other.layer = "hello";
  EXPECT_FALSE(parse_note(to_json(other)));
}

TEST(PreviewNote, ItsKeyIsNoStates) {
  EXPECT_EQ(note_key("hello-pr-42"), "previews/hello-pr-42.json");
}

TEST(PreviewNote, SaysWhenItExpires) {
  const auto at = [](const char* text) { return *parse_timestamp(text); };
  EXPECT_EQ(expiry_text(note(), at("2026-11-24T10:00:07Z")), "expires in 3 days");
  EXPECT_EQ(expiry_text(note(), at("2026-11-27T08:00:00Z")), "expires in 2 hours");
  EXPECT_EQ(expiry_text(note(), at("2026-11-27T09:59:59Z")), "expires in 1 second");
  EXPECT_EQ(expiry_text(note(), at("2026-11-27T10:00:00Z")), "expired 0 seconds ago");
  EXPECT_EQ(expiry_text(note(), at("2026-11-28T10:00:00Z")), "expired 1 day ago");
}

}  // namespace
}  // namespace opta
