#include "exec/helm/stored_release.h"

#include <gtest/gtest.h>

#include "exec/fake_runner.h"

namespace opta::helm {
namespace {

// Revision 1 of `a` deployed, 2 failed; revision 3 of `b` pending: as Helm writes them.
constexpr const char* kSecrets =
    R"({"items": [{"metadata": {"name": "sh.helm.release.v1.a.v1", "labels": )"
    R"({"owner": "helm", "status": "deployed"}}, "data": {"release": "SDRzSUFBQUFBQUF)"
    R"(DQTFXT3pRckNNQkNFWHlYczJaWnQvRG5rSmJ4NEtvSXNTWXJCWkZ1YUtFakp1NXNFRkx6dE56dXpze)"
    R"(HN3QlF0S0FNRk9OSWdMNmFad1ZWNTJqVzdtd2tNaHg5TmN4ZzFpb3ZTTTFXWHM0dWUzTmRYc0thYmJ)"
    R"(UeWhMaWZMVTRkQ2h2T0JlNFVIaGNZUmNuUHBPYTJxWGdrMWtLRkdEN3pQNnZ4cUdIbnVFWEpPQjJFM)"
    R"(DIxakE4SEJzbHp0NWNHZklIS0djcFBjc0FBQUE9"}}, {"metadata": {"name": )"
    R"("sh.helm.release.v1.a.v2", "labels": {"opta.dev/layer-name": "shop", "owner": )"
    R"("helm", "status": "failed"}}, "data": {"release": "SDRzSUFBQUFBQUFDQTFXT3ZRN0N)"
    R"(NQXlFWHlYeVRDczMvQXg1Q0NhbUNnbFppU3NpR3JkcUFnaFZmWGVTU0F4cy9zNTNQcThnRkJpTUFvS)"
    R"(2RxaEJuc2xXUm9yeDRpWDZTekRxVGwySEs0d294VVhyRzRocklqK3lLZGFTWWJvN25jZnBrSWE4MDZ)"
    R"(sT0RYWVA2Z251REI0UEhIcmJzdEhkYVVyMFRPSkdqUkJWK3I5ai9ZdWhhYkJHMmtnd2tmdUJZd3ZEd)"
    R"(zRvdzY4L3Nxc0gwQmF4eEs1OGtBQUFBPQ=="}}, {"metadata": {"name": )"
    R"("sh.helm.release.v1.b.v3", "labels": {"owner": "helm", "status": )"
    R"("pending-upgrade"}}, "data": {"release": "SDRzSUFBQUFBQUFDQTFXT1FRcURNQkJGcnlL)"
    R"(enJqSnEyMFdXUFVOWFVpaFRNOXBRSFlPSmhTSzVlNU5BRjkzTis3dy8vQjJFWmdaVndBTU9SUVpucW)"
    R"(MrSnBPVE5xek9MUkc0akdSbVdlTzdnUFBuTkpjdXlhQ05qdWRseEpjMnBNNUh6ZDgxMldqNnNrOU5n)"
    R"(Y3k2eExyRzVZcXZ3cVBEVVFZaG0vNlRWNTRjemU5TGtLY052VS8rL0FPb0tLNFNRbWpPSkdkaWxNcn)"
    R"(lNYUZWY2JnTGhDOUhuMytIUUFBQUE="}}]})";

TEST(StoredReleases, TakesTheNewestStateAndTheLastGoodManifest) {
  const auto releases = decode_stored_releases(kSecrets);
  ASSERT_TRUE(releases) << releases.error().message;
  ASSERT_EQ(releases->size(), 2U);
  const StoredRelease& a = releases->front();
  EXPECT_EQ(a.name, "a");
  EXPECT_EQ(a.release_namespace, "n");
  EXPECT_EQ(a.revision, 2);
  EXPECT_EQ(a.status, "failed");
  EXPECT_FALSE(a.is_deployed());
  EXPECT_EQ(a.manifest, "kind: Old\n");
  EXPECT_EQ(a.chart, "c-1.0.0");
  EXPECT_EQ(a.last_changed, "2026-01-02T03:04:05Z");
  EXPECT_EQ(a.labels.at("opta.dev/layer-name"), "shop");
  EXPECT_TRUE(releases->back().is_pending());
  EXPECT_EQ(releases->back().manifest, "kind: B\n");
}

TEST(StoredRevisions, AreAllTheNewestFirstEachWithItsOwnManifest) {
  const auto revisions = decode_stored_revisions(kSecrets);
  ASSERT_TRUE(revisions) << revisions.error().message;
  ASSERT_EQ(revisions->size(), 3U);
  EXPECT_EQ((*revisions)[0].revision, 3);
  EXPECT_EQ((*revisions)[1].status, "failed");
  EXPECT_EQ((*revisions)[2].manifest, "kind: Old\n");
  EXPECT_NE((*revisions)[1].manifest, "kind: Old\n");
}

TEST(SignRevision, NotesItAtTheOneThatHolds) {
  EXPECT_EQ(
      sign_revision_arguments("shop", "app", "ann"),
      (std::vector<std::string>{
          "annotate", "secrets", "--selector=owner=helm,status=deployed,name=app",
          "opta.dev/changed-by=ann", "--overwrite", "--request-timeout=30s", "--namespace=shop"}));
}

TEST(StoredReleases, ARecordThatCannotBeReadIsAnError) {
  const auto broken = [](const char* data) {
    return std::string(
               R"({"items":[{"metadata":{"name":"sh.helm.release.v1.a.v1"},"data":{"release":")") +
           data + "\"}}]}";
  };
  // No base64; base64 around nothing; a gzip header ("\x1f\x8b") and no more.
  for (const char* data : {"!", "", "SDRzPQ=="}) {
    const auto releases = decode_stored_releases(broken(data));
    ASSERT_FALSE(releases) << data;
    EXPECT_NE(releases.error().message.find("sh.helm.release.v1.a.v1"), std::string::npos);
  }
}

TEST(StoredReleases, AskForAllNamespacesAtOnce) {
  FakeRunner runner;
  kubectl::Context context{runner, "/opt/kubectl", {}, "/k/config"};
  runner.on({"get"}, {.out = kSecrets});
  const auto answer = stored_releases(context);
  ASSERT_TRUE(answer && answer->ok());
  EXPECT_NE(answer->find("n", "b"), nullptr);
  EXPECT_EQ(answer->find("other", "b"), nullptr);
  EXPECT_EQ(runner.lines()[0],
            "/opt/kubectl get secrets --output=json --ignore-not-found --request-timeout=30s "
            "--all-namespaces --selector=owner=helm,status!=superseded --kubeconfig=/k/config");
}

}  // namespace
}  // namespace opta::helm
