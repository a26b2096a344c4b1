#include "exec/lines.h"

#include <algorithm>

namespace opta {

void LineSplitter::keep(std::string_view bytes) {
  pending_ += bytes.substr(0, std::min(bytes.size(), kLineLimitBytes - pending_.size()));
}

void LineSplitter::add(std::string_view bytes) {
  if (!sink_) return;
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return keep(bytes);
    keep(bytes.substr(0, end));
    sink_(pending_);
    pending_.clear();
    bytes.remove_prefix(end + 1);
  }
}

void LineSplitter::finish() {
  if (sink_ && !pending_.empty()) sink_(pending_);
  pending_.clear();
}

}  // namespace opta
