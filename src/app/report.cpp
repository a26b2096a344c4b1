#include "app/report.h"

#include "base/text.h"
#include "diag/render_json.h"
#include "diag/render_text.h"

namespace opta {

Exit report_error(Env& env, Code code, const Error& error) {
  const SourceMap none;
  const Diagnostic diagnostic{
      .code = code, .message = printable(error.message), .help = printable(error.help)};
  if (env.json) {
    Diagnostics one;
    one.add(diagnostic);
    env.out(render_json(one, none));
  } else {
    env.err(render_text(diagnostic, none, {.colour = env.colour, .width = env.width}));
  }
  return info(code).id.substr(1, 2) == "07" ? Exit::kEngineFailed : Exit::kUsage;
}

}  // namespace opta
