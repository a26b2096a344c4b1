#include "lsp/rpc.h"

#include "base/json_depth.h"

namespace opta::lsp {

namespace {

// Files may hold bytes that are no UTF-8, which the library would throw at.
std::string to_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool can_be_id(const Json& id) {
  return id.is_number_integer() || id.is_string();
}

ReadMessage refuse(const Json& id, ErrorCode code, std::string_view text) {
  return {.answer = error_answer(id, code, text)};
}

}  // namespace

ReadMessage read_message(std::string_view text) {
  // The library builds what it reads: a message of brackets alone would fill the memory.
  if (nests_deeper_than(text, kDepthMax))
    return refuse(nullptr, ErrorCode::kInvalidRequest, "the message is nested too deeply");
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded())
    return refuse(nullptr, ErrorCode::kParseError, "the message is not JSON");
  if (!json.is_object())
    return refuse(nullptr, ErrorCode::kInvalidRequest, "the message is not an object");
  Incoming incoming;
  if (const auto id = json.find("id"); id != json.end()) {
    if (!can_be_id(*id) && !id->is_null())
      return refuse(nullptr, ErrorCode::kInvalidRequest, "`id` is a number or a text");
    incoming.id = *id;
  }
  const Json id = incoming.id.value_or(nullptr);
  if (at(json, "jsonrpc") != "2.0")
    return refuse(id, ErrorCode::kInvalidRequest, "`jsonrpc` is not \"2.0\"");
  const auto method = json.find("method");
  if (method == json.end()) {
    if (json.contains("result") || json.contains("error")) return {.message = std::move(incoming)};
    return refuse(id, ErrorCode::kInvalidRequest, "the message has no `method`");
  }
  if (!method->is_string()) return refuse(id, ErrorCode::kInvalidRequest, "`method` is not a text");
  incoming.method = method->get<std::string>();
  if (const auto params = json.find("params"); params != json.end())
    incoming.params = std::move(*params);
  return {.message = std::move(incoming)};
}

std::string answer(const Json& id, Json result) {
  return to_text({{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}});
}

std::string error_answer(const Json& id, ErrorCode code, std::string_view text) {
  return to_text({{"jsonrpc", "2.0"},
                  {"id", id},
                  {"error", {{"code", static_cast<int>(code)}, {"message", text}}}});
}

std::string notification(std::string_view method, Json params) {
  return to_text({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
}

const Json& at(const Json& json, std::string_view name) {
  static const Json nothing;
  if (!json.is_object()) return nothing;
  const auto found = json.find(name);
  return found == json.end() ? nothing : *found;
}

std::string text_at(const Json& json, std::string_view name) {
  const Json& value = at(json, name);
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::optional<std::int64_t> integer_at(const Json& json, std::string_view name) {
  const Json& value = at(json, name);
  if (!value.is_number_integer()) return std::nullopt;
  return value.get<std::int64_t>();
}

}  // namespace opta::lsp
