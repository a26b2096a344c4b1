// Ctrl-C as a stop token for what we run to its end, such as a plan.
#pragma once

#include <stop_token>

#include "app/env.h"
#include "view/ticker.h"

namespace opta {

// Asks to stop once the user has pressed Ctrl-C after the watch began. A signal handler may only count, so a
// ticker looks at the count.
class InterruptWatch {
 public:
  explicit InterruptWatch(Env& env);

  std::stop_token token() const { return source_.get_token(); }
  bool interrupted() const { return source_.stop_requested(); }

 private:
  std::stop_source source_;
  int before_;
  Ticker ticker_;
};

}  // namespace opta
