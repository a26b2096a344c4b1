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

// Lets lines of several children through, one at a time, with the layer's name before each. In JSON
// a document of a child becomes a member of a line of ours.
class LayerOutput {
 public:
  // `whole`: standard output is kept till the end, because it is read as one: a plan.
  LayerOutput(Env& env, std::mutex& mutex, std::string title, std::size_t columns, bool whole);

  void out(std::string_view line);
  void err(std::string_view line);
  void finish();

 private:
  std::string prefixed(std::string_view line) const;

  Env& env_;
  std::mutex& mutex_;
  std::string title_;
  std::string prefix_;
  bool whole_;
  std::string kept_ = {};
};

// Runs it to its end. `interrupt_count` is handed on to the child, which knows what it means.
LayerResult run_layer(Env& env, const std::string& command, const LayerTask& task,
                      const RunArguments& arguments, LayerOutput& output,
                      const std::function<int()>& interrupt_count);

}  // namespace opta
