#include "layer/json_check.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "layer/message.h"
#include "yaml/read.h"

namespace opta {

namespace {

using Json = nlohmann::json;

// Of the library's "[json.exception…] parse error at line 1, column 2: syntax error while parsing
// object key - unexpected end of input; last read: '…'; expected string literal" what says why.
std::string cause(std::string_view text) {
  if (const auto dash = text.find(" - "); dash != std::string_view::npos)
    text.remove_prefix(dash + 3);
  const auto read = text.find("; last read: ");
  if (read == std::string_view::npos) return std::string(text);
  const auto next = text.rfind("; expected");
  return std::string(text.substr(0, read)) +
         std::string(next == std::string_view::npos || next < read ? "" : text.substr(next));
}

// Takes the events and keeps nothing: only whether they come is asked.
class Listener final : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }

  bool parse_error(std::size_t read, const std::string&,
                   const nlohmann::detail::exception& error) override {
    position = read == 0 ? 0 : read - 1;
    problem = cause(error.what());
    return false;
  }

  std::size_t position = 0;
  std::string problem = {};
};

}  // namespace

bool check_json(const SourceMap& sources, SourceId source, Diagnostics& diagnostics) {
  const std::string& text = sources.get(source).text();
  const auto span = [&](std::size_t begin, std::size_t end) {
    return Span{source, static_cast<std::uint32_t>(std::min(begin, text.size())),
                static_cast<std::uint32_t>(std::min(end, text.size()))};
  };
  Listener listener;
  if (!Json::sax_parse(text, &listener)) {
    diagnostics.report(Code::kJsonSyntax, span(listener.position, listener.position + 1),
                       "the file is not JSON: " + shown(listener.problem));
    return false;
  }
  if (const std::size_t first = text.find_first_not_of(" \t\r\n"); text[first] != '{') {
    diagnostics.report(Code::kJsonSyntax, span(first, first + 1),
                       "the file does not hold a JSON object", "it begins with `{`");
    return false;
  }
  // Readers of JSON keep the last of two keys silently. JSON is YAML, whose reader knows places;
  // whatever else it would say is of no concern here.
  Diagnostics of_yaml;
  yaml::read(sources, source, of_yaml);
  bool sound = true;
  for (const Diagnostic& diagnostic : of_yaml.all()) {
    if (diagnostic.code != Code::kDuplicateKey) continue;
    diagnostics.add(diagnostic);
    sound = false;
  }
  return sound;
}

}  // namespace opta
