#include "app/engine.h"
namespace opta {
Exit engine_run(const std::string&) { return Exit::kUsage; }
}  // namespace opta
