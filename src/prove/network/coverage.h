// How much of some addresses is let through, when one rule after another lets through a part.
#pragma once

#include <vector>

#include "prove/network/ip_block.h"
#include "prove/truth.h"

namespace opta::prove {

class Coverage {
 public:
  // Of addresses of which nobody knows where they lie, `of` is everywhere.
  explicit Coverage(const IpBlock& of) : of_(of), left_({{of, {}}}) {}

  // `is_there`: how sure it is that the rule lets them through.
  void add(const IpBlock& block, Truth is_there, const std::vector<IpBlock>& except = {});
  void add_all(Truth is_there) { add(of_, is_there); }
  // It may let through anything.
  void doubt() { is_doubtful_ = true; }

  // kNo: none of them. kUnknown: some, or nobody knows.
  Truth all() const;

 private:
  IpBlock of_;
  std::vector<Packets> left_;
  bool has_some_ = false;
  bool is_doubtful_ = false;
};

}  // namespace opta::prove
