#include "view/ticker.h"

namespace opta {

Ticker::Ticker(std::chrono::milliseconds period, std::function<void()> call)
    : thread_([this, period, call = std::move(call)](const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        // The wait ends at once when the ticker goes: nobody waits for the last period.
        while (!wake_.wait_for(lock, stop, period, [&] { return stop.stop_requested(); })) call();
      }) {}

}  // namespace opta
