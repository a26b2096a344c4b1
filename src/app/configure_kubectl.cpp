#include "app/configure_kubectl.h"
namespace opta {
Exit configure_kubectl(Env& env, const RunArguments&) { env.err("not yet\n"); return Exit::kUsage; }
}  // namespace opta
