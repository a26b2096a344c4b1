// From what AWS answers about a thing to the module's resources that it is. Pure: the answers are
// JSON, by the names that the module's definition gives them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/imports.h"
#include "catalog/module_definition.h"
#include "exec/json.h"

namespace opta {

// The value at a dotted path, "thing.tags"; a JSON null where there is none.
const lenient::Json& answer_at(const lenient::Json& answers, std::string_view path);

// Fills the braces of a text: {NAME} and {NAME.PATH} of an answer. `{thing.name|domain}` is without
// the dot that ends a full domain name. What is not there becomes an empty text.
std::string fill(std::string_view text, const lenient::Json& answers);

// The first expectation that the answers do not meet.
const ImportExpectation* find_misfit(const ImportDefinition& definition,
                                     const lenient::Json& answers);

// Imports of all that the thing has; addresses begin with the module's.
std::vector<Import> imports_of(const ImportDefinition& definition, const std::string& module,
                               const lenient::Json& answers);

// Whether the resource of that address is a part of such a thing, there already or not. `imports`
// are those of the thing itself: what is of one kind with them is a part, too.
bool is_part_of(const ImportDefinition& definition, const std::string& module,
                const std::vector<Import>& imports, std::string_view address);

// Inputs with what they have to be for the module to be about this thing.
lenient::Json identity_of(const ImportDefinition& definition, const lenient::Json& answers);
// Those of them that `written` (the module's arguments) does not say yet. An object may say more
// than it has to.
lenient::Json missing_identity(const lenient::Json& identity, const lenient::Json& written);

// Key and value, from either of AWS's forms: a list of `Key` and `Value`, or a map.
std::map<std::string, std::string> tags_in(const lenient::Json& tags);

}  // namespace opta
