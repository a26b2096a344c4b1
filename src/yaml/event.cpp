#include "yaml/event.h"

#include <utility>

#include <yaml.h>

#include "base/check.h"
#include "yaml/text_check.h"

namespace opta::yaml {

namespace {

std::string text_of(const yaml_char_t* text) {
  return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text));
}

Style style_of(yaml_scalar_style_t style) {
  switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
      return Style::kQuoted;
    case YAML_LITERAL_SCALAR_STYLE:
    case YAML_FOLDED_SCALAR_STYLE:
      return Style::kBlock;
    default:
      return Style::kPlain;
  }
}

// Frees what libyaml allocated for an event, whatever path is taken.
struct RawEvent {
  yaml_event_t event{};
  RawEvent() = default;
  RawEvent(const RawEvent&) = delete;
  RawEvent& operator=(const RawEvent&) = delete;
  ~RawEvent() { yaml_event_delete(&event); }
};

Event convert(const yaml_event_t& raw) {
  switch (raw.type) {
    case YAML_SCALAR_EVENT: {
      const auto& scalar = raw.data.scalar;
      return {.kind = EventKind::kScalar,
              .style = style_of(scalar.style),
              .text = {reinterpret_cast<const char*>(scalar.value), scalar.length},
              .anchor = text_of(scalar.anchor),
              .tag = text_of(scalar.tag)};
    }
    case YAML_SEQUENCE_START_EVENT: {
      const auto& list = raw.data.sequence_start;
      return {.kind = EventKind::kListBegin,
              .style = list.style == YAML_FLOW_SEQUENCE_STYLE ? Style::kPlain : Style::kBlock,
              .anchor = text_of(list.anchor),
              .tag = text_of(list.tag)};
    }
    case YAML_MAPPING_START_EVENT: {
      const auto& map = raw.data.mapping_start;
      return {.kind = EventKind::kMapBegin,
              .style = map.style == YAML_FLOW_MAPPING_STYLE ? Style::kPlain : Style::kBlock,
              .anchor = text_of(map.anchor),
              .tag = text_of(map.tag)};
    }
    case YAML_ALIAS_EVENT:
      return {.kind = EventKind::kAlias, .anchor = text_of(raw.data.alias.anchor)};
    case YAML_SEQUENCE_END_EVENT:
      return {.kind = EventKind::kListEnd};
    case YAML_MAPPING_END_EVENT:
      return {.kind = EventKind::kMapEnd};
    case YAML_DOCUMENT_START_EVENT:
      return {.kind = EventKind::kDocumentBegin};
    case YAML_DOCUMENT_END_EVENT:
      return {.kind = EventKind::kDocumentEnd};
    default:
      return {.kind = EventKind::kStreamEnd};
  }
}

}  // namespace

struct EventReader::State {
  explicit State(std::string_view text) : offsets(text) {
    OPTA_ASSERT(yaml_parser_initialize(&parser) == 1);
    // Without this libyaml guesses, and takes some texts for UTF-16.
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    text.remove_prefix(byte_order_mark(text));
    yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { yaml_parser_delete(&parser); }

  CodePointIndex offsets;
  yaml_parser_t parser{};
};

EventReader::EventReader(std::string_view text) : state_(std::make_unique<State>(text)) {}
EventReader::~EventReader() = default;

tl::expected<Event, SyntaxError> EventReader::next() {
  while (true) {
    RawEvent raw;
    yaml_parser_t& parser = state_->parser;
    if (yaml_parser_parse(&parser, &raw.event) == 0) {
      SyntaxError error;
      error.problem = parser.problem == nullptr ? "out of memory" : parser.problem;
      error.context = parser.context == nullptr ? "" : parser.context;
      error.at = state_->offsets.byte_offset(parser.problem_mark.index);
      error.context_at = state_->offsets.byte_offset(parser.context_mark.index);
      return tl::make_unexpected(std::move(error));
    }
    if (raw.event.type == YAML_STREAM_START_EVENT) continue;
    Event event = convert(raw.event);
    event.begin = state_->offsets.byte_offset(raw.event.start_mark.index);
    event.end = state_->offsets.byte_offset(raw.event.end_mark.index);
    return event;
  }
}

}  // namespace opta::yaml
