#include "exec/kubectl/get.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace opta::kubectl {

namespace {

constexpr const char* kNoObjects = R"({"apiVersion":"v1","kind":"List","items":[]})";

// Whether every complaint is about an object or a kind that is not there.
bool tells_only_of_missing(std::string_view errors) {
  bool some = false;
  while (!errors.empty()) {
    const std::size_t end = std::min(errors.find('\n'), errors.size());
    const std::string_view line = trim(errors.substr(0, end));
    errors.remove_prefix(std::min(end + 1, errors.size()));
    if (line.empty() || line.starts_with("Warning:") || line.starts_with("ensure CRDs")) continue;
    const bool missing = line.contains("no matches for kind") || line.contains("(NotFound)");
    if (!missing) return false;
    some = true;
  }
  return some;
}

}  // namespace

std::vector<std::string> get_arguments(const GetOptions& options) {
  std::vector<std::string> arguments = {
      "get", join(options.types, ","), "--output=json", "--ignore-not-found",
      fmt::format("--request-timeout={}s", kRequestTimeout.count())};
  if (options.object_namespace.empty()) {
    arguments.emplace_back("--all-namespaces");
  } else {
    add_namespace(arguments, options.object_namespace);
  }
  if (!options.selector.empty()) {
    arguments.push_back(fmt::format("--selector={}", options.selector));
  }
  return arguments;
}

Result<ClusterText> get(const Context& context, const GetOptions& options) {
  ClusterText answer = OPTA_TRY(run_for_text(context, get_arguments(options)));
  // With --ignore-not-found "none" is no text at all.
  if (answer.ok() && trim(answer.text).empty()) answer.text = kNoObjects;
  return answer;
}

std::vector<std::string> get_objects_arguments() {
  return {"get", "--filename=-", "--output=json", "--ignore-not-found",
          fmt::format("--request-timeout={}s", kRequestTimeout.count())};
}

std::string object_documents(const std::vector<ObjectReference>& objects) {
  std::string text;
  for (const ObjectReference& object : objects) {
    nlohmann::ordered_json metadata = {{"name", object.name}};
    if (!object.object_namespace.empty()) metadata["namespace"] = object.object_namespace;
    const nlohmann::ordered_json document = {
        {"apiVersion", object.api_version}, {"kind", object.kind}, {"metadata", metadata}};
    // One behind the other, not in a list: an unknown kind fails the whole list. kubectl takes
    // JSON that begins with a brace as a stream, without marks between documents.
    text += document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
  }
  return text;
}

Result<ClusterText> get_objects(const Context& context,
                                const std::vector<ObjectReference>& objects) {
  Captured captured = OPTA_TRY(run(context, get_objects_arguments(), object_documents(objects)));
  const bool ended = captured.signal == 0 && !captured.stopped && !captured.timed_out;
  if (!captured.succeeded() && !(ended && tells_only_of_missing(captured.err))) {
    return ClusterText{.failure = cluster_failure_of(captured)};
  }
  if (captured.truncated) {
    return fail(fmt::format("kubectl's answer is larger than {} bytes", kOutputLimitBytes));
  }
  if (trim(captured.out).empty()) return ClusterText{.text = kNoObjects};
  return ClusterText{.text = std::move(captured.out)};
}

}  // namespace opta::kubectl
