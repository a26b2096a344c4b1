#include "app/pod_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/port_forward.h"

namespace opta {
namespace {

using kubectl::Pod;
using testing::HasSubstr;

Pod pod(std::string name, bool ready, std::string component = "server") {
  return {.name = std::move(name),
          .component = std::move(component),
          .is_ready = ready,
          .containers = {{.name = "wait", .is_init = true, .has_started = true},
                         {.name = "k8s-service", .is_running = true, .has_started = true}},
          .main_container = "k8s-service"};
}

TEST(PodChoice, TheNewestThatServes) {
  const auto choice = choose_pod(
      {pod("old", true), pod("new", true), pod("starting", false), pod("job", true, "cron-job")},
      "", "");
  ASSERT_TRUE(choice);
  EXPECT_EQ(choice->pod, "new");
  EXPECT_EQ(choice->container, "k8s-service");
}

TEST(PodChoice, OneThatLeavesOnlyWhenThereIsNoOther) {
  Pod leaving = pod("leaving", true);
  leaving.is_leaving = true;
  EXPECT_EQ(choose_pod({pod("stays", false), leaving}, "", "")->pod, "stays");
  EXPECT_EQ(choose_pod({leaving}, "", "")->pod, "leaving");
}

TEST(PodChoice, ANamedOneIsTakenOrRefused) {
  EXPECT_EQ(choose_pod({pod("a", true), pod("b", true)}, "a", "")->pod, "a");
  const auto unknown = choose_pod({pod("app-1", true)}, "app-2", "");
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().help, HasSubstr("app-1"));
  const auto container = choose_pod({pod("a", true)}, "", "proxy");
  ASSERT_FALSE(container);
  EXPECT_THAT(container.error().help, HasSubstr("`wait` and `k8s-service`"));
}

TEST(PodChoice, WhatDoesNotRunCannotBeEntered) {
  Pod broken = pod("a", false);
  broken.containers[1] = {.name = "k8s-service", .reason = "ImagePullBackOff"};
  const auto choice = choose_pod({broken}, "", "");
  ASSERT_FALSE(choice);
  EXPECT_THAT(choice.error().message, HasSubstr("ImagePullBackOff"));
  EXPECT_THAT(choose_pod({}, "", "").error().message, HasSubstr("no pods"));
}

TEST(PortForward, Ports) {
  const auto plain = decode_ports("8080");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->local, 8080);
  EXPECT_EQ(decode_ports("80")->local, 8080);
  EXPECT_EQ(decode_ports("9000:80")->local, 9000);
  EXPECT_EQ(decode_ports("9000:80")->remote, 80);
  for (const char* text : {"", ":", "80:", ":80", "http", "0", "65536", "1:2:3", "-1"})
    EXPECT_FALSE(decode_ports(text)) << text;
}

TEST(PortForward, OfTheFile) {
  Value number;
  number.kind = ValueKind::kInteger;
  number.integer = 8000;
  Value port;
  port.kind = ValueKind::kMap;
  port.entries.push_back({"http", {}, number});
  ModuleUse use;
  use.arguments.push_back({"port", port});
  EXPECT_THAT(container_ports(use), testing::ElementsAre(8000));
  Value item;
  item.kind = ValueKind::kMap;
  item.entries.push_back({"name", {}, Value::of_text("main", {})});
  item.entries.push_back({"port", {}, number});
  Value ports;
  ports.kind = ValueKind::kList;
  ports.items = {item, item};
  use.arguments = {{"ports", ports}};
  EXPECT_THAT(container_ports(use), testing::ElementsAre(8000, 8000));
}

}  // namespace
}  // namespace opta
