#include "app/controlled_objects.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace opta {
namespace {

using testing::ElementsAre;

TEST(ControlledObjects, AreLoadBalancersRoutesAndClaimsOfOurs) {
  EXPECT_THAT(
      controlled_objects(R"({"items": [
    {"kind": "Service", "metadata": {"namespace": "a", "name": "lb"}, "spec": {"type": "LoadBalancer"}},
    {"kind": "Service", "metadata": {"namespace": "a", "name": "inner"}, "spec": {"type": "ClusterIP"}},
    {"kind": "Ingress", "metadata": {"namespace": "a", "name": "web"}},
    {"kind": "PersistentVolumeClaim", "metadata": {"namespace": "b", "name": "opta-persistent-0-db-0"}},
    {"kind": "PersistentVolumeClaim", "metadata": {"namespace": "b", "name": "mine"}}]})"),
      ElementsAre(ControlledObject{"services", "a", "lb"},
                  ControlledObject{"ingresses.networking.k8s.io", "a", "web"},
                  ControlledObject{"persistentvolumeclaims", "b", "opta-persistent-0-db-0"}));
}

TEST(ControlledObjects, NothingIsFoundInWhatIsNoList) {
  EXPECT_THAT(controlled_objects("{}"), ElementsAre());
  EXPECT_THAT(controlled_objects("nonsense"), ElementsAre());
}

}  // namespace
}  // namespace opta
