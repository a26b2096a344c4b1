#include "exec/aws/log_groups.h"

namespace opta::aws {

Result<Listing<std::string>> list_log_groups(const Cli& cli, const std::string& prefix) {
  const Answer answer =
      OPTA_TRY(call(cli, {"logs", "describe-log-groups", "--log-group-name-prefix", prefix}));
  Listing<std::string> listing{.failure = answer.failure};
  const lenient::Json json = lenient::parse(answer.text);
  for (const lenient::Json& entry : lenient::list_at(json, "logGroups"))
    listing.items.push_back(lenient::text_at(entry, "logGroupName"));
  return listing;
}

std::vector<std::string> delete_log_group_arguments(const std::string& name) {
  return {"logs", "delete-log-group", "--log-group-name", name};
}

}  // namespace opta::aws
