// The protocol's structures, from and to JSON.
#pragma once

#include <vector>

#include "lsp/completion.h"
#include "lsp/definition.h"
#include "lsp/findings.h"
#include "lsp/hover.h"
#include "lsp/rpc.h"
#include "lsp/text_lines.h"

namespace opta::lsp {

// What the editor said that it understands.
struct ClientAbilities {
  Encoding encoding = Encoding::kUtf16;
  bool related_information = false;
  bool text_as_is = false;       // insertTextMode 1
  bool deprecated_tags = false;  // of completion items
  bool markdown = true;
  bool nested_symbols = false;
  // Our extension for VS Code says so in its `initializationOptions`: an item of a completion may
  // ask for the next completion.
  bool asks_again = false;
};
ClientAbilities abilities_from(const Json& initialize_params);
// The result of `initialize`.
Json initialize_result(Encoding encoding);

// Places outside of the text become its nearest ones, and an end before its beginning that.
Point point_from(const Json& position);
Extent extent_from(const Json& range, const TextLines& lines, Encoding encoding);
Json range_json(Extent extent, const TextLines& lines, Encoding encoding);

Json completion_json(const CompletionList& list, const TextLines& lines,
                     const ClientAbilities& client);
Json hover_json(const Hover& hover, const TextLines& lines, const ClientAbilities& client);
Json location_json(const Location& location, Encoding encoding);
Json finding_json(const Finding& finding, const TextLines& lines, const ClientAbilities& client);
// Modules, with the file's name and kind around them where the editor shows a tree.
Json symbols_json(const FileView& file, const TextLines& lines, const ClientAbilities& client);

}  // namespace opta::lsp
