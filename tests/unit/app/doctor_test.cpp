#include <gtest/gtest.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/doctor/checks.h"
#include "room.h"

namespace opta {
namespace {

TEST(Findings, AreToldByAreaWithWhatToDo) {
  const Findings findings = {{.area = "tools", .subject = "helm", .text = "v3.17.2"},
                             {.area = "state",
                              .subject = "lock",
                              .health = Health::kAttention,
                              .text = "held by ann",
                              .help = "wait"}};
  EXPECT_EQ(findings_text(findings),
            "tools\n             helm: v3.17.2\n\nstate\n  attention  lock: held by ann\n"
            "             wait\n");
  const auto json = nlohmann::json::parse(findings_json("small", findings));
  EXPECT_EQ(json.at("findings").at(1).at("health"), "attention");
  EXPECT_EQ(json.at("findings").at(1).at("help"), "wait");
}

TEST(CertificateFinding, IsJudgedByTheDaysThatAreLeft) {
  const Day today = *parse_day("2026-11-26");
  const auto health = [&](const char* ends) {
    return certificate_finding("a", *parse_day(ends), today).health;
  };
  EXPECT_EQ(health("2026-12-26"), Health::kGood);
  EXPECT_EQ(health("2026-12-25"), Health::kAttention);
  EXPECT_EQ(health("2026-11-26"), Health::kAttention);
  EXPECT_EQ(health("2026-11-25"), Health::kBroken);
}

class DoctorTest : public RoomTest {
 protected:
  const Finding* found(std::string_view subject) const {
    const auto finding = std::ranges::find(findings_, subject, &Finding::subject);
    return finding == findings_.end() ? nullptr : &*finding;
  }
  Health health_of(std::string_view subject) const {
    const Finding* finding = found(subject);
    EXPECT_NE(finding, nullptr) << subject;
    return finding == nullptr ? Health::kUnknown : finding->health;
  }

  Findings findings_;
};

TEST_F(DoctorTest, CredentialsOfAnotherAccountAreNamed) {
  runner_.on({"sts"}, {.out = R"({"Account":"999999999999","Arn":"arn:aws:iam::9:user/ann"})"});
  check_identity(*room_, findings_);
  ASSERT_EQ(health_of("credentials"), Health::kBroken);
  EXPECT_TRUE(found("credentials")->text.contains("123456789012"));
}

TEST_F(DoctorTest, CredentialsThatAreRefusedAreBroken) {
  runner_.on({"sts"}, {.exit_code = 255, .err = "Unable to locate credentials"});
  check_identity(*room_, findings_);
  EXPECT_EQ(health_of("credentials"), Health::kBroken);
}

TEST_F(DoctorTest, ABucketIsExaminedSettingBySetting) {
  runner_.on({"head-bucket"}, {});
  runner_.on({"get-bucket-versioning"}, {.out = R"({"Status":"Suspended"})"});
  runner_.on({"get-bucket-encryption"},
             {.out = R"({"ServerSideEncryptionConfiguration":{"Rules":[)"
                     R"({"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}})"});
  runner_.on({"get-public-access-block"}, {.exit_code = 254, .err = "none"});
  runner_.on({"s3", "cp"}, {.exit_code = 1,
                            .err = "fatal error: An error occurred (404) when calling the "
                                   "HeadObject operation: Not Found"});
  check_state(*room_, findings_);
  const auto bucket = std::ranges::find_if(
      findings_, [](const Finding& finding) { return finding.subject.starts_with("bucket "); });
  ASSERT_NE(bucket, findings_.end());
  EXPECT_EQ(bucket->health, Health::kBroken);
  EXPECT_TRUE(bucket->text.contains("`versioning` and `public access block`"));
  EXPECT_EQ(health_of("lock"), Health::kGood);
}

TEST_F(DoctorTest, AQuotaThatIsTooSmallIsBrokenAndSaysHowToRaiseIt) {
  runner_.on({"get-service-quota"}, {.out = R"({"Quota":{"Value":5.0}})"});
  runner_.on({"describe-addresses"}, {.out = "3\n"});
  runner_.on({"describe-vpcs"}, {.out = "4\n"});
  Plan plan;
  for (const char* type : {"aws_vpc", "aws_eip", "aws_eip", "aws_eip"}) {
    plan.changes.push_back(
        {.address = "a", .module = {}, .type = type, .name = "a", .action = Action::kCreate});
  }
  check_quotas(*room_->aws_cli(), plan, findings_);
  EXPECT_EQ(health_of("VPCs"), Health::kGood);
  EXPECT_EQ(health_of("elastic IPs"), Health::kBroken);
  EXPECT_TRUE(found("elastic IPs")->help.contains("--quota-code L-0263D0A3 --desired-value 6"));
}

TEST_F(DoctorTest, AQuotaThatMayNotBeAskedIsUnknown) {
  runner_.on({"describe-vpcs"}, {.exit_code = 254, .err = "not authorized"});
  check_quotas(*room_->aws_cli(),
               {.changes = {{.address = "a",
                             .module = {},
                             .type = "aws_vpc",
                             .name = "a",
                             .action = Action::kCreate}}},
               findings_);
  EXPECT_EQ(health_of("VPCs"), Health::kUnknown);
}

TEST_F(DoctorTest, NodesReleasesAndCertificatesOfTheClusterAreExamined) {
  runner_.on({"kubectl", "version"}, {.out = R"({"serverVersion":{"gitVersion":"v1.35.2"}})"});
  runner_.on({"api-resources"}, {.out = ""});
  runner_.on({"get", "nodes"},
             {.out = R"({"items":[{"metadata":{"name":"a"},"status":{"conditions":[)"
                     R"({"type":"Ready","status":"True"}]}},{"metadata":{"name":"b"}}]})"});
  runner_.on({"get", "secrets"}, {.out = R"({"items":[]})"});
  runner_.on({"get", "certificates.cert-manager.io"},
             {.out = R"({"items":[{"metadata":{"namespace":"linkerd","name":"issuer"},"status":)"
                     R"({"notAfter":"2026-12-01T00:00:00Z","conditions":[{"type":"Ready",)"
                     R"("status":"True"}]}},{"metadata":{"namespace":"n","name":"new"}}]})"});
  front_->env.today = [] { return *parse_day("2026-11-26"); };
  const kubectl::Context cluster{runner_, "kubectl", {}};
  check_cluster(*room_, cluster, {{.name = "app", .release_namespace = "shop"}}, findings_);
  EXPECT_EQ(found("access")->text, "Kubernetes v1.35.2");
  EXPECT_EQ(health_of("nodes"), Health::kBroken);
  EXPECT_TRUE(found("nodes")->text.contains("1 of 2 not ready: b"));
  EXPECT_EQ(health_of("release app"), Health::kAttention);
  EXPECT_EQ(health_of("linkerd/issuer"), Health::kAttention);
  EXPECT_TRUE(found("linkerd/issuer")->text.contains("5 days left"));
  EXPECT_EQ(health_of("n/new"), Health::kBroken);
}

}  // namespace
}  // namespace opta
