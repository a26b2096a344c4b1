#include "app/sandbox.h"
namespace opta {
Exit sandbox(Env& env, const SandboxArguments&) { env.err("not yet\n"); return Exit::kUsage; }
}  // namespace opta
