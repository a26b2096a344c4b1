#include "app/change_author.h"

#include "exec/aws/sts.h"
#include "exec/tools.h"

namespace opta {

std::string change_author(const CloudRoom& room) {
  if (!find_tool(Tool::kAws, room.environment())) return {};
  const auto cli = room.aws_cli();
  if (!cli) return {};
  const auto answer = aws::get_caller_identity(*cli);
  return answer && !answer->failure ? answer->identity.arn : std::string();
}

}  // namespace opta
