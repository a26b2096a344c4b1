// One layer of a run over many, as a child process.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/env.h"
#include "app/layer_set.h"
#include "view/layer_report.h"

namespace opta {

enum class LayerPrint : std::uint8_t {
  kLines,
  kWhole,  // standard output is printed at the end, because it is read as one: a plan
  kKept,   // standard output is not printed, but given by `take`
};

// Lets lines of several children through, one at a time, with the layer's name before each. In JSON
// a document of a child becomes a member of a line of ours.
class LayerOutput {
 public:
  LayerOutput(Env& env, std::mutex& mutex, std::string title, std::size_t columns,
              LayerPrint print);

  void out(std::string_view line);
  void err(std::string_view line);
  void finish();
  std::string take() { return std::move(kept_); }

 private:
  std::string prefixed(std::string_view line) const;

  Env& env_;
  std::mutex& mutex_;
  std::string title_;
  std::string prefix_;
  LayerPrint print_;
  std::string kept_ = {};
};

// Runs it to its end. `interrupt_count` is handed on to the child, which knows what it means.
LayerResult run_layer(Env& env, const std::string& command, const LayerTask& task,
                      const RunArguments& arguments, LayerOutput& output,
                      const std::function<int()>& interrupt_count);

}  // namespace opta
