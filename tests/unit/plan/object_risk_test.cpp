#include "plan/object_risk.h"

#include <gtest/gtest.h>

#include "manifest_fixture.h"

namespace opta {
namespace {

KubeObject object_of(const std::string& yaml) {
  return objects_of(yaml).at(0);
}

std::string service(const std::string& spec, const std::string& annotations = "") {
  return "{apiVersion: v1, kind: Service, metadata: {name: a, annotations: {" + annotations +
         "}}, spec: {" + spec + "}}";
}

TEST(ObjectExposure, ALoadBalancerUnlessItIsInternal) {
  EXPECT_EQ(object_exposure(object_of(service("type: LoadBalancer"))),
            "makes it reachable from the internet through a load balancer");
  EXPECT_EQ(object_exposure(object_of(service("type: ClusterIP"))), "");
  for (const char* annotation : {"service.beta.kubernetes.io/aws-load-balancer-internal: 'true'",
                                 "service.beta.kubernetes.io/aws-load-balancer-scheme: internal",
                                 "service.beta.kubernetes.io/aws-load-balancer-type: external",
                                 "networking.gke.io/load-balancer-type: Internal"}) {
    EXPECT_EQ(object_exposure(object_of(service("type: LoadBalancer", annotation))), "")
        << annotation;
  }
  EXPECT_NE(object_exposure(object_of(
                service("type: LoadBalancer",
                        "service.beta.kubernetes.io/aws-load-balancer-type: external, "
                        "service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing"))),
            "");
}

TEST(ObjectExposure, ALoadBalancerForSomeAddressesOnly) {
  EXPECT_EQ(object_exposure(object_of(service(
                "type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8, 192.0.2.0/24]"))),
            "");
  EXPECT_NE(object_exposure(object_of(
                service("type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8, 0.0.0.0/0]"))),
            "");
}

TEST(ObjectExposure, AnIngressWithAHost) {
  const auto ingress = [](const std::string& name, const std::string& rest) {
    return object_of(
        "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a, "
        "annotations: {" +
        name + "}}, spec: {" + rest + "}}");
  };
  const std::string rules = "rules: [{host: a.example.com}, {host: b.example.com}]";
  EXPECT_EQ(object_exposure(ingress("", rules)),
            "makes it reachable from the internet as a.example.com, b.example.com");
  EXPECT_EQ(object_exposure(ingress("", "rules: [{http: {}}]")), "");
  EXPECT_EQ(object_exposure(ingress("alb.ingress.kubernetes.io/scheme: internal", rules)), "");
  EXPECT_EQ(object_exposure(ingress("", "ingressClassName: alb, " + rules)), "");
}

TEST(ObjectRisk, OnlyWhatTheChangeItselfOpens) {
  const KubeObject open = object_of(service("type: LoadBalancer"));
  const KubeObject closed = object_of(service("type: ClusterIP"));
  const ObjectChange change{.kind = "Service", .name = "a", .action = Action::kUpdate};
  EXPECT_FALSE(assess_object(change, &open, &open).exposes());
  EXPECT_TRUE(assess_object(change, &closed, &open).exposes());
  EXPECT_FALSE(assess_object(change, &open, &closed).exposes());
}

TEST(ObjectRisk, OfWhatGoes) {
  const auto risk = [](const char* kind, Action action) {
    return assess_object({.kind = kind, .name = "a", .action = action}, nullptr, nullptr).risk;
  };
  EXPECT_EQ(risk("PersistentVolumeClaim", Action::kDelete), Risk::kLosesData);
  EXPECT_EQ(risk("Namespace", Action::kDelete), Risk::kLosesData);
  EXPECT_EQ(risk("CustomResourceDefinition", Action::kDelete), Risk::kLosesData);
  EXPECT_EQ(risk("Deployment", Action::kReplace), Risk::kInterrupts);
  EXPECT_EQ(risk("Service", Action::kReplace), Risk::kInterrupts);
  EXPECT_EQ(risk("ConfigMap", Action::kDelete), Risk::kLow);
  EXPECT_EQ(risk("PersistentVolumeClaim", Action::kUpdate), Risk::kNone);
  const KubeObject set = object_of(
      "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a}, spec: "
      "{persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}}}");
  const ObjectChange change{.kind = "StatefulSet", .name = "a", .action = Action::kDelete};
  EXPECT_EQ(assess_object(change, &set, nullptr).risk, Risk::kLosesData);
  EXPECT_EQ(assess_object(change, nullptr, nullptr).risk, Risk::kInterrupts);
}

TEST(ObjectRisk, OfPodsThatAllStop) {
  const KubeObject recreate = object_of(
      "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {strategy: {type: "
      "Recreate}}}");
  ObjectChange change{.kind = "Deployment", .name = "a", .action = Action::kUpdate};
  EXPECT_EQ(assess_object(change, &recreate, &recreate).risk, Risk::kNone);
  change.fields = {{.path = "spec.template.spec.containers[a].image"}};
  EXPECT_EQ(assess_object(change, &recreate, &recreate).risk, Risk::kInterrupts);
  change.fields = {{.path = "spec.replicas", .before = "3", .after = "0"}};
  EXPECT_EQ(assess_object(change, &recreate, &recreate).reason, "all its pods stop");
}

}  // namespace
}  // namespace opta
