#include "app/layer_process.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/typed_command.h"
#include "base/text.h"

namespace opta {

namespace {

constexpr int kColumnsMin = 60;

using Json = nlohmann::ordered_json;

}  // namespace

LayerOutput::LayerOutput(Env& env, std::mutex& mutex, std::string title, std::size_t columns,
                         LayerPrint print)
    : env_(env), mutex_(mutex), title_(std::move(title)), print_(print) {
  const std::size_t width = display_width(title_);
  prefix_ = title_ + std::string(width < columns ? columns - width : 0, ' ') + " | ";
}

std::string LayerOutput::prefixed(std::string_view line) const {
  const std::string text = prefix_ + std::string(line);
  return text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
}

void LayerOutput::out(std::string_view line) {
  if (env_.json) {
    // A document may stand on one line or on many; what is none is a message.
    const bool is_text = kept_.empty() && !line.starts_with('{') && !line.starts_with('[');
    kept_ += is_text ? Json(line).dump(-1, ' ', false, Json::error_handler_t::replace)
                     : std::string(line) + "\n";
    Json document = Json::parse(kept_, nullptr, false);
    if (document.is_discarded()) return;
    kept_.clear();
    const std::scoped_lock lock(mutex_);
    env_.out(Json{{"layer", title_}, {"output", std::move(document)}}.dump(
                 -1, ' ', false, Json::error_handler_t::replace) +
             "\n");
    return;
  }
  if (print_ != LayerPrint::kLines) {
    kept_ += std::string(line) + "\n";
    return;
  }
  const std::scoped_lock lock(mutex_);
  env_.out(prefixed(line));
}

void LayerOutput::err(std::string_view line) {
  const std::scoped_lock lock(mutex_);
  env_.err(prefixed(line));
}

void LayerOutput::finish() {
  if (print_ == LayerPrint::kKept) return;
  const std::string text = std::exchange(kept_, {});
  if (text.empty()) return;
  const std::scoped_lock lock(mutex_);
  env_.out(env_.json ? text : fmt::format("== {} ==\n{}\n", title_, text));
}

LayerResult run_layer(Env& env, const std::string& command, const LayerTask& task,
                      const RunArguments& arguments, LayerOutput& output,
                      const std::function<int()>& interrupt_count) {
  std::vector<std::string> argv = {"/proc/self/exe"};
  std::ranges::copy(typed_command({command}, task.arguments, arguments.sandbox),
                    std::back_inserter(argv));
  argv.emplace_back("--part-of-all");
  if (command != "plan") argv.emplace_back("--auto-approve");
  if (arguments.detailed_plan) argv.emplace_back("--detailed-plan");
  if (arguments.layer.format == Format::kJson) argv.emplace_back("--format=json");
  if (arguments.layer.format == Format::kMarkdown) argv.emplace_back("--format=markdown");
  Command child{
      .argv = std::move(argv), .environment = env.variables, .interrupt_count = interrupt_count};
  child.environment["COLUMNS"] = std::to_string(std::max(kColumnsMin, env.width));
  const auto ended = env.runner.run(
      child, [&output](std::string_view line) { output.out(line); },
      [&output](std::string_view line) { output.err(line); });
  output.finish();
  if (!ended) {
    output.err(ended.error().message);
    return LayerResult::kFailed;
  }
  if (ended->succeeded()) return LayerResult::kDone;
  if (ended->exit_code == static_cast<int>(Exit::kWaits)) return LayerResult::kWaits;
  if (ended->exit_code == static_cast<int>(Exit::kPromiseBroken)) return LayerResult::kBroken;
  if (ended->exit_code != static_cast<int>(Exit::kInterrupted)) return LayerResult::kFailed;
  return interrupt_count() > 0 ? LayerResult::kInterrupted : LayerResult::kHeldBack;
}

}  // namespace opta
