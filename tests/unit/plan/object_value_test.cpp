#include "plan/object_value.h"

#include <gtest/gtest.h>

namespace opta {
namespace {

TEST(Quantity, IsANumberInAllItsForms) {
  EXPECT_DOUBLE_EQ(static_cast<double>(parse_quantity("500m").value_or(0)), 0.5);
  EXPECT_EQ(parse_quantity("1Gi"), 1073741824.0L);
  EXPECT_EQ(parse_quantity("1E"), 1e18L);
  EXPECT_EQ(parse_quantity("1E3"), 1000.0L);
  EXPECT_EQ(parse_quantity("-1.5k"), -1500.0L);
  for (const char* text : {"", "m", "1x", "1 Gi", "lots", "1GiB", "inf", "nan", "0x10"}) {
    EXPECT_FALSE(parse_quantity(text)) << text;
  }
}

TEST(Duration, IsSeconds) {
  EXPECT_EQ(parse_duration("2160h0m0s"), 7776000.0L);
  EXPECT_EQ(parse_duration("1h30m"), 5400.0L);
  EXPECT_EQ(parse_duration("1.5s"), 1.5L);
  for (const char* text : {"", "5", "s", "1d", "1h30"}) EXPECT_FALSE(parse_duration(text)) << text;
}

struct Case {
  const char* path;
  const char* a;
  const char* b;
  bool same;
};
class ObjectValue : public testing::TestWithParam<Case> {};

TEST_P(ObjectValue, IsTheSameWhereThePathSaysSo) {
  const Case& one = GetParam();
  EXPECT_EQ(same_object_value(one.path, one.a, one.b), one.same) << one.path;
  EXPECT_EQ(same_object_value(one.path, one.b, one.a), one.same) << one.path;
}

INSTANTIATE_TEST_SUITE_P(
    All, ObjectValue,
    testing::Values(
        Case{"spec.containers[a].resources.requests.cpu", "0.5", "\"500m\"", true},
        Case{"spec.containers[a].resources.limits.memory", "\"1024Mi\"", "\"1Gi\"", true},
        Case{"spec.containers[a].resources.limits[\"nvidia.com/gpu\"]", "1", "\"1\"", true},
        Case{"spec.containers[a].resources.limits.memory", "\"1G\"", "\"1Gi\"", false},
        Case{"spec.resources.requests.storage", "\"10Gi\"", "\"10240Mi\"", true},
        Case{"spec.volumes[a].emptyDir.sizeLimit", "\"0.5Gi\"", "\"512Mi\"", true},
        Case{"spec.metrics[memory].resource.target.averageValue", "\"0.5Gi\"", "\"512Mi\"", true},
        Case{"spec.metrics[x].external.target.value", "1", "\"1000m\"", true},
        Case{"spec.containers[a].env[X].value", "\"0.5\"", "\"500m\"", false},
        Case{"spec.containers[a].env[X].value", "\"80\"", "80", false},
        Case{"data.limits", "\"1\"", "\"1000m\"", false},
        Case{"spec.template.metadata.annotations.timeout", "\"60s\"", "\"1m\"", false},
        Case{"spec.ports[http].targetPort", "\"80\"", "80", true},
        Case{"spec.rules[0].http.paths[0].backend.service.port.number", "80", "81", false},
        Case{"spec.duration", "\"2160h\"", "\"2160h0m0s\"", true},
        Case{"spec.image", "\"a\"", "\"b\"", false}));

}  // namespace
}  // namespace opta
