#include "lsp/server.h"

#include <algorithm>
#include <exception>
#include <map>

#include <fmt/format.h>

#include "base/file_system.h"
#include "diag/explain.h"
#include "lsp/fixes.h"

namespace opta::lsp {

namespace {

// The word's diagnostics explained, for whoever points at it.
std::string explanations(const std::vector<Finding>& findings, std::size_t offset) {
  std::string text;
  for (const Finding& finding : findings) {
    if (!finding.extent.touches(offset)) continue;
    if (!text.empty()) text += "\n\n";
    text += explain(finding.code);
  }
  return text;
}

std::vector<std::string> environment_names(const FileView& file) {
  std::vector<std::string> names;
  for (const std::size_t item : file.outline.items(Outline::kRoot, "environments")) {
    const std::string name(file.outline.value(item, "name"));
    if (!name.empty() && std::ranges::find(names, name) == names.end()) names.push_back(name);
    if (names.size() >= Scene::kEnvironmentsMax) break;
  }
  if (names.size() == 1) names.clear();  // it needs no choice
  return names;
}

}  // namespace

Server::Server(Workbench& workbench, Send send)
    : workbench_(workbench), send_(std::move(send)), format_(workbench.catalog()) {}

void Server::take(const MessageReader::Piece& piece) {
  if (exit_code_) return;
  if (piece.kind != MessageReader::Kind::kMessage) {
    const bool too_long = piece.kind == MessageReader::Kind::kTooLong;
    send_(error_answer(nullptr, too_long ? ErrorCode::kInvalidRequest : ErrorCode::kParseError,
                       too_long ? "the message is too long" : "no Content-Length can be read"));
    return;
  }
  const ReadMessage read = read_message(piece.text);
  if (!read.message) return send_(read.answer);
  try {
    handle(*read.message);
  } catch (const std::exception&) {
    // A bug of ours, or no memory. The session goes on; what the file holds is not repeated.
    if (read.message->id && !read.message->method.empty())
      send_(error_answer(*read.message->id, ErrorCode::kInternalError, "internal error in opta"));
  }
}

void Server::handle(const Incoming& message) {
  if (message.method.empty()) return;  // an answer: we ask nothing
  if (!message.id) return notified(message);
  Outcome outcome = requested(message);
  send_(outcome.refusal ? error_answer(*message.id, outcome.refusal->code, outcome.refusal->text)
                        : answer(*message.id, std::move(outcome.result)));
}

void Server::notified(const Incoming& message) {
  if (message.method == "exit") {
    exit_code_ = was_shut_down() ? 0 : 1;
  } else if (state_ != State::kRunning) {
    return;
  } else if (message.method == "textDocument/didOpen") {
    did_open(message.params);
  } else if (message.method == "textDocument/didChange") {
    did_change(message.params);
  } else if (message.method == "textDocument/didClose") {
    did_close(message.params);
  } else if (message.method == "workspace/didChangeWatchedFiles") {
    for (auto& [uri, document] : documents_.all()) document.is_dirty = true;
  }
}

Server::Outcome Server::requested(const Incoming& message) {
  const std::string& method = message.method;
  if (state_ == State::kShutDown)
    return {.refusal = Refusal{ErrorCode::kInvalidRequest, "the server was shut down"}};
  if (method == "initialize") {
    if (state_ == State::kRunning)
      return {.refusal = Refusal{ErrorCode::kInvalidRequest, "`initialize` came twice"}};
    state_ = State::kRunning;
    client_ = abilities_from(message.params);
    return {.result = initialize_result(client_.encoding)};
  }
  if (state_ == State::kNew)
    return {.refusal = Refusal{ErrorCode::kServerNotInitialized, "`initialize` comes first"}};
  if (method == "shutdown") {
    state_ = State::kShutDown;
    return {};
  }
  using AtPlace = Json (Server::*)(Document&, std::size_t);
  static const std::map<std::string_view, AtPlace> at_places = {
      {"textDocument/completion", &Server::completion},
      {"textDocument/hover", &Server::hovered},
      {"textDocument/definition", &Server::defined}};
  const auto at_place = at_places.find(method);
  const bool of_document = at_place != at_places.end() || method == "textDocument/documentSymbol" ||
                           method == "textDocument/codeAction";
  if (!of_document)
    return {.refusal = Refusal{ErrorCode::kMethodNotFound, "opta has no such method"}};
  Document* document = documents_.find(text_at(at(message.params, "textDocument"), "uri"));
  if (document == nullptr)
    return {.refusal = Refusal{ErrorCode::kInvalidParams, "the document is not open"}};
  if (!is_layer(*document)) return {};
  if (method == "textDocument/codeAction")
    return {.result = code_actions(*document, message.params)};
  const TextLines lines(document->text);
  if (at_place == at_places.end())
    return {.result = symbols_json(*view(*document), lines, client_)};
  const Json& position = at(message.params, "position");
  if (!position.is_object())
    return {.refusal = Refusal{ErrorCode::kInvalidParams, "`position` is missing"}};
  return {.result = (this->*at_place->second)(
              *document, lines.offset(point_from(position), client_.encoding))};
}

void Server::did_open(const Json& params) {
  const Json& opened = at(params, "textDocument");
  Document* document = documents_.open(text_at(opened, "uri"), integer_at(opened, "version"),
                                       text_at(opened, "text"));
  if (document == nullptr) return;
  workbench_.put(document->path, document->text);
  touched(document->path);
}

void Server::did_change(const Json& params) {
  const Json& named = at(params, "textDocument");
  Document* document = documents_.find(text_at(named, "uri"));
  if (document == nullptr) return;
  document->text =
      changed_text(std::move(document->text), at(params, "contentChanges"), client_.encoding);
  // Later changes would count from a text that we do not have: from here on it is not ours.
  if (document->text.size() > Documents::kTextBytesMax) return did_close(params);
  document->version = integer_at(named, "version");
  document->view = nullptr;
  document->is_dirty = true;
  workbench_.put(document->path, document->text);
  touched(document->path);
}

void Server::did_close(const Json& params) {
  Document* document = documents_.find(text_at(at(params, "textDocument"), "uri"));
  if (document == nullptr) return;
  const std::string path = document->path;
  workbench_.drop(path);
  if (document->has_findings) {
    send_(notification("textDocument/publishDiagnostics",
                       {{"uri", document->uri}, {"diagnostics", Json::array()}}));
  }
  documents_.close(document->uri);
  touched(path);
}

void Server::touched(const std::string& path) {
  for (auto& [uri, document] : documents_.all()) {
    if (document.path == path || document.asked_for.contains(path) ||
        document.asked_for.contains(parent_folder(path)))
      document.is_dirty = true;
  }
}

void Server::settle() {
  for (auto& [uri, document] : documents_.all()) {
    if (state_ != State::kRunning || exit_code_) return;
    if (!document.is_dirty) continue;
    try {
      publish(document);
    } catch (const std::exception&) {
      document.is_dirty = false;  // as in `take`: the next change tries again
    }
  }
}

void Server::publish(Document& document) {
  check(document);
  const TextLines lines(document.text);
  Json list = Json::array();
  for (const Finding& finding : document.findings)
    list.push_back(finding_json(finding, lines, client_));
  if (list.empty() && !document.has_findings && !is_layer(document)) return;
  document.has_findings = !list.empty();
  Json params = {{"uri", document.uri}, {"diagnostics", std::move(list)}};
  if (document.version) params["version"] = *document.version;
  send_(notification("textDocument/publishDiagnostics", std::move(params)));
}

void Server::check(Document& document) {
  document.is_dirty = false;
  document.findings.clear();
  document.asked_for.clear();
  if (!is_layer(document)) return;
  const auto file = view(document);
  document.result = workbench_.check(document.path, environment_names(*file));
  document.asked_for = std::move(document.result.asked_for);
  document.findings = findings_in(*file, document.result);
}

Json Server::completion(Document& document, std::size_t offset) {
  const CompletionList list =
      complete(scene(document), offset, {.several_lines = client_.text_as_is});
  return completion_json(list, TextLines(document.text), client_);
}

Json Server::hovered(Document& document, std::size_t offset) {
  if (document.is_dirty) publish(document);
  auto found = hover(scene(document), offset, [this](const ModuleDefinition& module) {
    return workbench_.resources_of(module);
  });
  const std::string explained = explanations(document.findings, offset);
  if (!found && explained.empty()) return nullptr;
  if (!found) found = Hover{.extent = {offset, offset}};
  if (!explained.empty()) found->text += (found->text.empty() ? "" : "\n\n---\n\n") + explained;
  return hover_json(*found, TextLines(document.text), client_);
}

Json Server::defined(Document& document, std::size_t offset) {
  const Scene scene = this->scene(document);
  Json locations = Json::array();
  for (const Location& location : definition(
           scene, offset, [this](const std::string& path) { return workbench_.exists(path); }))
    locations.push_back(location_json(location, client_.encoding));
  return locations;
}

Json Server::code_actions(Document& document, const Json& params) {
  if (document.is_dirty) publish(document);
  const TextLines lines(document.text);
  const Extent asked = extent_from(at(params, "range"), lines, client_.encoding);
  Json actions = Json::array();
  for (const Finding& finding : document.findings) {
    if (finding.extent.end < asked.begin || asked.end < finding.extent.begin) continue;
    for (const Fix& fix : fixes(document.text, finding.extent, finding.help)) {
      const Json edit = {{"range", range_json(fix.replaced, lines, client_.encoding)},
                         {"newText", fix.word}};
      actions.push_back({{"title", fmt::format("Change to `{}`", fix.word)},
                         {"kind", "quickfix"},
                         {"diagnostics", {finding_json(finding, lines, client_)}},
                         {"edit", {{"changes", {{document.uri, {edit}}}}}}});
    }
  }
  return actions;
}

bool Server::is_layer(const Document& document) const {
  return workbench_.is_layer(document.path, document.text);
}

std::shared_ptr<const FileView> Server::view(Document& document) {
  if (!document.view)
    document.view = std::make_shared<FileView>(document.path, document.text, format_);
  return document.view;
}

Scene Server::scene(Document& document) {
  return open_scene(view(document), format_,
                    [this](const std::string& path) { return workbench_.read(path); });
}

}  // namespace opta::lsp
