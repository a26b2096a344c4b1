#include "app/cloud_room.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/report.h"
#include "app/sandbox_server.h"
#include "base/text.h"
#include "exec/aws/objects.h"
#include "exec/terraform/failure.h"
#include "exec/tools.h"

namespace opta {

namespace {

using terraform::FailureKind;

tl::unexpected<Exit> stop(Exit exit) {
  return tl::make_unexpected(exit);
}

Result<Environment> environment_for(Env& env, const Layer& layer, const std::string& endpoint) {
  if (endpoint.empty()) return engine_environment(env.variables, env.disk);
  const Provider& provider = layer.root().provider;
  return sandbox_environment(
      env.variables, env.disk,
      {.endpoint = endpoint, .account_id = provider.account_id, .region = provider.region});
}

}  // namespace

Step<CloudRoom> CloudRoom::open(FrontEnd& front, std::shared_ptr<const Layer> layer, bool sandbox) {
  Env& env = front.env;
  std::string endpoint;
  if (sandbox) {
    const auto server = start_sandbox(env, *front.library);
    if (!server) return stop(report_error(env, Code::kSandbox, server.error()));
    endpoint = server->endpoint();
  }
  auto environment = environment_for(env, *layer, endpoint);
  if (!environment) return stop(report_error(env, Code::kSandbox, environment.error()));
  return CloudRoom(front, std::move(layer), *std::move(environment), std::move(endpoint));
}

Step<CloudRoom> CloudRoom::look(FrontEnd& front, const LayerArguments& arguments, bool sandbox) {
  auto layer = front.load(arguments, false);
  if (!layer) return stop(front.report(arguments.format));
  front.show_warnings();
  return open(front, std::move(layer), sandbox);
}

aws::Bucket CloudRoom::bucket() const {
  const Provider& provider = layer_->root().provider;
  return {.name = layer_->state_bucket(), .owner = provider.account_id, .region = provider.region};
}

Step<aws::Cli> CloudRoom::aws_cli() const {
  const auto program = find_tool(Tool::kAws, environment_);
  if (!program) return stop(fail(Code::kToolMissing, program.error()));
  return aws::Cli{.runner = front_.env.runner,
                  .program = *program,
                  .environment = environment_,
                  .region = bucket().region,
                  .endpoint = endpoint_};
}

Step<bool> CloudRoom::has_object(const aws::Cli& cli, const std::string& key) const {
  // Of all keys that begin with it the first in the list.
  const auto page = aws::list_objects(cli, bucket(), key);
  if (!page) return stop(fail(Code::kStateStorage, page.error()));
  if (page->failure && page->failure->code == "NoSuchBucket") return false;
  if (page->failure) return stop(fail_aws(Code::kStateStorage, *page->failure));
  return std::ranges::find(page->objects, key, &aws::Object::key) != page->objects.end();
}

Exit CloudRoom::fail_aws(Code code, const aws::Failure& failure) const {
  const bool credentials =
      failure.kind == FailureKind::kCredentials || failure.kind == FailureKind::kAccessDenied ||
      failure.message.find("Unable to locate credentials") != std::string::npos;
  const std::string help =
      fmt::format("the file is for account {}; `aws sts get-caller-identity` shows who you are",
                  bucket().owner);
  return report_error(
      front_.env, credentials ? Code::kCredentials : code,
      {.message = std::string(trim(failure.message)), .help = credentials ? help : std::string()});
}

Exit CloudRoom::fail(Code code, const Error& error) const {
  return report_error(front_.env, code, error);
}

}  // namespace opta
