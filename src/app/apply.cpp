#include "app/apply.h"
namespace opta {
Exit apply(Env& env, const RunArguments&) { env.err("not yet\n"); return Exit::kUsage; }
}  // namespace opta
