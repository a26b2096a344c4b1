// Takes a map apart key by key, and reports what is missing, of the wrong kind, or left over.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.h"
#include "yaml/node.h"

namespace opta::yaml {

// `what` names the map in messages: "a module". The node must outlive the reader.
class MapReader {
 public:
  MapReader(const Node& map, std::string what, Diagnostics& diagnostics);

  // The key's value whatever its kind; marks the key as known.
  const Entry* take(std::string_view key);
  // The same, but a null value counts as absent, and another kind is reported. A missing `required`
  // key is reported.
  const Node* take(std::string_view key, Kind kind, bool required = false);
  // A scalar as text: numbers and booleans are taken as they were written.
  std::optional<std::string> take_text(std::string_view key, bool required = false);
  std::optional<bool> take_boolean(std::string_view key);
  std::optional<std::int64_t> take_integer(std::string_view key);
  std::vector<std::string> take_texts(std::string_view key);

  // Reports every key that was not taken, with a suggestion. Call it last.
  void finish();

 private:
  void missing(std::string_view key);

  const Node& map_;
  std::string what_;
  Diagnostics& diagnostics_;
  std::vector<std::string> known_;
};

}  // namespace opta::yaml
