#include "base/suggest.h"

#include <gtest/gtest.h>

namespace opta {
namespace {

TEST(EditDistance, CountsInsertDeleteReplaceAndSwap) {
  EXPECT_EQ(edit_distance("domain", "domain"), 0);
  EXPECT_EQ(edit_distance("domian", "domain"), 1);
  EXPECT_EQ(edit_distance("doman", "domain"), 1);
  EXPECT_EQ(edit_distance("", "abc"), 3);
}

TEST(DidYouMean, NamesTheNearestFirst) {
  EXPECT_EQ(did_you_mean("domian", {"delegated", "domain"}), "did you mean `domain`?");
  EXPECT_EQ(did_you_mean("min-nodes", {"min_nodes", "max_nodes"}),
            "did you mean `min_nodes` or `max_nodes`?");
}

TEST(DidYouMean, IsSilentWhenNothingIsNear) {
  EXPECT_EQ(did_you_mean("zzz", {"domain"}), "");
  EXPECT_EQ(did_you_mean("", {"domain"}), "");
}

}  // namespace
}  // namespace opta
