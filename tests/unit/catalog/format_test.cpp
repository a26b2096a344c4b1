#include "catalog/format.h"

#include <gtest/gtest.h>

#include <string>

namespace opta {
namespace {

bool fits(std::string_view format, std::string_view text) {
  return format_problem(format, text).empty();
}

TEST(Cidr, DigitsAndDotsExactly) {
  const auto cidr = parse_cidr("10.1.255.0/24");
  ASSERT_TRUE(cidr);
  EXPECT_EQ(cidr->address, 0x0a01ff00u);
  EXPECT_EQ(cidr->prefix, 24);
  for (const char* text : {"",
                           "/",
                           "10.0.0.0",
                           "10.0.0.0/",
                           "/16",
                           "10.0.0/16",
                           "10.0.0.0.0/16",
                           "10.0.0.256/16",
                           "10.0.0.0/33",
                           "10.0.0.0/-1",
                           "10.0.0.0/+8",
                           "010.0.0.0/16",
                           "10.0.0.00/16",
                           "10.0.0.0/08",
                           " 10.0.0.0/16",
                           "10.0.0.0/16 ",
                           "10.0.0.0 /16",
                           "10..0.0/16",
                           "10.0.0.0/16/16",
                           "1000.0.0.0/8",
                           "a.b.c.d/8",
                           "::/0",
                           "0x0a.0.0.0/8"}) {
    EXPECT_FALSE(parse_cidr(text)) << text;
  }
}

TEST(Cidr, TheEdgesOfAllAddresses) {
  const auto all = parse_cidr("0.0.0.0/0");
  ASSERT_TRUE(all);
  EXPECT_FALSE(all->has_host_bits());
  EXPECT_TRUE(all->contains(*parse_cidr("255.255.255.255/32")));
  EXPECT_TRUE(parse_cidr("128.0.0.0/0")->has_host_bits());
  EXPECT_FALSE(parse_cidr("255.255.255.255/32")->has_host_bits());
  EXPECT_EQ(to_string(*parse_cidr("255.255.255.255/32")), "255.255.255.255/32");
}

TEST(Cidr, ContainsAndOverlaps) {
  const Cidr vpc = *parse_cidr("10.0.0.0/16");
  EXPECT_TRUE(vpc.contains(vpc));
  EXPECT_TRUE(vpc.contains(*parse_cidr("10.0.255.0/24")));
  EXPECT_FALSE(vpc.contains(*parse_cidr("10.1.0.0/24")));
  EXPECT_FALSE(vpc.contains(*parse_cidr("10.0.0.0/15")));
  EXPECT_TRUE(vpc.overlaps(*parse_cidr("10.0.0.0/8")));
  EXPECT_TRUE(parse_cidr("10.0.0.0/8")->overlaps(vpc));
  EXPECT_FALSE(parse_cidr("10.0.0.0/17")->overlaps(*parse_cidr("10.0.128.0/17")));
}

TEST(Format, ABlockWithHostBitsIsToldItsBlock) {
  EXPECT_NE(format_problem("ipv4-cidr", "10.0.0.1/16").find("`10.0.0.0/16`"), std::string::npos);
  EXPECT_TRUE(fits("ipv4-cidr", "0.0.0.0/0"));
  EXPECT_FALSE(fits("ipv4-cidr", "10.0.0.0"));
}

TEST(Format, DomainNames) {
  const std::string label(63, 'a');
  for (const std::string& text :
       {std::string("example.com"), std::string("a.b.c.example.co"), std::string("1and1.com"),
        std::string("xn--bcher-kva.example"), std::string("example.com."), label + ".com"}) {
    EXPECT_TRUE(fits("domain-name", text)) << text;
  }
  std::string long_name = "com";
  while (long_name.size() <= 253) long_name = "abcdefgh." + long_name;
  for (const std::string& text :
       {std::string(), std::string("example"), std::string("-a.com"), std::string("a-.com"),
        std::string("a..com"), std::string(".com"), std::string("a_b.com"), std::string("a.c"),
        std::string("https://example.com"), std::string("a b.com"), std::string("example.com\n"),
        std::string("bücher.example"), label + "a.com", long_name}) {
    EXPECT_FALSE(fits("domain-name", text)) << text;
  }
}

TEST(Format, InstanceTypes) {
  for (const char* text : {"t3.medium", "m7i-flex.large", "u-6tb1.metal", "c5.24xlarge"})
    EXPECT_TRUE(fits("aws-instance-type", text)) << text;
  for (const char* text : {"", "t3", "t3.", ".medium", "T3.medium", "t3.medium ", "t3.micro",
                           "t3.nano", "t3.medium.large"}) {
    EXPECT_FALSE(fits("aws-instance-type", text)) << text;
  }
}

TEST(Format, Arns) {
  for (const char* text :
       {"arn:aws:iam::123456789012:role/deployer", "arn:aws:s3:::bucket/key",
        "arn:aws-us-gov:iam::123456789012:user/a", "arn:aws:iam::aws:policy/ReadOnlyAccess"}) {
    EXPECT_TRUE(fits("aws-arn", text)) << text;
  }
  for (const char* text : {"", "arn:aws:iam::12345:role/a", "arn:aws:iam::123456789012:",
                           "iam::123456789012:role/a", "arn:gcp:iam::123456789012:role/a"}) {
    EXPECT_FALSE(fits("aws-arn", text)) << text;
  }
}

TEST(Format, UrlsAndDurations) {
  EXPECT_TRUE(fits("url", "https://example.com/a?b=c"));
  EXPECT_FALSE(fits("url", "example.com"));
  EXPECT_FALSE(fits("url", "https://a b"));
  EXPECT_TRUE(fits("duration", "1h30m"));
  EXPECT_TRUE(fits("duration", "0.5s"));
  EXPECT_FALSE(fits("duration", "30"));
  EXPECT_FALSE(fits("duration", "5 m"));
}

TEST(Format, EveryNameIsKnown) {
  for (const std::string& name : format_names()) EXPECT_TRUE(is_format(name)) << name;
  EXPECT_FALSE(is_format("ipv6-cidr"));
}

}  // namespace
}  // namespace opta
