#include "exec/environment.h"

#include <gtest/gtest.h>

#include "base/memory_file_system.h"

namespace opta {
namespace {

const SandboxAccess kAccess{"http://127.0.0.1:5000", "123456789012", "us-east-1"};

TEST(EngineEnvironment, DropsWhatWouldSteerTheEngine) {
  const Environment user = {{"HOME", "/home/me"},
                            {"TF_CLI_ARGS", "-lock=false"},
                            {"TF_CLI_ARGS_plan", "-x"},
                            {"TF_LOG", "trace"},
                            {"TF_LOG_PATH", "/x"},
                            {"TF_VAR_name", "x"},
                            {"TF_WORKSPACE", "other"},
                            {"TF_INPUT", "1"},
                            {"TF_DATA_DIR", "/x"},
                            {"TF_REATTACH_PROVIDERS", "{}"},
                            {"TF_SOMETHING_NEW", "x"},
                            {"TF_PLUGIN_CACHE_DIR", "/cache"},
                            {"TF_TOKEN_example_com", "t"},
                            {"AWS_PROFILE", "work"},
                            {"TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE", "1"}};
  const Environment expected = {{"HOME", "/home/me"},
                                {"TF_PLUGIN_CACHE_DIR", "/cache"},
                                {"TF_TOKEN_example_com", "t"},
                                {"AWS_PROFILE", "work"},
                                {"AWS_PAGER", ""},
                                {"TF_IN_AUTOMATION", "1"},
                                {"TF_INPUT", "0"},
                                {"CHECKPOINT_DISABLE", "1"}};
  EXPECT_EQ(engine_environment(user, MemoryFileSystem()), expected);
}

TEST(EngineEnvironment, KeepsACliConfigurationThatExists) {
  MemoryFileSystem files;
  ASSERT_TRUE(files.write("/etc/tf.rc", ""));
  EXPECT_TRUE(engine_environment({{"TF_CLI_CONFIG_FILE", "/etc/tf.rc"}}, files)
                  .contains("TF_CLI_CONFIG_FILE"));
  EXPECT_FALSE(
      engine_environment({{"TF_CLI_CONFIG_FILE", "/gone"}}, files).contains("TF_CLI_CONFIG_FILE"));
}

TEST(SandboxEnvironment, NoCredentialOfTheUserSurvives) {
  Environment user = {{"PATH", "/bin"}};
  for (const char* name : {"AWS_PROFILE",
                           "AWS_DEFAULT_PROFILE",
                           "AWS_ACCESS_KEY_ID",
                           "AWS_SECRET_ACCESS_KEY",
                           "AWS_SESSION_TOKEN",
                           "AWS_SECURITY_TOKEN",
                           "AWS_ROLE_ARN",
                           "AWS_WEB_IDENTITY_TOKEN_FILE",
                           "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                           "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                           "AWS_CA_BUNDLE",
                           "AWS_CONFIG_FILE",
                           "AWS_SHARED_CREDENTIALS_FILE",
                           "AWS_ENDPOINT_URL",
                           "AWS_ENDPOINT_URL_S3",
                           "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
                           "AWS_REGION",
                           "AWS_DEFAULT_REGION",
                           "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                           "AWS_SDK_LOAD_CONFIG",
                           "http_proxy",
                           "https_proxy",
                           "HTTP_PROXY",
                           "HTTPS_PROXY",
                           "ALL_PROXY",
                           "no_proxy",
                           "TF_TOKEN_app_terraform_io",
                           "TF_VAR_password",
                           "GOOGLE_APPLICATION_CREDENTIALS",
                           "GOOGLE_OAUTH_ACCESS_TOKEN",
                           "ARM_CLIENT_SECRET",
                           "AZURE_CLIENT_SECRET",
                           "KUBECONFIG"}) {
    user[name] = "real-secret";
  }
  const Result<Environment> sandbox = sandbox_environment(user, MemoryFileSystem(), kAccess);
  ASSERT_TRUE(sandbox) << sandbox.error().message;
  for (const auto& [name, value] : *sandbox) EXPECT_NE(value, "real-secret") << name;
  EXPECT_EQ(value_of(*sandbox, "AWS_ENDPOINT_URL"), kAccess.endpoint);
  EXPECT_EQ(value_of(*sandbox, "AWS_ACCESS_KEY_ID"), "123456789012");
  EXPECT_EQ(value_of(*sandbox, "AWS_SECRET_ACCESS_KEY"), "sandbox");
  EXPECT_EQ(value_of(*sandbox, "AWS_CONFIG_FILE"), "/dev/null");
  EXPECT_EQ(value_of(*sandbox, "AWS_SHARED_CREDENTIALS_FILE"), "/dev/null");
  EXPECT_EQ(value_of(*sandbox, "AWS_EC2_METADATA_DISABLED"), "true");
  EXPECT_EQ(value_of(*sandbox, "AWS_REGION"), "us-east-1");
  EXPECT_EQ(value_of(*sandbox, "PATH"), "/bin");
  EXPECT_FALSE(sandbox->contains("AWS_CA_BUNDLE"));
  EXPECT_FALSE(sandbox->contains("https_proxy"));
}

TEST(SandboxEnvironment, TakesOnlyPlainHttpOnLoopback) {
  for (const char* good : {"http://127.0.0.1:5000", "http://localhost:5000/", "http://[::1]:80",
                           "http://127.8.9.255:65535"}) {
    EXPECT_TRUE(is_loopback_endpoint(good)) << good;
  }
  for (const char* bad : {"",
                          "http://127.0.0.1",
                          "https://127.0.0.1:5000",
                          "http://127.0.0.1:80@evil.com",
                          "http://127.0.0.1:80@evil.com:80",
                          "http://127.0.0.1.evil.com:80",
                          "http://localhost.evil:80",
                          "http://user@localhost:80",
                          "http://10.0.0.1:80",
                          "http://0.0.0.0:80",
                          "http://127.1:80",
                          "http://127.0.0.01:80",
                          "http://127.0.0.256:80",
                          "http://127.0.0.1:0",
                          "http://127.0.0.1:99999",
                          "http://127.0.0.1:80/path",
                          "http://[::2]:80",
                          "http://s3.amazonaws.com:80",
                          "http://127.0.0.1:80\n",
                          "http://128.0.0.1:80",
                          "http://127.0.0.1.:80"}) {
    EXPECT_FALSE(is_loopback_endpoint(bad)) << bad;
    EXPECT_FALSE(sandbox_environment({}, MemoryFileSystem(), {bad, "123456789012", "us-east-1"}));
  }
}

TEST(SandboxEnvironment, RefusesAnAccountThatCouldBeARealKey) {
  for (const char* account : {"", "AKIAIOSFODNN7EXAMPLE", "12345678901", "12345678901x"}) {
    EXPECT_FALSE(
        sandbox_environment({}, MemoryFileSystem(), {kAccess.endpoint, account, "us-east-1"}));
  }
}

TEST(EnvironmentFrom, SplitsAtTheFirstEquals) {
  const char* entries[] = {"A=1", "B=x=y", "broken", "=odd", "C=", nullptr};
  EXPECT_EQ(environment_from(entries), (Environment{{"A", "1"}, {"B", "x=y"}, {"C", ""}}));
}

TEST(FindProgram, PassesOverRelativeFolders) {
  EXPECT_EQ(find_program("sh", {{"PATH", ".::bin:/bin"}}), "/bin/sh");
  EXPECT_EQ(find_program("sh", {{"PATH", "."}}), std::nullopt);
  EXPECT_EQ(find_program("sh", {}), std::nullopt);
  EXPECT_EQ(find_program("./x", {}), "./x");
}

}  // namespace
}  // namespace opta
