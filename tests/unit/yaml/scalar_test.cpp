#include "yaml/scalar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

#include "support.h"

namespace opta::yaml {
namespace {

using test::Reading;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Scalar, ReadsTheCoreSchema) {
  for (const char* text : {"", "~", "null", "Null", "NULL"})
    EXPECT_EQ(resolve_plain(text).kind, Kind::kNull) << text;
  for (const char* text : {"true", "True", "TRUE"})
    EXPECT_TRUE(resolve_plain(text).boolean) << text;
  for (const char* text : {"false", "False", "FALSE"}) {
    EXPECT_EQ(resolve_plain(text).kind, Kind::kBoolean) << text;
    EXPECT_FALSE(resolve_plain(text).boolean) << text;
  }
  EXPECT_EQ(resolve_plain("0").integer, 0);
  EXPECT_EQ(resolve_plain("-12").integer, -12);
  EXPECT_EQ(resolve_plain("+12").integer, 12);
  EXPECT_EQ(resolve_plain("0x1F").integer, 31);
  EXPECT_EQ(resolve_plain("9223372036854775807").integer, std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(resolve_plain("-9223372036854775808").integer,
            std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(resolve_plain("12").number, 12);
  EXPECT_EQ(resolve_plain("1.5").number, 1.5);
  EXPECT_EQ(resolve_plain("+.5").number, 0.5);
  EXPECT_EQ(resolve_plain("-1.").number, -1);
  EXPECT_EQ(resolve_plain("6.02e+23").number, 6.02e23);
}

TEST(Scalar, EverythingElseIsText) {
  for (const char* text :
       {"truE",        "nULL",       "-",         "+",         ".",   "..",    "-.",    "1.2.3",
        "1e",          "e1",         "0x",        "0xG",       "0o8", "12a",   "1 2",   "8080:80",
        "10.0.0.0/16", "2001-12-14", "us-east-1", "t3.medium", "1:",  ":1",    "--1",   "+-1",
        "-0x1",        "yEs",        "a_b",       "v1_0",      "_1",  "1:2:x", "12:60", "12:345"}) {
    const Scalar scalar = resolve_plain(text);
    EXPECT_EQ(scalar.kind, Kind::kString) << text;
    EXPECT_FALSE(scalar.ambiguity) << text;
  }
}

TEST(Scalar, OldBooleansAreBooleansWithAWarning) {
  for (const char* text : {"yes", "Yes", "YES", "on", "On", "ON"}) {
    const Scalar scalar = resolve_plain(text);
    EXPECT_EQ(scalar.kind, Kind::kBoolean) << text;
    EXPECT_TRUE(scalar.boolean) << text;
    EXPECT_TRUE(scalar.ambiguity) << text;
  }
  for (const char* text : {"no", "No", "NO", "off", "Off", "OFF"}) {
    const Scalar scalar = resolve_plain(text);
    EXPECT_EQ(scalar.kind, Kind::kBoolean) << text;
    EXPECT_FALSE(scalar.boolean) << text;
    EXPECT_TRUE(scalar.ambiguity) << text;
  }
}

TEST(Scalar, WhatReadersDisagreeAboutIsTextWithAWarning) {
  for (const char* text : {"010",
                           "-010",
                           "00",
                           "1_000",
                           "1_000.5",
                           "0x1_F",
                           "0b101",
                           "-0b1",
                           "12:30",
                           "1:30:59",
                           "-1:30",
                           "1:30.5",
                           "9223372036854775808",
                           "-9223372036854775809",
                           "0xFFFFFFFFFFFFFFFF",
                           "99999999999999999999999999",
                           "1e999",
                           ".inf",
                           "-.INF",
                           "+.Inf",
                           ".nan"}) {
    const Scalar scalar = resolve_plain(text);
    EXPECT_EQ(scalar.kind, Kind::kString) << text;
    EXPECT_TRUE(scalar.ambiguity) << text;
  }
}

TEST(Scalar, NumbersThatOldReadersTakeForTextWarnToo) {
  EXPECT_EQ(resolve_plain("0o17").integer, 15);
  EXPECT_TRUE(resolve_plain("0o17").ambiguity);
  EXPECT_EQ(resolve_plain("1234e5").kind, Kind::kFloat);
  EXPECT_TRUE(resolve_plain("1234e5").ambiguity);
}

TEST(Scalar, TheWarningSaysHowItIsReadAndHowToBeClear) {
  const Reading reading("a: yes\nb: 010\n");
  EXPECT_THAT(reading.reports(),
              ElementsAre("W0101 opta.yaml:1:4 `yes`", "W0101 opta.yaml:2:4 `010`"));
  const Diagnostic& yes = reading.diagnostics().all()[0];
  EXPECT_EQ(yes.message, "`yes` is read as the boolean `true`");
  EXPECT_EQ(yes.help, "write `true`, or `\"yes\"` for the text");
  EXPECT_EQ(reading.diagnostics().all()[1].message, "`010` is read as text");
  EXPECT_EQ(reading.at({"b"}).text, "010");
  EXPECT_FALSE(reading.diagnostics().has_errors());
}

TEST(Scalar, QuotedTextNeverWarns) {
  const Reading reading("a: 'yes'\nb: \"010\"\nc: |-\n  12:30\nd: ''\n");
  EXPECT_THAT(reading.reports(), IsEmpty());
  for (const Entry& entry : reading.tree()->entries)
    EXPECT_EQ(entry.value.kind, Kind::kString) << entry.key;
}

TEST(Scalar, KeysAreTextAndNeverWarn) {
  const Reading reading("on: 1\nyes: 2\n010: 3\nnull: 4\n~: 5\ntrue: 6\n");
  EXPECT_THAT(reading.reports(), IsEmpty());
  EXPECT_EQ(reading.at({"on"}).integer, 1);
  EXPECT_EQ(reading.at({"010"}).integer, 3);
  EXPECT_EQ(reading.at({"null"}).integer, 4);
  EXPECT_EQ(reading.at({"~"}).integer, 5);
}

TEST(Scalar, AWarningIsGivenOnceHoweverOftenItIsUsed) {
  EXPECT_THAT(Reading("a: &x yes\nb: *x\nc: *x\n").reports(),
              ElementsAre("W0101 opta.yaml:1:7 `yes`"));
}

TEST(Tag, CoreTagsDecideTheKind) {
  const Reading reading(
      "a: !!str 010\nb: !!int \"12\"\nc: !!float 3\nd: !!bool yes\ne: !!null ''\nf: !!seq [1]\ng: "
      "!!map {a: 1}\nh: ! 12\n");
  EXPECT_THAT(reading.reports(), IsEmpty());
  EXPECT_EQ(reading.at({"a"}).text, "010");
  EXPECT_EQ(reading.at({"b"}).integer, 12);
  EXPECT_EQ(reading.at({"c"}).kind, Kind::kFloat);
  EXPECT_EQ(reading.at({"c"}).number, 3);
  EXPECT_TRUE(reading.at({"d"}).boolean);
  EXPECT_EQ(reading.at({"e"}).kind, Kind::kNull);
  EXPECT_EQ(reading.at({"h"}).kind, Kind::kString);
}

TEST(Tag, AVerbatimTagIsTheSame) {
  EXPECT_EQ(Reading("a: !<tag:yaml.org,2002:str> 12\n").at({"a"}).kind, Kind::kString);
}

TEST(Tag, RefusesUnknownOnesAndReadsOn) {
  const Reading reading("a: !Ref 12\nb: !!binary aGk=\nc: !mine [1]\nd: &x !mine\n  e: 1\n");
  EXPECT_THAT(reading.reports(),
              ElementsAre("E0108 opta.yaml:1:4 `!Ref`", "E0108 opta.yaml:2:4 `!!binary`",
                          "E0108 opta.yaml:3:4 `!mine`", "E0108 opta.yaml:4:7 `!mine`"));
  EXPECT_EQ(reading.at({"a"}).integer, 12);
  EXPECT_EQ(reading.at({"d", "e"}).integer, 1);
}

TEST(Tag, RefusesOnesThatDoNotFit) {
  EXPECT_THAT(Reading("a: !!int x\nb: !!map [1]\nc: !!str {a: 1}\nd: !!seq x\n").reports(),
              ElementsAre("E0108 opta.yaml:1:4 `!!int`", "E0108 opta.yaml:2:4 `!!map`",
                          "E0108 opta.yaml:3:4 `!!str`", "E0108 opta.yaml:4:4 `!!seq`"));
}

}  // namespace
}  // namespace opta::yaml
