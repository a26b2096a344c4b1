#include "exec/aws/acm.h"

#include <gtest/gtest.h>

#include "exec/fake_runner.h"

namespace opta::aws {
namespace {

class Acm : public testing::Test {
 protected:
  Result<AcmCertificate> answered(const std::string& certificate) {
    runner_.on({"describe-certificate"}, {.out = R"({"Certificate":)" + certificate + "}"});
    return describe_certificate(cli_, "arn:aws:acm:us-east-1:1:certificate/a");
  }

  FakeRunner runner_;
  Cli cli_{runner_, "/bin/aws", {}, "us-east-1"};
};

TEST_F(Acm, VersionTwoWritesTimesAsText) {
  const auto certificate =
      answered(R"({"DomainName":"a.example","Status":"ISSUED","NotAfter":"2027-01-02T03:04:05Z"})");
  ASSERT_TRUE(certificate);
  EXPECT_EQ(certificate->domain, "a.example");
  EXPECT_EQ(certificate->ends, parse_day("2027-01-02"));
}

TEST_F(Acm, VersionOneWritesThemAsSeconds) {
  EXPECT_EQ(answered(R"({"Status":"ISSUED","NotAfter":1798858800.0})")->ends,
            parse_day("2027-01-02"));
}

TEST_F(Acm, OneThatWasNotIssuedHasNoEnd) {
  const auto certificate = answered(R"({"Status":"PENDING_VALIDATION"})");
  EXPECT_EQ(certificate->status, "PENDING_VALIDATION");
  EXPECT_FALSE(certificate->ends);
}

}  // namespace
}  // namespace opta::aws
