#include "base/base64.h"

#include <gtest/gtest.h>

namespace opta {
namespace {

TEST(Base64, DecodesTheVectorsOfTheStandard) {
  // RFC 4648, section 10.
  EXPECT_EQ(base64_decoded(""), "");
  EXPECT_EQ(base64_decoded("Zg=="), "f");
  EXPECT_EQ(base64_decoded("Zm8="), "fo");
  EXPECT_EQ(base64_decoded("Zm9v"), "foo");
  EXPECT_EQ(base64_decoded("Zm9vYmFy"), "foobar");
}

TEST(Base64, EncodesTheVectorsOfTheStandard) {
  EXPECT_EQ(base64_encoded(""), "");
  EXPECT_EQ(base64_encoded("f"), "Zg==");
  EXPECT_EQ(base64_encoded("fo"), "Zm8=");
  EXPECT_EQ(base64_encoded("foo"), "Zm9v");
  EXPECT_EQ(base64_encoded("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64_encoded("\xff\xfe\xfd"), "//79");
}

TEST(Base64, PassesOverLineEnds) {
  EXPECT_EQ(base64_decoded("Zm9v\r\nYmFy\n"), "foobar");
}

TEST(Base64, RefusesWhatIsNone) {
  EXPECT_EQ(base64_decoded("Zm9v!"), std::nullopt);
}

}  // namespace
}  // namespace opta
