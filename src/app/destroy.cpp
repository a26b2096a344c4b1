#include "app/destroy.h"
namespace opta {
Exit destroy(Env& env, const RunArguments&) { env.err("not yet\n"); return Exit::kUsage; }
}  // namespace opta
