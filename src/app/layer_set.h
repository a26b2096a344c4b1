// The layers of a folder: which of them a run takes, and what each waits for.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/front_end.h"
#include "app/task_graph.h"

namespace opta {

// "staging/api"; "staging" for an environment
std::string title_of(const Layer& layer);

struct LayerTask {
  std::string title;
  LayerArguments arguments;  // of the command that runs it alone
  std::shared_ptr<const Layer> layer;
};

struct LeftOut {
  std::string path;
  std::string reason;
};

struct LayerSet {
  std::vector<LayerTask> tasks;  // environments first, then by path
  TaskGraph after;  // a service comes after its environment, where that is in the folder
  std::vector<LeftOut> left_out;
};

// Reads and checks the files. With `--env` only that environment and the services that have it are
// taken; each `--var` goes to the layers that declare it. Nothing when there are errors: they stand
// in the front end's diagnostics.
std::optional<LayerSet> collect_layers(FrontEnd& front, const std::vector<std::string>& files,
                                       const LayerArguments& arguments);

}  // namespace opta
