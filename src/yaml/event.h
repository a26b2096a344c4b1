// libyaml's event stream in our own types: event.cpp is the only file that sees the library.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "yaml/node.h"

namespace opta::yaml {

enum class EventKind : std::uint8_t {
  kScalar,
  kAlias,
  kListBegin,
  kListEnd,
  kMapBegin,
  kMapEnd,
  kDocumentBegin,
  kDocumentEnd,
  kStreamEnd,
};

// Bytes [begin, end): of a scalar, an alias or a document's `---` exactly; a list's or a map's
// begin event ends where its first token does. A node's begin stands before its anchor and tag.
struct Event {
  EventKind kind = EventKind::kStreamEnd;
  Style style =
      Style::kPlain;  // kBlock for lists and maps by indentation, kPlain for those in brackets
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string text = {};    // of a scalar
  std::string anchor = {};  // of a node, or of the alias
  std::string tag = {};     // resolved: "tag:yaml.org,2002:str", "!mine"; empty for none
};

// Why the text is not YAML, in libyaml's words: `context` is what it was reading, may be empty.
struct SyntaxError {
  std::string problem;
  std::string context;
  std::uint32_t at = 0;          // byte offset of the problem
  std::uint32_t context_at = 0;  // where the thing it was reading begins
};

class EventReader {
 public:
  // `text` must be free of bad text (text_check.h), and must outlive the reader.
  explicit EventReader(std::string_view text);
  EventReader(const EventReader&) = delete;
  EventReader& operator=(const EventReader&) = delete;
  ~EventReader();

  // Not to be called again after an error or kStreamEnd.
  tl::expected<Event, SyntaxError> next();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace opta::yaml
