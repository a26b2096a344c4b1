#include "rollout/words.h"

#include <gtest/gtest.h>

namespace opta {
namespace {

ImageAnswer answer(std::string_view message) {
  return read_image_words(message).answer;
}

TEST(ImageWords, TellWhoIsToBlame) {
  EXPECT_EQ(
      answer("Failed to pull image \"a\": rpc error: code = Unknown desc = failed to pull and "
             "unpack image \"a\": failed to resolve reference \"a\": pull access denied, "
             "repository does not exist or may require authorization"),
      ImageAnswer::kDenied);
  EXPECT_EQ(answer("failed to authorize: 401 Unauthorized"), ImageAnswer::kDenied);
  EXPECT_EQ(answer("dial tcp: lookup registry.invalid: no such host"), ImageAnswer::kNoHost);
  EXPECT_EQ(answer("dial tcp 10.0.0.1:443: i/o timeout"), ImageAnswer::kNotReached);
  EXPECT_EQ(answer("unexpected status: 429 Too Many Requests"), ImageAnswer::kTooMany);
  EXPECT_EQ(answer("no match for platform in manifest: not found"), ImageAnswer::kNoPlatform);
  EXPECT_EQ(answer("manifest unknown"), ImageAnswer::kNotFound);
  EXPECT_EQ(answer("the disk is full"), ImageAnswer::kOther);
}

TEST(ImageWords, AreCutToTheAnswer) {
  EXPECT_EQ(
      read_image_words("Failed to pull image \"a:1\": rpc error: code = NotFound desc = failed "
                       "to pull and unpack image \"a:1\": failed to resolve reference \"a:1\": "
                       "a:1: not found")
          .words,
      "a:1: not found");
  EXPECT_EQ(read_image_words("Failed to pull image \"a").words, "Failed to pull image \"a");
  EXPECT_EQ(read_image_words("").words, "");
}

TEST(SchedulingWords, AreTakenApart) {
  const SchedulingWords words = read_scheduling_words(
      "0/4 nodes are available: 1 Too many pods, 3 node(s) had untolerated taint {a: b, c: d}.");
  EXPECT_EQ(words.nodes, 4);
  ASSERT_EQ(words.reasons.size(), 2U);
  EXPECT_EQ(words.reasons[0].text, "Too many pods");
  EXPECT_EQ(words.reasons[1].text, "had untolerated taint {a: b, c: d}");
  EXPECT_EQ(words.reasons[1].nodes, 3);
  EXPECT_TRUE(read_scheduling_words("").reasons.empty());
  EXPECT_EQ(read_scheduling_words("something new").reasons[0].text, "something new");
}

TEST(QuotaWords, WithoutNumbers) {
  const RefusalWords words = read_refusal_words(
      "is forbidden: failed quota: compute: must specify limits.memory for: web");
  EXPECT_EQ(words.kind, RefusalKind::kQuota);
  EXPECT_EQ(words.by, "compute");
  EXPECT_EQ(words.words, "must specify limits.memory for: web");
}

TEST(Words, EndsAndLines) {
  EXPECT_EQ(describe_exit(1, 0), "exit code 1");
  EXPECT_EQ(describe_exit(127, 0), "exit code 127 (command not found)");
  EXPECT_EQ(describe_exit(255, 0), "exit code 255");
  EXPECT_EQ(describe_exit(0, 15), "signal 15 (SIGTERM)");
  EXPECT_EQ(one_line(" a\nb\x1b[31m "), "a b<1B>[31m");
  EXPECT_LT(one_line(std::string(10'000, 'x')).size(), 700U);
}

}  // namespace
}  // namespace opta
