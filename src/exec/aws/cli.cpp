#include "exec/aws/cli.h"

#include <fmt/format.h>

#include "base/text.h"

namespace opta::aws {

namespace {

constexpr std::chrono::minutes kCallTimeout{2};
constexpr std::size_t kAnswerLimitBytes = 64U << 20U;

}  // namespace

std::vector<std::string> global_arguments(const Cli& cli) {
  std::vector<std::string> arguments = {"--output", "json", "--region", cli.region};
  if (!cli.endpoint.empty()) arguments.insert(arguments.end(), {"--endpoint-url", cli.endpoint});
  // Version 1 does not know the flag. AWS_PAGER in the environment says the same to version 2.
  if (cli.major_version >= 2) arguments.emplace_back("--no-cli-pager");
  return arguments;
}

Failure decode_failure(std::string_view error_text) {
  Failure failure{.message = std::string(trim(error_text)),
                  .kind = terraform::recognise_failure(error_text).kind};
  constexpr std::string_view kBegin = "An error occurred (";
  const std::size_t begin = error_text.find(kBegin);
  if (begin == std::string_view::npos) return failure;
  error_text.remove_prefix(begin + kBegin.size());
  failure.code = error_text.substr(0, error_text.find(')'));
  // HEAD has no body, so there is only the number.
  if (failure.code == "403") failure.kind = FailureKind::kAccessDenied;
  return failure;
}

Result<Answer> call(const Cli& cli, const std::vector<std::string>& arguments,
                    std::string stdin_text) {
  std::vector<std::string> argv = {cli.program};
  for (const std::vector<std::string>& part : {global_arguments(cli), arguments}) {
    argv.insert(argv.end(), part.begin(), part.end());
  }
  Captured captured = OPTA_TRY(cli.runner.run({.argv = std::move(argv),
                                               .environment = cli.environment,
                                               .stdin_text = std::move(stdin_text),
                                               .timeout = kCallTimeout,
                                               .output_limit_bytes = kAnswerLimitBytes},
                                              {}, {}, cli.stop));
  if (captured.succeeded()) {
    if (captured.truncated) return fail("the AWS command line's answer is too large");
    return Answer{.text = std::move(captured.out)};
  }
  Failure failure = decode_failure(captured.err);
  if (captured.stopped) failure.kind = FailureKind::kInterrupted;
  if (captured.timed_out) failure.kind = FailureKind::kNetwork;
  if (failure.message.empty()) {
    failure.message =
        captured.timed_out ? "no answer in time" : fmt::format("exit code {}", captured.exit_code);
  }
  return Answer{.failure = std::move(failure)};
}

}  // namespace opta::aws
