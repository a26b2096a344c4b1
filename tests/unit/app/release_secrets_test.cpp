// The Secret of a service that links to a database: when it changes, and what stands in it.
#include "app/release_secrets.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "base/base64.h"
#include "room.h"

namespace opta {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kPlace =
    "\"arn:aws:secretsmanager:us-east-1:123456789012:secret:opta/db-AbCdEf:password::v1\"";

class ReleaseSecrets : public RoomTest {
 protected:
  void SetUp() override {
    file_ = std::string(kFile) +
            "  - type: k8s-cluster\n"
            "  - {type: postgres, name: db}\n"
            "  - type: k8s-service\n"
            "    name: app\n"
            "    image: nginx\n"
            "    port: {http: 80}\n"
            "    env_vars: {URL: \"pg://u:${{module.db.db_password}}@${{module.db.db_host}}\"}\n"
            "    links: [db]\n";
    RoomTest::SetUp();
    runner_.on({"aws", "--version"}, {.out = "aws-cli/2.15.0"});
  }

  const Release& release() const {
    return *std::ranges::find_if(room_->stack().releases,
                                 [](const Release& release) { return release.secret.has_value(); });
  }

  void now_holds(std::string_view version) {
    runner_.on(
        {"describe-secret"},
        {.out = "{\"VersionIdsToStages\":{\"" + std::string(version) + "\":[\"AWSCURRENT\"]}}"}, 1);
  }

  // As Terraform's outputs have them.
  InputValues inputs_{{"app.secret.URL", kPlace},
                      {"app.secret.URL.1", "\"db.internal\""},
                      {"app.secret.db_db_password", kPlace}};
};

TEST_F(ReleaseSecrets, TheRevisionChangesWithTheVersionAndWithTheRest) {
  const auto revision = [this](InputValues inputs, std::string_view version) {
    now_holds(version);
    EXPECT_TRUE(add_secret_revisions(*room_, inputs)) << said_;
    return inputs[release().secret->revision_input];
  };
  const std::string first = revision(inputs_, "v1");
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(revision(inputs_, "v1"), first);
  EXPECT_NE(revision(inputs_, "v2"), first);
  inputs_["app.secret.URL.1"] = "\"other.internal\"";
  EXPECT_NE(revision(inputs_, "v1"), first);
}

TEST_F(ReleaseSecrets, IsNotKnownBeforeTerraformHasMadeTheStore) {
  InputValues none;
  ASSERT_TRUE(add_secret_revisions(*room_, none)) << said_;
  EXPECT_TRUE(none.empty());
  const KubeObject object = secret_object("small", release(), none);
  EXPECT_EQ(object.name, "app-links");
  EXPECT_TRUE(object.fields.at("metadata.annotations[\"opta.dev/revision\"]").known_after_apply);
  EXPECT_EQ(object.fields.at("metadata.annotations[\"opta.dev/keys\"]").text,
            "\"URL,db_db_password\"");
}

TEST_F(ReleaseSecrets, HoldsWhatIsComposedOfTheValue) {
  now_holds("v1");
  ASSERT_TRUE(add_secret_revisions(*room_, inputs_)) << said_;
  runner_.on({"get-secret-value"}, {.out = R"({"SecretString":"{\"password\":\"hunter2\"}"})"});
  const auto cli = room_->aws_cli();
  ASSERT_TRUE(cli) << said_;
  const auto manifest = secret_manifest(*cli, "small", release(), inputs_);
  ASSERT_TRUE(manifest);
  const auto data = nlohmann::json::parse(*manifest)["data"];
  EXPECT_EQ(base64_decoded(data["URL"].get<std::string>()), "pg://u:hunter2@db.internal");
  EXPECT_EQ(base64_decoded(data["db_db_password"].get<std::string>()), "hunter2");
  for (const std::string& line : runner_.lines()) EXPECT_THAT(line, Not(HasSubstr("hunter2")));
}

TEST_F(ReleaseSecrets, WhoMayNotReadThemIsToldSo) {
  runner_.on({"describe-secret"},
             {.exit_code = 254,
              .err = "An error occurred (AccessDeniedException) when calling the DescribeSecret "
                     "operation: not authorized"});
  EXPECT_FALSE(add_secret_revisions(*room_, inputs_));
  EXPECT_TRUE(said("not authorized")) << said_;
}

}  // namespace
}  // namespace opta
