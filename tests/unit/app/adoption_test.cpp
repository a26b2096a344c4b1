#include "app/adoption.h"

#include <gtest/gtest.h>

namespace opta {
namespace {

TEST(TypeOfAddress, SkipsModulesAndTheirIndexes) {
  EXPECT_EQ(type_of_address("aws_vpc.this"), "aws_vpc");
  EXPECT_EQ(type_of_address("module.base.aws_vpc.this[0]"), "aws_vpc");
  EXPECT_EQ(type_of_address("module.k8scluster.module.default_node_group.aws_eks_node_group.this"),
            "aws_eks_node_group");
  EXPECT_EQ(type_of_address("module.base[\"a.b\"].aws_subnet.private[\"us-east-1a\"]"),
            "aws_subnet");
}

TEST(RouteImportId, IsTheTableAndTheDefaultRoute) {
  EXPECT_EQ(route_import_id("r-rtb-0123456789abcdef01080289494"),
            "rtb-0123456789abcdef0_0.0.0.0/0");
  EXPECT_EQ(route_import_id("rtb-0123456789abcdef0"), std::nullopt);
  EXPECT_EQ(route_import_id("r-rtb-0"), std::nullopt);
}

}  // namespace
}  // namespace opta
