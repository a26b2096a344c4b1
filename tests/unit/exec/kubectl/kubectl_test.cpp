#include <gtest/gtest.h>

#include "exec/fake_runner.h"
#include "exec/kubectl/apply.h"
#include "exec/kubectl/capabilities.h"
#include "exec/kubectl/delete.h"
#include "exec/kubectl/events.h"
#include "exec/kubectl/get.h"
#include "exec/kubectl/label.h"
#include "exec/kubectl/logs.h"
#include "exec/kubectl/namespace.h"
#include "exec/kubectl/rollout_status.h"
#include "exec/kubectl/wait.h"

namespace opta::kubectl {
namespace {

using Words = std::vector<std::string>;

class Kubectl : public testing::Test {
 protected:
  FakeRunner runner_;
  Context context_{runner_, "/opt/kubectl", {{"PATH", "/bin"}}, "/k/config", "prod"};
};

TEST(KubectlArguments, Get) {
  EXPECT_EQ(get_arguments({.types = {"deployments.apps", "services"}}),
            (Words{"get", "deployments.apps,services", "--output=json", "--ignore-not-found",
                   "--request-timeout=30s", "--all-namespaces"}));
  EXPECT_EQ(get_arguments({.types = {"pods"}, .object_namespace = "n", .selector = "a=b,c=d"}),
            (Words{"get", "pods", "--output=json", "--ignore-not-found", "--request-timeout=30s",
                   "--namespace=n", "--selector=a=b,c=d"}));
}

TEST(KubectlArguments, Changing) {
  EXPECT_EQ(
      label_arguments({.type = "deployment", .name = "d", .labels = {{"a", "b"}, {"c", "d"}}}),
      (Words{"label", "deployment", "d", "--overwrite", "a=b", "c=d"}));
  EXPECT_EQ(apply_arguments({}),
            (Words{"apply", "--server-side", "--field-manager=opta", "--filename=-"}));
  EXPECT_EQ(apply_arguments({.object_namespace = "n", .force_conflicts = true}),
            (Words{"apply", "--server-side", "--field-manager=opta", "--filename=-",
                   "--namespace=n", "--force-conflicts"}));
  EXPECT_EQ(delete_arguments({.type = "service", .name = "s", .object_namespace = "n"}),
            (Words{"delete", "service", "s", "--ignore-not-found", "--wait=true", "--timeout=300s",
                   "--namespace=n"}));
  EXPECT_EQ(delete_arguments({.type = "namespace", .name = "n", .wait = false}),
            (Words{"delete", "namespace", "n", "--ignore-not-found", "--wait=false"}));
}

TEST(KubectlArguments, Waiting) {
  EXPECT_EQ(rollout_status_arguments({.type = "deployment", .name = "d", .object_namespace = "n"}),
            (Words{"rollout", "status", "deployment/d", "--timeout=300s", "--namespace=n"}));
  EXPECT_EQ(wait_arguments({.type = "crd", .name = "x", .condition = "condition=Established"}),
            (Words{"wait", "crd", "x", "--for=condition=Established", "--timeout=300s"}));
  EXPECT_EQ(wait_arguments({.type = "pod", .selector = "a=b", .condition = "delete"}),
            (Words{"wait", "pod", "--selector=a=b", "--for=delete", "--timeout=300s"}));
  EXPECT_EQ(events_arguments({.object_namespace = "n", .warnings_only = true}),
            (Words{"get", "events", "--output=json", "--request-timeout=30s", "--namespace=n",
                   "--field-selector=type=Warning"}));
}

TEST(KubectlArguments, Logs) {
  EXPECT_EQ(logs_arguments({.pod = "p"}), (Words{"logs", "p", "--request-timeout=30s"}));
  EXPECT_EQ(
      logs_arguments(
          {.pod = "p", .container = "c", .object_namespace = "n", .previous = true, .tail = 10}),
      (Words{"logs", "p", "--container=c", "--previous", "--tail=10", "--request-timeout=30s",
             "--namespace=n"}));
  EXPECT_EQ(logs_arguments({.pod = "deployment/d",
                            .since = std::chrono::minutes(5),
                            .follow = true,
                            .timestamps = true}),
            (Words{"logs", "deployment/d", "--since=300s", "--timestamps", "--follow"}));
}

TEST_F(Kubectl, LogsComeAsTextOrLineByLine) {
  runner_.on({"logs", "p"}, {.out = "one\ntwo\n"})
      .on({"logs", "gone"},
          {.exit_code = 1, .err = "Error from server (NotFound): pods \"gone\" not found\n"});
  EXPECT_EQ(logs(context_, {.pod = "p"})->text, "one\ntwo\n");
  Words lines;
  const auto sink = [&lines](std::string_view line) { lines.emplace_back(line); };
  EXPECT_TRUE(stream_logs(context_, {.pod = "p", .follow = true}, sink)->ok());
  EXPECT_EQ(lines, (Words{"one", "two"}));
  EXPECT_EQ(logs(context_, {.pod = "gone"})->failure->kind, ClusterFailureKind::kNotFound);
}

TEST_F(Kubectl, ObjectsGoInByTheInputStreamAlone) {
  runner_.on({"apply"}, {});
  EXPECT_TRUE(apply(context_, "kind: Secret\nstringData: {a: hunter2}\n")->ok());
  EXPECT_EQ(runner_.lines()[0],
            "/opt/kubectl apply --server-side --field-manager=opta --filename=- "
            "--kubeconfig=/k/config --context=prod");
  EXPECT_EQ(runner_.commands()[0].stdin_text, "kind: Secret\nstringData: {a: hunter2}\n");
}

TEST_F(Kubectl, ANamespaceHasLabels) {
  runner_.on({"apply"}, {});
  EXPECT_TRUE(apply_namespace(context_, {.name = "n", .labels = {{"a/b", "c"}}})->ok());
  EXPECT_EQ(runner_.commands()[0].stdin_text,
            R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"n","labels":{"a/b":"c"}}})"
            "\n");
}

TEST_F(Kubectl, NoObjectsAreAnEmptyList) {
  runner_.on({"get"}, {.out = ""});
  EXPECT_EQ(get(context_, {.types = {"pods"}})->text,
            R"({"apiVersion":"v1","kind":"List","items":[]})");
}

TEST_F(Kubectl, AsksForNamedObjectsInOneCall) {
  runner_.on({"get"}, {.out = "{}"});
  EXPECT_TRUE(
      get_objects(context_, {{"apps/v1", "Deployment", "n", "d"}, {"v1", "Namespace", "", "n"}})
          ->ok());
  EXPECT_EQ(
      runner_.commands()[0].stdin_text,
      R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"n"}})"
      "\n"
      R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"n"}})"
      "\n");
}

TEST_F(Kubectl, AKindThatIsNotThereYetHasNoObjects) {
  const char* const unknown =
      "error: resource mapping not found for name: \"m\" namespace: \"n\" from \"STDIN\": no "
      "matches for kind \"ServiceMonitor\" in version \"monitoring.coreos.com/v1\"\nensure CRDs "
      "are installed first\n";
  runner_.on({"get"}, {.exit_code = 1, .out = R"({"kind":"List","items":[1]})", .err = unknown}, 1)
      .on({"get"},
          {.exit_code = 1,
           .err = std::string(unknown) + "Error from server (Forbidden): "
                                         "secrets is forbidden: User \"x\" cannot list\n"});
  const std::vector<ObjectReference> objects = {{"v1", "Service", "n", "s"}};
  EXPECT_EQ(get_objects(context_, objects)->text, R"({"kind":"List","items":[1]})");
  const auto refused = get_objects(context_, objects);
  ASSERT_FALSE(refused->ok());
  EXPECT_EQ(refused->failure->kind, ClusterFailureKind::kAccessDenied);
}

TEST_F(Kubectl, ReadsEventsFromOldToNew) {
  runner_.on({"events"}, {.out = R"({"items":[
    {"type":"Warning","reason":"BackOff","message":"Back-off pulling image","count":7,
     "lastTimestamp":"2026-01-02T00:00:09Z","involvedObject":{"kind":"Pod","name":"p"}},
    {"type":"Normal","reason":"Scheduled","message":"ok","lastTimestamp":null,
     "eventTime":"2026-01-02T00:00:01Z","involvedObject":{"kind":"Pod","name":"p"}}]})"});
  const Result<EventList> answer = events(context_, {.object_namespace = "n"});
  ASSERT_EQ(answer->events.size(), 2U);
  EXPECT_EQ(answer->events[0].reason, "Scheduled");
  EXPECT_EQ(answer->events[0].count, 1U);
  EXPECT_TRUE(answer->events[1].is_warning);
  EXPECT_EQ(answer->events[1].count, 7U);
  EXPECT_EQ(answer->events[1].object_name, "p");
}

TEST_F(Kubectl, EventsThatAreNoListAreAnError) {
  runner_.on({"events"}, {.out = "[]"});
  EXPECT_FALSE(events(context_, {.object_namespace = "n"}));
}

TEST_F(Kubectl, TellsWhatTheClusterCan) {
  runner_.on({"version"}, {.out = R"({"serverVersion":{"gitVersion":"v1.35.2"}})"});
  // An aggregated API that does not answer: kubectl shows the rest and fails.
  runner_.on({"api-resources"},
             {.exit_code = 1,
              .out = "bindings                 v1        true   Binding\n"
                     "deployments     deploy   apps/v1   true   Deployment\n",
              .err = "error: unable to retrieve the complete list of server APIs"});
  const auto answer = capabilities(context_);
  ASSERT_TRUE(answer && answer->ok());
  EXPECT_EQ(answer->version, "v1.35.2");
  EXPECT_EQ(answer->api_versions, (Words{"apps/v1", "apps/v1/Deployment", "v1", "v1/Binding"}));
}

TEST_F(Kubectl, AClusterThatDoesNotAnswerCanNothing) {
  runner_.on({"version"}, {.exit_code = 1, .err = "The connection to the server was refused"});
  const auto answer = capabilities(context_);
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->ok());
}

}  // namespace
}  // namespace opta::kubectl
