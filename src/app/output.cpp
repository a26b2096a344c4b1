#include "app/output.h"
namespace opta {
Exit output(Env& env, const RunArguments&) { env.err("not yet\n"); return Exit::kUsage; }
}  // namespace opta
