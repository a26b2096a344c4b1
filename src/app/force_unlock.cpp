#include "app/force_unlock.h"
namespace opta {
Exit force_unlock(Env& env, const RunArguments&) { env.err("not yet\n"); return Exit::kUsage; }
}  // namespace opta
