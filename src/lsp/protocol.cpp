#include "lsp/protocol.h"

#include <algorithm>

#include <fmt/format.h>

#include "lsp/uri.h"

namespace opta::lsp {

namespace {

// CompletionItemKind of the protocol.
int kind_of(CompletionKind kind) {
  switch (kind) {
    case CompletionKind::kKey:
      return 10;  // Property
    case CompletionKind::kValue:
      return 12;  // Value
    case CompletionKind::kModuleType:
      return 7;  // Class
    case CompletionKind::kModule:
      return 9;  // Module
    case CompletionKind::kName:
      return 6;  // Variable
    case CompletionKind::kPermission:
      return 20;  // EnumMember
  }
  return 1;
}

Json markup(const std::string& text, const ClientAbilities& client) {
  return {{"kind", client.markdown ? "markdown" : "plaintext"}, {"value", text}};
}

bool has(const Json& list, const Json& value) {
  return list.is_array() && std::ranges::find(list, value) != list.end();
}

Json item_json(const Completion& item, std::size_t order, const TextLines& lines,
               const ClientAbilities& client) {
  Json json = {
      {"label", item.label},
      {"kind", kind_of(item.kind)},
      {"sortText", fmt::format("{}{:04}", item.rank, order)},
      {"filterText", item.filter.empty() ? item.label : item.filter},
      {"textEdit",
       {{"range", range_json(item.replaced, lines, client.encoding)}, {"newText", item.insert}}}};
  if (!item.detail.empty()) json["detail"] = item.detail;
  if (!item.doc.empty()) json["documentation"] = markup(item.doc, client);
  if (item.is_deprecated && client.deprecated_tags) json["tags"] = Json::array({1});
  if (client.text_as_is) json["insertTextMode"] = 1;
  if (item.goes_on && client.asks_again) {
    json["command"] = {{"title", "Suggest"}, {"command", "editor.action.triggerSuggest"}};
  }
  return json;
}

}  // namespace

ClientAbilities abilities_from(const Json& params) {
  const Json& capabilities = at(params, "capabilities");
  const Json& document = at(capabilities, "textDocument");
  const Json& completion = at(document, "completion");
  const Json& item = at(completion, "completionItem");
  ClientAbilities client;
  if (has(at(at(capabilities, "general"), "positionEncodings"), "utf-8"))
    client.encoding = Encoding::kUtf8;
  client.related_information = at(at(document, "publishDiagnostics"), "relatedInformation") == true;
  client.text_as_is = has(at(at(item, "insertTextModeSupport"), "valueSet"), 1);
  client.deprecated_tags = has(at(at(item, "tagSupport"), "valueSet"), 1);
  const Json& formats = at(at(document, "hover"), "contentFormat");
  client.markdown = !formats.is_array() || has(formats, "markdown");
  client.nested_symbols =
      at(at(document, "documentSymbol"), "hierarchicalDocumentSymbolSupport") == true;
  client.asks_again = at(at(params, "initializationOptions"), "triggerSuggest") == true;
  return client;
}

Json initialize_result(Encoding encoding) {
  const Json sync = {{"openClose", true}, {"change", 2}, {"save", false}};
  const Json completion = {{"triggerCharacters", {" ", ".", "{", "-", ":"}},
                           {"resolveProvider", false}};
  const Json capabilities = {{"positionEncoding", encoding == Encoding::kUtf8 ? "utf-8" : "utf-16"},
                             {"textDocumentSync", sync},
                             {"completionProvider", completion},
                             {"hoverProvider", true},
                             {"definitionProvider", true},
                             {"documentSymbolProvider", true},
                             {"codeActionProvider", {{"codeActionKinds", {"quickfix"}}}}};
  return {{"capabilities", capabilities},
          {"serverInfo", {{"name", "opta"}, {"version", OPTA_VERSION}}}};
}

Point point_from(const Json& position) {
  return {integer_at(position, "line").value_or(0), integer_at(position, "character").value_or(0)};
}

Extent extent_from(const Json& range, const TextLines& lines, Encoding encoding) {
  const std::size_t begin = lines.offset(point_from(at(range, "start")), encoding);
  const std::size_t end = lines.offset(point_from(at(range, "end")), encoding);
  return {begin, std::max(begin, end)};
}

Json range_json(Extent extent, const TextLines& lines, Encoding encoding) {
  const auto json = [&](std::size_t offset) {
    const Point point = lines.point(offset, encoding);
    return Json{{"line", point.line}, {"character", point.column}};
  };
  return {{"start", json(extent.begin)}, {"end", json(std::max(extent.begin, extent.end))}};
}

Json completion_json(const CompletionList& list, const TextLines& lines,
                     const ClientAbilities& client) {
  Json items = Json::array();
  for (const Completion& item : list.items)
    items.push_back(item_json(item, items.size(), lines, client));
  return {{"isIncomplete", !list.is_complete}, {"items", std::move(items)}};
}

Json hover_json(const Hover& hover, const TextLines& lines, const ClientAbilities& client) {
  return {{"contents", markup(hover.text, client)},
          {"range", range_json(hover.extent, lines, client.encoding)}};
}

Json location_json(const Location& location, Encoding encoding) {
  return {{"uri", uri_of(location.path)},
          {"range", range_json(location.extent, TextLines(location.text), encoding)}};
}

Json finding_json(const Finding& finding, const TextLines& lines, const ClientAbilities& client) {
  Json json = {{"range", range_json(finding.extent, lines, client.encoding)},
               {"severity", static_cast<int>(finding.severity)},
               {"code", info(finding.code).id},
               {"source", "opta"},
               {"message", finding.message}};
  if (!client.related_information || finding.related.empty()) return json;
  json["relatedInformation"] = Json::array();
  for (const Related& related : finding.related) {
    json["relatedInformation"].push_back(
        {{"location", location_json({related.path, related.extent, related.text}, client.encoding)},
         {"message", related.message}});
  }
  return json;
}

Json symbols_json(const FileView& file, const TextLines& lines, const ClientAbilities& client) {
  constexpr int kModule = 2;  // SymbolKind of the protocol
  Json symbols = Json::array();
  for (const ModuleView& module : file.modules) {
    const Extent extent = file.outline[module.branch].extent;
    const std::string name = module.name.empty() ? "(no type yet)" : module.name;
    Json symbol = {{"name", name}, {"kind", kModule}};
    if (client.nested_symbols) {
      symbol["detail"] = file.outline.value(module.branch, "type");
      symbol["range"] = range_json(extent, lines, client.encoding);
      symbol["selectionRange"] = range_json(file.name_of(module), lines, client.encoding);
    } else {
      symbol["location"] = location_json({file.path, extent, file.text}, client.encoding);
    }
    symbols.push_back(std::move(symbol));
  }
  return symbols;
}

}  // namespace opta::lsp
