#include "app/logs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/events.h"
#include "view/pod_colours.h"

namespace opta {
namespace {

using kubectl::ClusterEvent;
using kubectl::Pod;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Pod> pods() {
  return {{.name = "app-1",
           .containers = {{.name = "k8s-service", .is_running = true, .has_started = true},
                          {.name = "proxy", .has_started = true, .restarts = 2}}},
          {.name = "app-2",
           .reason = "Unschedulable",
           .containers = {{.name = "k8s-service"}, {.name = "proxy", .reason = "ErrImagePull"}}}};
}

std::vector<std::string> names(const std::vector<LogSource>& sources) {
  std::vector<std::string> texts;
  for (const LogSource& one : sources)
    texts.push_back(one.pod + " " + one.container + " " + std::to_string(one.restarts));
  return texts;
}

TEST(Logs, OfAllContainersThatHaveStarted) {
  EXPECT_THAT(names(log_sources(pods(), "")), ElementsAre("app-1 k8s-service 0", "app-1 proxy 2"));
  EXPECT_THAT(names(log_sources(pods(), "proxy")), ElementsAre("app-1 proxy 2"));
  EXPECT_TRUE(log_sources(pods(), "")[0].is_running);
}

TEST(Logs, WhoHasNoLogYetIsNamed) {
  EXPECT_THAT(silent_containers(pods(), ""),
              ElementsAre("app-2 [k8s-service] has not started: Unschedulable",
                          "app-2 [proxy] has not started: ErrImagePull"));
}

TEST(Logs, AContainerThatStartsAgainIsAnotherSource) {
  const LogSource before{"a", "c", 0}, after{"a", "c", 1}, later{"a", "c", 0, true};
  EXPECT_TRUE(before < after);
  EXPECT_FALSE(before < later || later < before);
}

TEST(Logs, PrefixesSayWhichPod) {
  PodPrefixes plain(false);
  EXPECT_EQ(plain.of("app-1", "main"), "app-1 [main] ");
  PodPrefixes colours(true);
  const std::string one = colours.of("app-1", "main");
  EXPECT_TRUE(one.starts_with("\x1b[") && one.ends_with("\x1b[0m ")) << one;
  EXPECT_EQ(colours.of("app-1", "main"), one);
  EXPECT_NE(colours.of("app-2", "main").substr(0, 5), one.substr(0, 5));
}

std::vector<Service> services() {
  return {
      {.module = "App", .release = "shop-app", .release_namespace = "shop", .has_our_chart = true},
      {.module = "cache", .release = "valkey", .release_namespace = "default"}};
}

TEST(Events, OfTheLayersNamespaceAllAndOfOthersOnesOwn) {
  const auto places = event_places("shop", services(), "");
  ASSERT_EQ(places.size(), 2u);
  EXPECT_EQ(places[0].object_namespace, "shop");
  EXPECT_THAT(places[0].prefixes, IsEmpty());
  EXPECT_EQ(places[1].object_namespace, "default");
  EXPECT_THAT(places[1].prefixes, ElementsAre("valkey"));
  EXPECT_TRUE(belongs({.object_name = "valkey-0"}, places[1]));
  EXPECT_TRUE(belongs({.object_name = "valkey.17a"}, places[1]));
  EXPECT_FALSE(belongs({.object_name = "valkeyfs-0"}, places[1]));
  EXPECT_TRUE(belongs({.object_name = "other"}, places[0]));
}

TEST(Events, OfOneModule) {
  const auto places = event_places("shop", services(), "App");
  ASSERT_EQ(places.size(), 1u);
  EXPECT_THAT(places[0].prefixes, ElementsAre("app"));
}

}  // namespace
}  // namespace opta
