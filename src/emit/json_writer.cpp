#include "emit/json_writer.h"

namespace opta {

namespace {

class Writer {
 public:
  Writer(const PointerOrigins& pointers, OriginMap& origins)
      : pointers_(pointers), origins_(origins) {}

  // The depth is that of the user's YAML plus a few levels of ours.
  void write(const Json& value, const std::string& pointer,
             std::size_t depth) {  // NOLINT(misc-no-recursion)
    const std::size_t begin = text.size();
    if (value.is_object() && !value.empty()) {
      container(value, pointer, depth, '{', '}');
    } else if (value.is_array() && !value.empty()) {
      container(value, pointer, depth, '[', ']');
    } else {
      text += value.dump(-1, ' ', false, Json::error_handler_t::replace);
    }
    if (const auto origin = pointers_.find(pointer); origin != pointers_.end()) {
      origins_.add(begin, text.size(), origin->second);
    }
  }

  std::string text;

 private:
  void container(const Json& value, const std::string& pointer, std::size_t depth, char open,
                 char close) {  // NOLINT(misc-no-recursion)
    text += open;
    bool first = true;
    for (const auto& [key, item] : value.items()) {
      if (!first) text += ',';
      first = false;
      text += '\n' + std::string(2 * (depth + 1), ' ');
      if (value.is_object())
        text += Json(key).dump(-1, ' ', false, Json::error_handler_t::replace) + ": ";
      write(item, below(pointer, key), depth + 1);
    }
    text += '\n' + std::string(2 * depth, ' ') + close;
  }

  const PointerOrigins& pointers_;
  OriginMap& origins_;
};

}  // namespace

std::string below(const std::string& pointer, std::string_view key) {
  std::string result = pointer + '/';
  for (const char c : key) {  // RFC 6901: a key may have what separates keys
    if (c == '~') {
      result += "~0";
    } else if (c == '/') {
      result += "~1";
    } else {
      result += c;
    }
  }
  return result;
}

std::string write_json(const Json& root, const PointerOrigins& pointers, OriginMap& origins) {
  Writer writer(pointers, origins);
  writer.write(root, "", 0);
  return writer.text + '\n';
}

}  // namespace opta
