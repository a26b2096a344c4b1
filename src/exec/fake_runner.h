// A Runner for tests: starts nothing, answers from a list, and keeps what it was asked.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "exec/process.h"

namespace opta {

class FakeRunner final : public Runner {
 public:
  // Answers a command in whose argv all of `words` stand in this order. Rules are tried in the
  // order in which they were added; a rule with `times` > 0 is used up after so many answers.
  FakeRunner& on(std::vector<std::string> words, Captured answer, int times = 0);
  FakeRunner& on_error(std::vector<std::string> words, Error error);

  // A command that no rule fits is an Error that names it.
  Result<Captured> run(const Command& command, const LineSink& on_out = {},
                       const LineSink& on_err = {}, std::stop_token stop = {}) override;

  const std::vector<Command>& commands() const { return commands_; }
  // argv of each command, joined by spaces.
  std::vector<std::string> lines() const;

 private:
  struct Rule {
    std::vector<std::string> words;
    Result<Captured> answer;
    int times_left;  // below 0: for ever
  };
  std::vector<Rule> rules_;
  std::vector<Command> commands_;
};

}  // namespace opta
