// Ctrl-C as a stop token, for programs that are only waited for: nothing is half done by ending
// one.
#pragma once

#include <chrono>
#include <stop_token>
#include <thread>

#include "app/env.h"

namespace opta {

class InterruptStop {
 public:
  explicit InterruptStop(Env& env)
      : watch_([this, &env, before = env.interrupt_count()](const std::stop_token& over) {
          while (!over.stop_requested() && env.interrupt_count() == before)
            std::this_thread::sleep_for(kPause);
          if (!over.stop_requested()) source_.request_stop();
        }) {}

  std::stop_token token() const { return source_.get_token(); }
  bool is_interrupted() const { return source_.stop_requested(); }
  // Sleeps; ends early by Ctrl-C.
  void wait(std::chrono::milliseconds time) const {
    const auto end = std::chrono::steady_clock::now() + time;
    while (!is_interrupted() && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(kPause);
  }

 private:
  static constexpr std::chrono::milliseconds kPause{50};

  std::stop_source source_;
  std::jthread watch_;  // last, so that it ends before what it uses
};

}  // namespace opta
