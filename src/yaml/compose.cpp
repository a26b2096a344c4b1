#include "yaml/compose.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "yaml/anchors.h"
#include "yaml/budget.h"
#include "yaml/clip.h"
#include "yaml/event.h"
#include "yaml/flat_tree.h"
#include "yaml/map_keys.h"
#include "yaml/properties.h"
#include "yaml/scalar.h"
#include "yaml/syntax_error.h"
#include "yaml/tag.h"

namespace opta::yaml {

namespace {

// A list or a map whose end has not been read.
struct Frame {
  Item item = {};
  std::string anchor = {};
  std::uint32_t end = 0;  // of what was read last in it
};

class Composer {
 public:
  Composer(std::string_view text, SourceId source, Diagnostics& diagnostics, const Limits& limits)
      : text_(text),
        source_(source),
        diagnostics_(diagnostics),
        budget_(limits, diagnostics),
        anchors_(diagnostics),
        reader_(text) {}

  std::optional<Node> run();

 private:
  enum class Step { kGoOn, kDone, kStop };

  Step take(Event& event);
  Step begin_document(const Event& event);
  Step begin_container(Event& event, Kind kind);
  Step end_container(const Event& event);
  Step take_scalar(Event& event);
  Step take_alias(const Event& event);

  void resolve(Node& node, const Tag& tag);
  void warn(const Node& node, const Ambiguity& ambiguity);
  bool is_nothing() const;
  bool is_at_key() const;
  Properties properties_of(const Event& event, std::uint32_t end) const;
  Tag tag_of(const Event& event, const Properties& properties) const;
  void add(Item item, const std::string& anchor, std::uint32_t end);
  void attach(ItemId id, std::uint32_t end);
  Span span(std::uint32_t begin, std::uint32_t end) const {
    return {source_, begin, std::max(begin, end)};
  }

  std::string_view text_;
  SourceId source_;
  Diagnostics& diagnostics_;
  Budget budget_;
  Anchors anchors_;
  EventReader reader_;
  std::vector<Item> items_;
  std::vector<Frame> frames_;
  bool has_document_ = false;
};

std::optional<Node> Composer::run() {
  Step step = Step::kGoOn;
  while (step == Step::kGoOn) {
    auto event = reader_.next();
    if (event) {
      step = take(*event);
    } else {
      report_syntax_error(text_, source_, event.error(), diagnostics_);
      step = Step::kStop;
    }
  }
  anchors_.report_unknown();
  if (step == Step::kStop) return std::nullopt;
  if (is_nothing()) {
    diagnostics_.report(
        Code::kYamlDocument, span(0, 0), "the file is empty",
        "write an environment (`org_name`, `providers`) or a service (`environments`)");
    return std::nullopt;
  }
  return expand(std::move(items_));
}

Composer::Step Composer::take(Event& event) {
  switch (event.kind) {
    case EventKind::kDocumentBegin:
      return begin_document(event);
    case EventKind::kListBegin:
      return begin_container(event, Kind::kList);
    case EventKind::kMapBegin:
      return begin_container(event, Kind::kMap);
    case EventKind::kListEnd:
    case EventKind::kMapEnd:
      return end_container(event);
    case EventKind::kScalar:
      return take_scalar(event);
    case EventKind::kAlias:
      return take_alias(event);
    case EventKind::kDocumentEnd:
      return Step::kGoOn;
    case EventKind::kStreamEnd:
      return Step::kDone;
  }
  return Step::kDone;
}

Composer::Step Composer::begin_document(const Event& event) {
  if (!std::exchange(has_document_, true)) return Step::kGoOn;
  diagnostics_.report(Code::kYamlDocument, span(event.begin, event.end),
                      "a second document begins here",
                      "keep one document in a file; move the other to a file of its own");
  return Step::kDone;
}

Composer::Step Composer::begin_container(Event& event, Kind kind) {
  const Properties properties = properties_of(event, static_cast<std::uint32_t>(text_.size()));
  const Span place = span(properties.content, properties.content + 1);
  if (!budget_.allows_depth(frames_.size() + 1, place) || !budget_.take(1, 0, place))
    return Step::kStop;
  check_container_tag(tag_of(event, properties), kind, diagnostics_);
  anchors_.open(event.anchor, span(properties.anchor.begin, properties.anchor.end));
  Frame frame{.anchor = std::move(event.anchor), .end = properties.content};
  frame.item.node.kind = kind;
  frame.item.node.style = event.style;
  frame.item.node.span = place;
  frames_.push_back(std::move(frame));
  return Step::kGoOn;
}

Composer::Step Composer::end_container(const Event& event) {
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  Item& item = frame.item;
  // libyaml ends what is written by indentation where the next thing begins; the last child's end
  // is the true one.
  const std::uint32_t end = item.node.style == Style::kBlock ? frame.end : event.end;
  item.node.span = span(item.node.span.begin, end);
  if (item.node.kind == Kind::kMap && !finish_map(item, items_, budget_, diagnostics_))
    return Step::kStop;
  for (const ItemId child : item.children) {
    item.weight += items_[child].weight;
    item.bytes += items_[child].bytes;
    item.height = std::max(item.height, items_[child].height);
  }
  ++item.height;
  add(std::move(item), frame.anchor, end);
  return Step::kGoOn;
}

Composer::Step Composer::take_scalar(Event& event) {
  const Properties properties = properties_of(event, event.end);
  std::uint32_t end = event.end;
  if (event.style == Style::kBlock) {  // here too libyaml goes on to the next token
    while (end > properties.content &&
           std::string_view(" \t\r\n").find(text_[end - 1]) != std::string_view::npos)
      --end;
  }
  Item item{.bytes = event.text.size()};
  Node& node = item.node;
  node.kind = Kind::kString;
  node.style = event.style;
  node.span = span(properties.content, end);
  node.text = std::move(event.text);
  if (!budget_.allows_scalar(item.bytes, node.span) || !budget_.take(1, item.bytes, node.span))
    return Step::kStop;
  if (node.text.find('\0') != std::string::npos) {
    diagnostics_.report(Code::kYamlEncoding, node.span, "a value with a NUL character",
                        "remove the `\\0`");
  }
  resolve(node, tag_of(event, properties));
  anchors_.open(event.anchor, span(properties.anchor.begin, properties.anchor.end));
  add(std::move(item), event.anchor, end);
  return Step::kGoOn;
}

Composer::Step Composer::take_alias(const Event& event) {
  const Span place = span(event.begin, event.end);
  if (const std::optional<ItemId> id = anchors_.find(event.anchor, place)) {
    const Item& item = items_[*id];
    const bool allowed = budget_.allows_depth(frames_.size() + item.height, place) &&
                         budget_.take(item.weight, item.bytes, place);
    if (!allowed) return Step::kStop;
    attach(*id, event.end);
    return Step::kGoOn;
  }
  // The error is reported; a null stands in so that the rest is checked too.
  if (!budget_.take(1, 0, place)) return Step::kStop;
  Item item{.broken = true};
  item.node.span = place;
  add(std::move(item), {}, event.end);
  return Step::kGoOn;
}

void Composer::resolve(Node& node, const Tag& tag) {
  // What quotes and `!!str` say is the same.
  if (!tag.resolved.empty() && is_text_tag(tag) && node.style == Style::kPlain)
    node.style = Style::kQuoted;
  Scalar scalar;
  if (!tag.resolved.empty()) {
    scalar = resolve_tagged(tag, node.text, node.style, diagnostics_);
  } else if (node.style == Style::kPlain) {
    scalar = resolve_plain(node.text);
  }
  if (is_at_key()) return;  // a key is its text: no reader can take `on:` for anything else here
  node.kind = scalar.kind;
  node.boolean = scalar.boolean;
  node.integer = scalar.integer;
  node.number = scalar.number;
  if (scalar.ambiguity) warn(node, *scalar.ambiguity);
  if (node.kind == Kind::kNull) node.text.clear();
}

void Composer::warn(const Node& node, const Ambiguity& ambiguity) {
  std::string meaning;
  switch (node.kind) {
    case Kind::kBoolean:
      meaning = fmt::format("the boolean `{}`", node.boolean);
      break;
    case Kind::kInteger:
      meaning = fmt::format("the integer {}", node.integer);
      break;
    case Kind::kFloat:
      meaning = fmt::format("the number {}", node.number);
      break;
    default:
      meaning = "text";
  }
  diagnostics_
      .report(Code::kAmbiguousScalar, node.span,
              fmt::format("`{}` is read as {}", clipped(node.text), meaning), ambiguity.clear)
      .notes.push_back(ambiguity.readers);
}

// No document, or one that has no text at all, such as a lone `---`.
bool Composer::is_nothing() const {
  if (items_.empty()) return true;
  const Item& root = items_.back();
  return root.node.kind == Kind::kNull && root.node.span.begin == root.node.span.end;
}

bool Composer::is_at_key() const {
  return !frames_.empty() && frames_.back().item.node.kind == Kind::kMap &&
         frames_.back().item.children.size() % 2 == 0;
}

Properties Composer::properties_of(const Event& event, std::uint32_t end) const {
  const bool any = !event.anchor.empty() || !event.tag.empty();
  return read_properties(text_, event.begin, any ? end : event.begin);
}

Tag Composer::tag_of(const Event& event, const Properties& properties) const {
  const auto [begin, end] = properties.tag;
  return {event.tag, text_.substr(begin, end - begin), span(begin, end)};
}

void Composer::add(Item item, const std::string& anchor, std::uint32_t end) {
  const auto id = static_cast<ItemId>(items_.size());
  items_.push_back(std::move(item));
  anchors_.close(anchor, id);
  attach(id, end);
}

void Composer::attach(ItemId id, std::uint32_t end) {
  if (frames_.empty()) return;  // the root
  frames_.back().item.children.push_back(id);
  frames_.back().end = std::max(frames_.back().end, end);
}

}  // namespace

std::optional<Node> compose(std::string_view text, SourceId source, Diagnostics& diagnostics,
                            const Limits& limits) {
  return Composer(text, source, diagnostics, limits).run();
}

}  // namespace opta::yaml
