#include "app/interrupt_watch.h"

namespace opta {

InterruptWatch::InterruptWatch(Env& env)
    : before_(env.interrupt_count()), ticker_(std::chrono::milliseconds(50), [this, &env] {
        if (env.interrupt_count() > before_) source_.request_stop();
      }) {}

}  // namespace opta
