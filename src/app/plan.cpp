#include "app/plan.h"
namespace opta {
Exit plan(Env& env, const RunArguments&) { env.err("not yet\n"); return Exit::kUsage; }
}  // namespace opta
