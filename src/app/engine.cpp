#include "app/engine.h"

#include "exec/engine_run.h"

namespace opta {

Exit engine_run(const std::string& record) {
  return static_cast<Exit>(engine_run_main(record));
}

}  // namespace opta
