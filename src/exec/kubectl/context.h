// What every kubectl command shares. Each subcommand has a file with the same three parts in the
// same order: its options, a pure function that builds the argument list, a function that runs it.
//
// Objects go in by the input stream: an argument list can be read by every user of the machine.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "exec/environment.h"
#include "exec/kubectl/failure.h"
#include "exec/process.h"

namespace opta::kubectl {

struct Context {
  Runner& runner;
  std::string program;
  Environment environment;
  std::string kubeconfig = {};    // empty: what the environment says
  std::string kube_context = {};  // empty: the current one
  std::stop_token stop = {};
};

inline constexpr std::size_t kOutputLimitBytes = 256U << 20U;
// For one question to the API server; waiting has limits of its own.
inline constexpr std::chrono::seconds kRequestTimeout{30};

// What an object is called, enough to ask for it.
struct ObjectReference {
  std::string api_version;  // "apps/v1"
  std::string kind;
  std::string object_namespace = {};  // empty for what stands in no namespace
  std::string name;
};

// `--namespace=`, or nothing for an empty one.
void add_namespace(std::vector<std::string>& arguments, std::string_view object_namespace);

// Runs `program arguments… --kubeconfig=… --context=…`.
Result<Captured> run(const Context& context, std::vector<std::string> arguments,
                     std::string stdin_text = {}, const LineSink& on_out = {},
                     std::size_t output_limit_bytes = kOutputLimitBytes);
// The answer as text. An Error when it is longer than the limit.
Result<ClusterText> run_for_text(const Context& context, std::vector<std::string> arguments,
                                 std::string stdin_text = {});
Result<ClusterOutcome> run_for_outcome(const Context& context, std::vector<std::string> arguments,
                                       std::string stdin_text = {}, const LineSink& on_out = {});

}  // namespace opta::kubectl
