#include "exec/aws/ecr.h"

#include <gtest/gtest.h>

#include "exec/fake_runner.h"

namespace opta::aws {
namespace {

TEST(ImageRepository, IsRegistryAndName) {
  const auto repository =
      decode_repository("111122223333.dkr.ecr.us-east-1.amazonaws.com/opta/staging/hello/app");
  ASSERT_TRUE(repository);
  EXPECT_EQ(repository->registry, "111122223333.dkr.ecr.us-east-1.amazonaws.com");
  EXPECT_EQ(repository->name, "opta/staging/hello/app");
  for (const char* text : {"", "registry", "/name", "registry/"}) {
    EXPECT_FALSE(decode_repository(text)) << text;
  }
}

TEST(BatchGetImageArguments, TellATagFromADigest) {
  EXPECT_EQ(batch_get_image_arguments("a/b", "v1"),
            (std::vector<std::string>{"ecr", "batch-get-image", "--repository-name", "a/b",
                                      "--image-ids", "imageTag=v1"}));
  EXPECT_EQ(batch_get_image_arguments("a/b", "sha256:ab").back(), "imageDigest=sha256:ab");
}

class Ecr : public testing::Test {
 protected:
  FakeRunner runner_;
  Cli cli_{runner_, "/bin/aws", {}, "us-east-1"};
};

TEST_F(Ecr, AnImageHasItsOwnDigestAndThatOfItsConfiguration) {
  runner_.on({"batch-get-image"},
             {.out = R"({"images":[{"imageId":{"imageDigest":"sha256:a"},)"
                     R"("imageManifest":"{\"config\":{\"digest\":\"sha256:c\"}}"}]})"});
  const auto image = stored_image(cli_, "a/b", "v1");
  ASSERT_TRUE(image);
  EXPECT_EQ(image->digest, "sha256:a");
  EXPECT_EQ(image->config_digest, "sha256:c");
}

TEST_F(Ecr, AnImageThatIsNotThereIsNoFailure) {
  runner_.on({"batch-get-image"},
             {.out = R"({"images":[],"failures":[{"failureCode":"ImageNotFound"}]})"});
  const auto image = stored_image(cli_, "a/b", "v1");
  ASSERT_TRUE(image);
  EXPECT_EQ(image->digest, "");
  EXPECT_FALSE(image->failure);
}

TEST_F(Ecr, ARefusalIsHandedOn) {
  runner_.on({"get-authorization-token"},
             {.exit_code = 254,
              .err = "An error occurred (AccessDeniedException) when calling the "
                     "GetAuthorizationToken operation: no"});
  const auto token = authorization_token(cli_);
  ASSERT_TRUE(token);
  ASSERT_TRUE(token->failure);
  EXPECT_EQ(token->failure->code, "AccessDeniedException");
}

}  // namespace
}  // namespace opta::aws
