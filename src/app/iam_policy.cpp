#include "app/iam_policy.h"

#include <fmt/format.h>

#include "app/front_end.h"
#include "view/deployer_policy_view.h"

namespace opta {

Exit iam_policy(Env& env, const LayerArguments& arguments) {
  FrontEnd front(env);
  // A variable decides what a resource is called at most: without its value it is called anything.
  const auto layer = front.load(arguments, /*variables_required=*/false);
  if (!layer) return front.report(arguments.format);
  const auto actions = DeployerActions::load(*front.library, front.sources, front.diagnostics);
  if (front.diagnostics.has_errors()) return front.report(arguments.format);
  const DeployerPolicy policy = deployer_policy(*layer, front.catalog, *front.library, actions);
  for (const UnknownNeed& need : policy.unknown) {
    front.diagnostics.report(Code::kNeedUnknown, need.module->type_span,
                             fmt::format("what `{}` of module `{}` needs of IAM is not known",
                                         need.what, need.module->name),
                             "the policy lacks it: add what AWS lists for it to the role yourself");
  }
  front.show_warnings();
  env.out(arguments.format == Format::kJson ? deployer_policy_json(*layer, policy)
                                            : deployer_policy_text(*layer, policy));
  return Exit::kDone;
}

}  // namespace opta
