#include "app/show.h"
namespace opta {
Exit show(Env& env, const RunArguments&) { env.err("not yet\n"); return Exit::kUsage; }
}  // namespace opta
