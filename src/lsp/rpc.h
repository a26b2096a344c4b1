// JSON-RPC 2.0: what a message is, and how it is answered.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace opta::lsp {

using Json = nlohmann::json;

// Of JSON-RPC and of the Language Server Protocol.
enum class ErrorCode : int {
  kParseError = -32700,
  kInvalidRequest = -32600,
  kMethodNotFound = -32601,
  kInvalidParams = -32602,
  kInternalError = -32603,
  kServerNotInitialized = -32002,
};

// Brackets in brackets; a real message has a tenth of it.
inline constexpr int kDepthMax = 128;

struct Incoming {
  std::optional<Json> id = {};  // nothing: a notification, which is never answered
  std::string method = {};      // empty: an answer to a request of ours
  Json params = nullptr;
};

// A message, or the answer that says what is wrong with it.
struct ReadMessage {
  std::optional<Incoming> message = {};
  std::string answer = {};
};
ReadMessage read_message(std::string_view text);

std::string answer(const Json& id, Json result);
std::string error_answer(const Json& id, ErrorCode code, std::string_view text);
std::string notification(std::string_view method, Json params);

// Reading parameters without trusting their shape: what is missing or of another type is null,
// empty or nothing.
const Json& at(const Json& json, std::string_view name);
std::string text_at(const Json& json, std::string_view name);
std::optional<std::int64_t> integer_at(const Json& json, std::string_view name);

}  // namespace opta::lsp
