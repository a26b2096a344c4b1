// What it costs to decide the promises: plans of 100, 1,000 and 10,000 resources, none of which has
// an id yet, in modules that are handed a network.
//
// Prints a Markdown table. Each measurement is a fresh process. Of several runs the median is
// shown, and how much longer a size takes than the one before it.
#include <algorithm>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <malloc.h>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "fresh_process.h"
#include "plan/decode.h"
#include "prove/decode_world.h"
#include "prove/verdict.h"

namespace opta {
namespace {

using nlohmann::json;

constexpr std::size_t kSizes[] = {100, 1000, 10000};
constexpr int kRuns = 5;
constexpr std::size_t kPerModule = 20;

json references(std::initializer_list<const char*> names) {
  return {{"references", names}};
}

constexpr const char* kPolicy =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],)"
    R"("Resource":"arn:aws:s3:::files/*"},{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}]})";

// Name, type, what the file says, what is known after the apply, what it is made from.
struct Template {
  const char* type;
  const char* name;
  json after;
  json unknown;
  json expressions;
};

std::vector<Template> templates() {
  const json id = {{"id", true}, {"arn", true}};
  const auto with = [&](json more) {
    json both = id;
    both.update(more);
    return both;
  };
  return {
      {"aws_subnet",
       "a",
       {{"cidr_block", "10.0.0.0/20"}, {"map_public_ip_on_launch", false}},
       with({{"vpc_id", true}}),
       {{"vpc_id", references({"var.vpc_id"})}}},
      {"aws_subnet",
       "b",
       {{"cidr_block", "10.0.16.0/20"}, {"map_public_ip_on_launch", false}},
       with({{"vpc_id", true}}),
       {{"vpc_id", references({"var.vpc_id"})}}},
      {"aws_route_table",
       "this",
       {{"route", {{{"cidr_block", "0.0.0.0/0"}, {"gateway_id", nullptr}}}}},
       with({{"vpc_id", true}, {"route", {{{"nat_gateway_id", true}}}}}),
       {{"vpc_id", references({"var.vpc_id"})}, {"route", references({"var.nat_gateway_id"})}}},
      {"aws_route_table_association",
       "a",
       json::object(),
       with({{"subnet_id", true}, {"route_table_id", true}}),
       {{"subnet_id", references({"aws_subnet.a.id", "aws_subnet.a"})},
        {"route_table_id", references({"aws_route_table.this.id", "aws_route_table.this"})}}},
      {"aws_route_table_association",
       "b",
       json::object(),
       with({{"subnet_id", true}, {"route_table_id", true}}),
       {{"subnet_id", references({"aws_subnet.b.id", "aws_subnet.b"})},
        {"route_table_id", references({"aws_route_table.this.id", "aws_route_table.this"})}}},
      {"aws_security_group",
       "db",
       {{"name", "db"}},
       with({{"vpc_id", true}, {"ingress", true}}),
       {{"vpc_id", references({"var.vpc_id"})}}},
      {"aws_vpc_security_group_ingress_rule",
       "db",
       {{"ip_protocol", "tcp"}, {"from_port", 5432}, {"to_port", 5432}},
       with({{"security_group_id", true}, {"referenced_security_group_id", true}}),
       {{"security_group_id", references({"aws_security_group.db.id", "aws_security_group.db"})},
        {"referenced_security_group_id",
         references({"aws_security_group.app.id", "aws_security_group.app"})}}},
      {"aws_security_group",
       "app",
       {{"name", "app"}},
       with({{"vpc_id", true}, {"ingress", true}}),
       {{"vpc_id", references({"var.vpc_id"})}}},
      {"aws_vpc_security_group_ingress_rule",
       "app",
       {{"ip_protocol", "tcp"}, {"from_port", 443}, {"to_port", 443}, {"cidr_ipv4", "10.0.0.0/16"}},
       with({{"security_group_id", true}}),
       {{"security_group_id",
         references({"aws_security_group.app.id", "aws_security_group.app"})}}},
      {"aws_db_subnet_group",
       "db",
       {{"name", "db"}},
       with({{"subnet_ids", true}}),
       {{"subnet_ids",
         references({"aws_subnet.a.id", "aws_subnet.a", "aws_subnet.b.id", "aws_subnet.b"})}}},
      {"aws_rds_cluster",
       "db",
       {{"engine", "aurora-postgresql"},
        {"storage_encrypted", true},
        {"backup_retention_period", 7}},
       with({{"kms_key_id", true},
             {"vpc_security_group_ids", true},
             {"db_subnet_group_name", true},
             {"db_cluster_parameter_group_name", true}}),
       {{"kms_key_id", references({"var.kms_key_arn"})},
        {"storage_encrypted", references({"var.encrypted"})},
        {"vpc_security_group_ids",
         references({"aws_security_group.db.id", "aws_security_group.db"})},
        {"db_subnet_group_name",
         references({"aws_db_subnet_group.db.name", "aws_db_subnet_group.db"})},
        {"db_cluster_parameter_group_name", references({"aws_rds_cluster_parameter_group.db.name",
                                                        "aws_rds_cluster_parameter_group.db"})}}},
      {"aws_rds_cluster_parameter_group",
       "db",
       {{"family", "aurora-postgresql17"},
        {"parameter", {{{"name", "rds.force_ssl"}, {"value", "1"}}}}},
       with({{"name", true}}),
       json::object()},
      {"aws_rds_cluster_instance",
       "db",
       {{"publicly_accessible", false}},
       with({{"cluster_identifier", true}, {"db_subnet_group_name", true}}),
       {{"cluster_identifier", references({"aws_rds_cluster.db.id", "aws_rds_cluster.db"})},
        {"db_subnet_group_name",
         references({"aws_db_subnet_group.db.name", "aws_db_subnet_group.db"})}}},
      {"aws_s3_bucket",
       "files",
       {{"force_destroy", false}},
       with({{"bucket", true}}),
       json::object()},
      {"aws_s3_bucket_public_access_block",
       "files",
       {{"block_public_acls", true},
        {"block_public_policy", true},
        {"ignore_public_acls", true},
        {"restrict_public_buckets", true}},
       with({{"bucket", true}}),
       {{"bucket", references({"aws_s3_bucket.files.id", "aws_s3_bucket.files"})}}},
      {"aws_s3_bucket_server_side_encryption_configuration",
       "files",
       {{"rule", {{{"apply_server_side_encryption_by_default", {{{"sse_algorithm", "AES256"}}}}}}}},
       with({{"bucket", true}}),
       {{"bucket", references({"aws_s3_bucket.files.id", "aws_s3_bucket.files"})}}},
      {"aws_iam_role", "app", {{"assume_role_policy", kPolicy}}, id, json::object()},
      {"aws_iam_role_policy",
       "app",
       {{"policy", kPolicy}},
       with({{"role", true}}),
       {{"role", references({"aws_iam_role.app.id", "aws_iam_role.app"})}}},
      {"aws_elasticache_replication_group",
       "cache",
       {{"at_rest_encryption_enabled", true},
        {"transit_encryption_enabled", true},
        {"transit_encryption_mode", "required"}},
       with({{"kms_key_id", true}}),
       {{"kms_key_id", references({"var.kms_key_arn"})}}},
      {"aws_instance",
       "worker",
       {{"associate_public_ip_address", false}},
       with({{"subnet_id", true}, {"vpc_security_group_ids", true}}),
       {{"subnet_id", references({"aws_subnet.a.id", "aws_subnet.a"})},
        {"vpc_security_group_ids",
         references({"aws_security_group.app.id", "aws_security_group.app"})}}},
  };
}

// As Terraform writes it: each resource stands among the changes and among the planned values, with
// the many attributes that are null.
std::string plan_text(std::size_t count) {
  const std::vector<Template> all = templates();
  OPTA_ASSERT(all.size() == kPerModule);
  json changes = json::array();
  json planned = json::array();
  json calls = json::object();
  for (std::size_t made = 0; made < count; made += kPerModule) {
    const std::string module = fmt::format("app{}", made / kPerModule);
    json resources = json::array();
    json values = json::array();
    for (const Template& of : all) {
      const std::string place = fmt::format("{}.{}", of.type, of.name);
      json item = {{"address", fmt::format("module.{}.{}", module, place)},
                   {"module_address", "module." + module},
                   {"mode", "managed"},
                   {"type", of.type},
                   {"name", of.name},
                   {"provider_name", "registry.terraform.io/hashicorp/aws"}};
      json after = of.after;
      for (int i = 0; i < 15; ++i) after[fmt::format("setting_{}", i)] = nullptr;
      after["tags"] = {{"opta", "true"}, {"opta_environment", "staging"}, {"opta_layer", module}};
      json value = item;
      value["values"] = after;
      value["sensitive_values"] = {{"tags", json::object()}};
      values.push_back(std::move(value));
      item["change"] = {
          {"actions", {"create"}},     {"before", nullptr},
          {"after", std::move(after)}, {"after_unknown", of.unknown},
          {"before_sensitive", false}, {"after_sensitive", {{"tags", json::object()}}}};
      changes.push_back(std::move(item));
      resources.push_back({{"address", place},
                           {"mode", "managed"},
                           {"type", of.type},
                           {"name", of.name},
                           {"provider_config_key", "aws"},
                           {"expressions", of.expressions},
                           {"schema_version", 1}});
    }
    planned.push_back({{"address", "module." + module}, {"resources", std::move(values)}});
    calls[module] = {
        {"source", "./modules/app"},
        {"expressions",
         {{"vpc_id", references({"aws_vpc.this.id", "aws_vpc.this"})},
          {"nat_gateway_id", references({"aws_nat_gateway.this.id", "aws_nat_gateway.this"})},
          {"kms_key_arn", references({"aws_kms_key.this.arn", "aws_kms_key.this"})},
          {"encrypted", {{"constant_value", true}}}}},
        {"module", {{"resources", std::move(resources)}}}};
  }
  const json plan = {{"format_version", "1.2"},
                     {"terraform_version", "1.11.4"},
                     {"planned_values", {{"root_module", {{"child_modules", planned}}}}},
                     {"resource_changes", std::move(changes)},
                     {"configuration", {{"root_module", {{"module_calls", std::move(calls)}}}}}};
  return plan.dump();
}

struct Figures {
  double parse;  // milliseconds, as the others
  double decode;
  double decide;
  double peak;
};

// Time of the processor: all of it is work of one thread, and other work on the machine does not
// count.
class Watch {
 public:
  double lap() {
    const double now = processor_milliseconds();
    return now - std::exchange(last_, now);
  }

 private:
  static double processor_milliseconds() {
    timespec time{};
    OPTA_ASSERT(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
  }

  double last_ = processor_milliseconds();
};

// As EngineRoom::plan does it.
Figures verify(const std::string& text) {
  Figures figures{};
  Watch watch;
  auto document = parse_plan(text);
  OPTA_ASSERT(document.has_value());
  figures.parse = watch.lap();
  const auto world = prove::world_of(*std::move(document));
  OPTA_ASSERT(world.has_value());
  figures.decode = watch.lap();
  const auto verdicts = prove::decide_all(*world, {});
  figures.decide = watch.lap();
  OPTA_ASSERT(!verdicts.empty());
  figures.peak = peak_mebibytes();
  return figures;
}

double total(const Figures& figures) {
  return figures.parse + figures.decode + figures.decide;
}

void run() {
  fmt::print("| resources | plan | parse | decode | decide | all | growth | peak memory |\n");
  fmt::print("|----------:|-----:|------:|-------:|-------:|----:|-------:|------------:|\n");
  double before = 0;
  for (const std::size_t size : kSizes) {
    const std::string text = plan_text(size);
    malloc_trim(0);  // what made the text is no part of a child's peak
    std::vector<Figures> runs;
    for (int i = 0; i < kRuns; ++i)
      runs.push_back(in_fresh_process([&text] { return verify(text); }));
    std::ranges::sort(runs, {}, total);
    const Figures& median = runs[kRuns / 2];
    const std::string growth = before > 0 ? fmt::format("{:.1f}", total(median) / before) : "";
    fmt::print(
        "| {} | {:.1f} MiB | {:.1f} ms | {:.1f} ms | {:.1f} ms | {:.1f} ms | {} | {:.0f} MiB |\n",
        size, static_cast<double>(text.size()) / (1U << 20U), median.parse, median.decode,
        median.decide, total(median), growth, median.peak);
    before = total(median);
  }
}

}  // namespace
}  // namespace opta

int main() {
  opta::run();
}
