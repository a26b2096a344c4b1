// One layer's working folder: the generated Terraform root, its saved plan, and the records of its
// runs.
#pragma once

#include <string>

#include "app/env.h"
#include "base/unique_fd.h"
#include "emit/stack.h"
#include "layer/layer.h"

namespace opta {

class Workspace {
 public:
  // Makes the folder and takes it for this process; an Error names the process that has it.
  static Result<Workspace> open(Env& env, const Layer& layer, bool sandbox);

  const std::string& folder() const { return folder_; }
  std::string root() const { return join_path(folder_, "terraform"); }  // holds main.tf.json
  std::string plan_file() const { return join_path(folder_, "plan.bin"); }
  std::string events_file() const { return join_path(folder_, "events.jsonl"); }
  std::string runs() const { return join_path(folder_, "runs"); }

  // Writes the stack's files that changed, and removes those of an earlier stack that it no longer
  // has.
  Status write_root(Env& env, const Stack& stack);

  // What `terraform init` depends on; init is left out while this and its result stay the same.
  bool is_initialised(const Env& env, const std::string& fingerprint) const;
  Status set_initialised(Env& env, const std::string& fingerprint);
  Status forget_initialised(Env& env);
  // Whether the state bucket was found, or made, as it should be; `mark` names it.
  bool has_checked_bucket(const Env& env, const std::string& mark) const;
  Status set_checked_bucket(Env& env, const std::string& mark);

 private:
  Workspace(std::string folder, UniqueFd lock)
      : folder_(std::move(folder)), lock_(std::move(lock)) {}

  std::string folder_;
  UniqueFd lock_;  // flock: gone with the process, however it ends
};

}  // namespace opta
