// `opta lsp`: the checks, for editors, on standard input and output.
#pragma once

#include "app/env.h"

namespace opta {

// Speaks the Language Server Protocol until the editor leaves. It starts no program, opens no
// connection and writes no file.
Exit language_server(Env& env);

}  // namespace opta
