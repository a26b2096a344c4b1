// Whatever tree is written down as YAML is read back the same, in brackets and by indentation.
// RapidCheck is not on every machine; without it the build leaves these tests out.
#ifdef OPTA_RAPIDCHECK
#include <gtest/gtest.h>
// After gtest: it adds to it.
#include <algorithm>
#include <string>

#include <rapidcheck/gtest.h>

#include "support.h"

namespace opta::yaml {
namespace {

constexpr int kDepthMax = 4;

// Double quotes with every character that has a meaning in them escaped.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '\n') {
      result += "\\n";
    } else if (c == '"' || c == '\\') {
      result += std::string("\\") + c;
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string scalar_text(const Node& node) {
  switch (node.kind) {
    case Kind::kNull:
      return "~";
    case Kind::kBoolean:
      return node.boolean ? "true" : "false";
    case Kind::kInteger:
      return std::to_string(node.integer);
    default:
      return quoted(node.text);
  }
}

std::string write_flow(const Node& node) {
  std::string text;
  if (node.kind == Kind::kList) {
    for (const Node& item : node.items) text += write_flow(item) + ", ";
    return "[" + text + "]";
  }
  if (node.kind == Kind::kMap) {
    for (const Entry& entry : node.entries)
      text += quoted(entry.key) + ": " + write_flow(entry.value) + ", ";
    return "{" + text + "}";
  }
  return scalar_text(node);
}

std::string write_block(const Node& node, std::size_t indent) {
  const bool empty = node.items.empty() && node.entries.empty();
  if (empty) return " " + write_flow(node) + "\n";
  const std::string lead = "\n" + std::string(indent, ' ');
  std::string text;
  for (const Node& item : node.items) text += lead + "-" + write_block(item, indent + 2);
  for (const Entry& entry : node.entries) {
    text += lead + quoted(entry.key) + ":" + write_block(entry.value, indent + 2);
  }
  return text;
}

// The trees' meaning, without places and styles.
bool same(const Node& a, const Node& b) {
  if (a.kind != b.kind || a.boolean != b.boolean || a.integer != b.integer) return false;
  if (a.kind == Kind::kString && a.text != b.text) return false;
  return std::ranges::equal(a.items, b.items, same) &&
         std::ranges::equal(a.entries, b.entries, [](const Entry& x, const Entry& y) {
           return x.key == y.key && same(x.value, y.value);
         });
}

rc::Gen<std::string> any_text() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                          "a", "Z", "0", " ", ":", ": ", "#", " #", "-", "?", "&", "*", "!", "|",
                          ">", "'", "\"", "\\", "%", "@", "`", "{", "}", "[", "]", ",", "\n", "\t",
                          "é", "日", "🙂", "~", "yes", "<<")),
                      [](const std::vector<std::string>& parts) {
                        std::string text;
                        for (const std::string& part : parts) text += part;
                        return text;
                      });
}

Node any_node(int depth) {
  Node node;
  node.kind =
      static_cast<Kind>(*rc::gen::resize(100, rc::gen::inRange(0, depth < kDepthMax ? 7 : 5)));
  if (depth == 0) node.kind = Kind::kMap;  // most random values are scalars: too small to try much
  if (node.kind == Kind::kFloat) node.kind = Kind::kString;
  if (node.kind == Kind::kBoolean) node.boolean = *rc::gen::arbitrary<bool>();
  if (node.kind == Kind::kInteger) node.integer = *rc::gen::arbitrary<std::int64_t>();
  if (node.kind == Kind::kString) node.text = *any_text();
  const int children = node.is_scalar() ? 0 : *rc::gen::resize(100, rc::gen::inRange(0, 6));
  for (int i = 0; i < children; ++i) {
    if (node.kind == Kind::kList) node.items.push_back(any_node(depth + 1));
    // The number keeps keys apart.
    if (node.kind == Kind::kMap)
      node.entries.push_back({*any_text() + std::to_string(i), {}, any_node(depth + 1)});
  }
  return node;
}

void expect_read_back(const Node& tree, const std::string& text) {
  const test::Reading reading(text);
  RC_ASSERT(reading.reports().empty());
  RC_ASSERT(reading.tree().has_value());
  RC_ASSERT(same(*reading.tree(), tree));
}

RC_GTEST_PROP(RoundTrip, InBrackets, ()) {
  const Node tree = any_node(0);
  expect_read_back(tree, write_flow(tree) + "\n");
}

RC_GTEST_PROP(RoundTrip, ByIndentation, ()) {
  const Node tree = any_node(0);
  expect_read_back(tree, write_block(tree, 0) + "\n");
}

// A child's text lies inside its parent's, and siblings follow each other.
void check_spans(const Node& node) {
  std::uint32_t at = node.span.begin;
  const auto inside = [&](Span span) {
    RC_ASSERT(span.begin >= at);
    RC_ASSERT(span.end <= node.span.end);
    at = span.end;
  };
  for (const Node& item : node.items) {
    inside(item.span);
    check_spans(item);
  }
  for (const Entry& entry : node.entries) {
    inside(entry.key_span);
    inside(entry.value.span);
    check_spans(entry.value);
  }
}

RC_GTEST_PROP(RoundTrip, SpansNest, ()) {
  const Node tree = any_node(0);
  for (const std::string& text : {write_flow(tree), write_block(tree, 0)}) {
    const test::Reading reading(text + "\n");
    RC_ASSERT(reading.tree().has_value());
    check_spans(*reading.tree());
  }
}

}  // namespace
}  // namespace opta::yaml

#endif  // OPTA_RAPIDCHECK
