#include "plan/decode.h"

#include <gmock/gmock.h>

#include <fmt/format.h>

#include "fixture.h"

namespace opta {
namespace {

// A plan of one resource, whose "change" is given.
std::string plan_of(std::string_view change, std::string_view address = "module.m.aws_x.a") {
  return fmt::format(
      R"({{"format_version":"1.2","resource_changes":[{{"address":"{}","module_address":"module.m","mode":"managed",)"
      R"("type":"aws_x","name":"a","change":{}}}]}})",
      address, change);
}

ResourceChange decoded_change(std::string_view change) {
  const Result<Plan> plan = decode_plan(plan_of(change));
  EXPECT_TRUE(plan) << (plan ? "" : plan.error().message);
  return plan && plan->changes.size() == 1 ? plan->changes.front() : ResourceChange{};
}

// Every text that a plan holds, one a line.
std::string all_text(const Plan& plan) {
  std::string text;
  const auto add = [&](const std::vector<ResourceChange>& changes) {
    for (const ResourceChange& change : changes) {
      text += change.address + '\n' + change.index + '\n' + change.import_id + '\n';
      for (const FieldChange& field : change.fields) {
        text += field.path + '\n' + field.before + '\n' + field.after + '\n';
      }
      for (const auto& [path, value] : change.unchanged) text += path + '\n' + value + '\n';
    }
  };
  add(plan.changes);
  add(plan.drift);
  for (const OutputChange& output : plan.outputs) {
    text += output.name + '\n' + output.before + '\n' + output.after + '\n';
  }
  return text;
}

TEST(DecodePlan, ReadsWhatStaysAsNoChange) {
  const Plan plan = plan_fixture("empty");
  EXPECT_TRUE(is_empty(plan));
  EXPECT_EQ(plan.unchanged_count, 9u);
  EXPECT_EQ(plan.format_version, "1.2");
  EXPECT_TRUE(plan.complete);
}

TEST(DecodePlan, NamesTheModuleTheTypeAndTheIndex) {
  const Plan plan = plan_fixture("aws");
  const ResourceChange subnet = change_at(plan, "module.base.aws_subnet.private[1]");
  EXPECT_EQ(subnet.module, "base");
  EXPECT_EQ(subnet.type, "aws_subnet");
  EXPECT_EQ(subnet.name, "private");
  EXPECT_EQ(subnet.index, "1");
  EXPECT_EQ(change_at(plan_fixture("engine"), R"(terraform_data.keyed["a.b"])").index, R"("a.b")");
}

TEST(DecodePlan, TakesTheFirstModuleOfANestedAddress) {
  const Result<Plan> plan = decode_plan(
      R"({"format_version":"1.2","resource_changes":[{"address":"module.a[\"k.x\"].module.b.t.n",)"
      R"("module_address":"module.a[\"k.x\"].module.b","mode":"managed","type":"t","name":"n",)"
      R"("change":{"actions":["create"],"before":null,"after":{},"before_sensitive":false,"after_sensitive":{}}}]})");
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->changes.front().module, "a");
}

TEST(DecodePlan, FindsTheFieldThatForcesAReplacement) {
  const ResourceChange bucket = change_at(plan_fixture("aws"), "module.data.aws_s3_bucket.files");
  EXPECT_EQ(bucket.action, Action::kReplace);
  EXPECT_FALSE(bucket.create_before_destroy);
  const FieldChange field = field_at(bucket, "bucket");
  EXPECT_EQ(field.before, R"("fixture-files-1")");
  EXPECT_EQ(field.after, R"("fixture-files-2")");
  EXPECT_TRUE(field.forces_replacement);
  EXPECT_FALSE(field_at(bucket, "arn").forces_replacement);
  EXPECT_TRUE(field_at(bucket, "arn").known_after_apply);
}

TEST(DecodePlan, OpensDocumentsInStrings) {
  const ResourceChange edited =
      change_at(plan_fixture("engine"), "module.edited.terraform_data.this");
  EXPECT_EQ(field_at(edited, "input.policy.allow[1]").after, R"("write")");
  EXPECT_EQ(field_at(edited, "input.size").before, "3");
  EXPECT_EQ(field_at(edited, "input.size").after, "4");
}

TEST(DecodePlan, ReadsMovedAndForgottenResources) {
  const Plan plan = plan_fixture("engine");
  const ResourceChange moved = change_at(plan, "terraform_data.new_name");
  EXPECT_EQ(moved.action, Action::kNone);
  EXPECT_EQ(moved.previous_address, "terraform_data.old_name");
  EXPECT_TRUE(change_at(plan, "terraform_data.forgotten").forgotten);
}

TEST(DecodePlan, ReadsOutputs) {
  const Plan plan = plan_fixture("engine");
  ASSERT_EQ(plan.outputs.size(), 3u);
  EXPECT_EQ(plan.outputs[0].after, R"("hello, world")");
  EXPECT_TRUE(plan.outputs[1].known_after_apply);
  EXPECT_TRUE(plan.outputs[2].sensitive);
  EXPECT_EQ(plan.outputs[2].before, kSensitiveText);
}

TEST(DecodePlan, ReadsWhatSomebodyElseChanged) {
  const Plan plan = plan_fixture("aws");
  const auto gone = std::ranges::find(plan.drift, "module.data.aws_dynamodb_table.gone",
                                      &ResourceChange::address);
  ASSERT_NE(gone, plan.drift.end());
  EXPECT_EQ(gone->action, Action::kDelete);
}

TEST(DecodePlan, HidesSensitiveValuesOfRealPlans) {
  for (const char* name : {"engine", "aws", "aws_new"}) {
    ASSERT_THAT(plan_fixture_text(name), testing::HasSubstr("CANARY"))
        << "the fixture tests nothing";
    EXPECT_THAT(all_text(plan_fixture(name)), testing::Not(testing::HasSubstr("CANARY"))) << name;
  }
}

TEST(DecodePlan, HidesACopyThatLostItsMark) {
  // Terraform really does this: `output` of terraform_data repeats `input` without its mask.
  const ResourceChange change =
      change_at(plan_fixture("engine"), "module.secret.terraform_data.this");
  EXPECT_EQ(field_at(change, "output").before, kSensitiveText);
}

TEST(DecodePlan, HidesASecretInsideAnotherText) {
  const ResourceChange change = decoded_change(
      R"({"actions":["update"],"before":{"p":"old-long-secret","url":"x"},"after":{"p":"new-long-secret","url":"db://new-long-secret@h"},)"
      R"("before_sensitive":{"p":true},"after_sensitive":{"p":true}})");
  EXPECT_TRUE(field_at(change, "url").sensitive);
  EXPECT_EQ(field_at(change, "url").after, kSensitiveText);
}

TEST(DecodePlan, HidesWhatOneSideHides) {
  const ResourceChange change = decoded_change(
      R"({"actions":["update"],"before":{"p":"clear"},"after":{"p":"hidden"},"before_sensitive":{},"after_sensitive":{"p":true}})");
  EXPECT_EQ(field_at(change, "p").before, kSensitiveText);
}

TEST(DecodePlan, HidesAllWhereAMaskIsMissingOrDoesNotFit) {
  for (const char* masks : {R"("x":1)", R"("before_sensitive":null,"after_sensitive":"?")",
                            R"("before_sensitive":[true],"after_sensitive":[true])"}) {
    const ResourceChange change = decoded_change(fmt::format(
        R"({{"actions":["update"],"before":{{"p":"aaaa"}},"after":{{"p":"bbbb"}},{}}})", masks));
    ASSERT_EQ(change.fields.size(), 1u) << masks;
    EXPECT_TRUE(change.fields.front().sensitive) << masks;
    EXPECT_EQ(change.fields.front().after, kSensitiveText) << masks;
  }
}

TEST(DecodePlan, PairsListsWithSecretsByIndex) {
  const ResourceChange change = decoded_change(
      R"({"actions":["update"],"before":{"l":["secret-1","a"]},"after":{"l":["b","secret-1","a"]},)"
      R"("before_sensitive":{"l":[true,false]},"after_sensitive":{"l":[false,true,false]}})");
  for (const FieldChange& field : change.fields) {
    EXPECT_FALSE(field.before.contains("secret-1") || field.after.contains("secret-1"))
        << field.path;
  }
}

TEST(DecodePlan, SeesNoDifferenceBetweenNothingAndEmpty) {
  const ResourceChange change = decoded_change(
      R"({"actions":["update"],"before":{"a":null,"b":[],"c":"","d":1},"after":{"a":"","b":null,"c":[],"d":2},)"
      R"("before_sensitive":{},"after_sensitive":{}})");
  ASSERT_EQ(change.fields.size(), 1u);
  EXPECT_EQ(change.fields.front().path, "d");
}

TEST(DecodePlan, MatchesListElementsByValue) {
  const ResourceChange change = decoded_change(
      R"({"actions":["update"],"before":{"l":[{"p":1},{"p":2},{"p":3}]},"after":{"l":[{"p":0},{"p":1},{"p":2},{"p":3}]},)"
      R"("before_sensitive":{},"after_sensitive":{}})");
  ASSERT_EQ(change.fields.size(), 1u);
  EXPECT_EQ(change.fields.front().path, "l[0].p");
  EXPECT_EQ(change.fields.front().before, "");
  EXPECT_EQ(change.fields.front().after, "0");
}

TEST(DecodePlan, ShowsAListInAnotherOrder) {
  const ResourceChange change = decoded_change(
      R"({"actions":["update"],"before":{"l":["a","b"]},"after":{"l":["b","a"]},"before_sensitive":{},"after_sensitive":{}})");
  EXPECT_EQ(change.fields.size(), 2u);
}

TEST(DecodePlan, QuotesKeysThatAreNoWords) {
  const ResourceChange change = decoded_change(
      R"({"actions":["create"],"before":null,"after":{"tags":{"a.b/c":"x"}},"before_sensitive":false,"after_sensitive":{}})");
  EXPECT_EQ(change.fields.front().path, R"(tags["a.b/c"])");
}

TEST(DecodePlan, KnowsWhichReplacementMakesTheNewOneFirst) {
  EXPECT_TRUE(decoded_change(R"({"actions":["create","delete"],"before":{},"after":{}})")
                  .create_before_destroy);
}

TEST(DecodePlan, RefusesAnActionThatItDoesNotKnow) {
  const Result<Plan> plan = decode_plan(plan_of(R"({"actions":["explode"]})"));
  ASSERT_FALSE(plan);
  EXPECT_THAT(plan.error().message,
              testing::HasSubstr("`module.m.aws_x.a` has an action that is not known"));
}

TEST(DecodePlan, RefusesAnotherFormat) {
  const Result<Plan> plan = decode_plan(R"({"format_version":"2.0"})");
  ASSERT_FALSE(plan);
  EXPECT_THAT(plan.error().message, testing::HasSubstr("`2.0`"));
}

TEST(DecodePlan, SurvivesBrokenInput) {
  for (const char* text : {"", "{", "[]", "null", "1e400", "{\"format_version\":1}", "\xFF\xFE",
                           R"({"format_version":"1.2","resource_changes":{}})",
                           R"({"format_version":"1.2","resource_changes":[1]})",
                           R"({"format_version":"1.2","resource_changes":[{"address":"a"}]})",
                           R"({"format_version":"1.2","output_changes":[]})",
                           R"({"format_version":"1.2","output_changes":{"a":null}})"}) {
    EXPECT_FALSE(decode_plan(text)) << text;
  }
}

TEST(DecodePlan, RefusesDeepNesting) {
  const std::string deep(200'000, '[');
  EXPECT_THAT(decode_plan(deep).error().message, testing::HasSubstr("nests deeper than 100"));
  // Brackets in strings are no nesting.
  EXPECT_TRUE(decode_plan(fmt::format(R"({{"format_version":"1.2","x":"{}\""}})", deep)));
}

TEST(DecodePlan, KeepsADocumentThatNestsTooDeepAsText) {
  const std::string deep = std::string(90, '[') + std::string(90, ']');
  const ResourceChange change = decoded_change(fmt::format(
      R"({{"actions":["create"],"before":null,"after":{{"p":"{}"}},"before_sensitive":false,"after_sensitive":{{}}}})",
      deep));
  ASSERT_EQ(change.fields.size(), 1u);
  EXPECT_EQ(change.fields.front().after, '"' + deep + '"');
}

TEST(DecodePlan, ReadsAPlanOfFiveMegabytes) {
  std::string resources;
  std::size_t count = 0;
  const std::string rules(400, '7');
  while (resources.size() < 5'000'000) {
    if (count > 0) resources += ',';
    resources += fmt::format(
        R"({{"address":"module.m.aws_x.a[{0}]","module_address":"module.m","mode":"managed","type":"aws_x","name":"a","index":{0},)"
        R"("change":{{"actions":["update"],"before":{{"id":"{0}","rules":[{{"p":1,"c":["10.0.0.0/8"]}},{{"p":2}}],"text":"{1}"}},)"
        R"("after":{{"id":"{0}","rules":[{{"p":2}},{{"p":3}}],"text":"{1}"}},"before_sensitive":{{}},"after_sensitive":{{}}}}}})",
        count++, rules);
  }
  const Result<Plan> plan =
      decode_plan(fmt::format(R"({{"format_version":"1.2","resource_changes":[{}]}})", resources));
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->changes.size(), count);
}

}  // namespace
}  // namespace opta
