#include "prove/network/coverage.h"

namespace opta::prove {

void Coverage::add(const IpBlock& block, Truth is_there, const std::vector<IpBlock>& except) {
  if (is_there == Truth::kNo || !block.overlaps(of_)) return;
  std::vector<Packets> added = {{block.contains(of_) ? of_ : block, {}}};
  for (const IpBlock& one : except) added = without(added, {one, {}});
  if (added.empty()) return;
  if (is_there == Truth::kUnknown) return doubt();
  has_some_ = true;
  for (const Packets& part : added) left_ = without(left_, part);
}

Truth Coverage::all() const {
  if (left_.empty()) return Truth::kYes;
  return has_some_ || is_doubtful_ ? Truth::kUnknown : Truth::kNo;
}

}  // namespace opta::prove
