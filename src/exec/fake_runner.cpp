#include "exec/fake_runner.h"

#include <fmt/format.h>

#include "base/text.h"

namespace opta {

namespace {

bool stands_in(const std::vector<std::string>& words, const std::vector<std::string>& argv) {
  std::size_t next = 0;
  for (const std::string& word : argv) {
    if (next < words.size() && word == words[next]) ++next;
  }
  return next == words.size();
}

void stream(std::string_view text, const LineSink& sink) {
  LineSplitter lines(sink);
  lines.add(text);
  lines.finish();
}

}  // namespace

FakeRunner& FakeRunner::on(std::vector<std::string> words, Captured answer, int times) {
  rules_.push_back({std::move(words), std::move(answer), times > 0 ? times : -1});
  return *this;
}

FakeRunner& FakeRunner::on_error(std::vector<std::string> words, Error error) {
  rules_.push_back({std::move(words), tl::make_unexpected(std::move(error)), -1});
  return *this;
}

Result<Captured> FakeRunner::run(const Command& command, const LineSink& on_out,
                                 const LineSink& on_err, std::stop_token /*stop*/) {
  commands_.push_back(command);
  for (Rule& rule : rules_) {
    if (rule.times_left == 0 || !stands_in(rule.words, command.argv)) continue;
    if (rule.times_left > 0) --rule.times_left;
    if (rule.answer) {
      stream(rule.answer->out, on_out);
      stream(rule.answer->err, on_err);
    }
    return rule.answer;
  }
  return fail(fmt::format("no answer prepared for `{}`", command_line(command.argv)));
}

std::vector<std::string> FakeRunner::lines() const {
  std::vector<std::string> result;
  result.reserve(commands_.size());
  for (const Command& command : commands_) result.push_back(join(command.argv, " "));
  return result;
}

}  // namespace opta
