#include "app/adoption.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace opta {

namespace {

// Creating these again is what AWS answers with "already so", or they exist in Terraform alone.
constexpr std::array<std::string_view, 5> kHarmless = {
    "aws_iam_role_policy_attachment", "aws_acm_certificate_validation",
    "aws_ebs_encryption_by_default", "aws_ebs_default_kms_key", "terraform_data"};
constexpr std::string_view kRoutePrefix = "r-";
constexpr std::size_t kRouteTableIdLength = std::string_view("rtb-0123456789abcdef0").size();

// Imported as "subnet-…/rtb-…", which only AWS can tell from the association's id.
std::optional<std::string> association_import_id(EngineRoom& room, const std::string& id) {
  const auto cli = room.aws_cli();
  if (!cli) return std::nullopt;
  const auto answer = aws::call(*cli, {"ec2", "describe-route-tables", "--filters",
                                       "Name=association.route-table-association-id,Values=" + id});
  if (!answer || answer->failure) return std::nullopt;
  const auto json = nlohmann::json::parse(answer->text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  for (const auto& table : json.value("RouteTables", nlohmann::json::array())) {
    for (const auto& association : table.value("Associations", nlohmann::json::array())) {
      if (association.value("RouteTableAssociationId", "") != id) continue;
      return association.value("SubnetId", "") + "/" + association.value("RouteTableId", "");
    }
  }
  return std::nullopt;
}

}  // namespace

std::string type_of_address(std::string_view address) {
  // Module steps come in pairs, "module" and a name that may have an index with dots in quotes.
  while (address.starts_with("module.")) {
    address.remove_prefix(7);
    bool quoted = false;
    std::size_t end = 0;
    while (end < address.size() && (quoted || address[end] != '.')) {
      if (address[end] == '"') quoted = !quoted;
      ++end;
    }
    address.remove_prefix(std::min(end + 1, address.size()));
  }
  return std::string(address.substr(0, address.find('.')));
}

std::optional<std::string> route_import_id(std::string_view id) {
  if (!id.starts_with(kRoutePrefix) || id.size() < kRoutePrefix.size() + kRouteTableIdLength)
    return std::nullopt;
  return std::string(id.substr(kRoutePrefix.size(), kRouteTableIdLength)) + "_0.0.0.0/0";
}

bool is_harmless_to_repeat(std::string_view type) {
  return std::ranges::find(kHarmless, type) != kHarmless.end();
}

std::optional<std::string> import_id_of(EngineRoom& room, const std::string& address,
                                        const std::string& id) {
  const std::string type = type_of_address(address);
  if (is_harmless_to_repeat(type)) return std::nullopt;
  if (type == "aws_route") return route_import_id(id);
  if (type == "aws_route_table_association") return association_import_id(room, id);
  return id;
}

}  // namespace opta
