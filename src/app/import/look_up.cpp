#include "app/import/look_up.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/import/match.h"
#include "base/text.h"

namespace opta {

using lenient::Json;

namespace {

tl::unexpected<Exit> stop(Exit exit) {
  return tl::make_unexpected(exit);
}

// AWS says the same of an id that it does not know and of one that is malformed for it.
bool means_nothing_there(const ImportQuestion& question, const aws::Failure& failure) {
  return std::ranges::find(question.absent, failure.code) != question.absent.end();
}

Exit fail_not_there(const EngineRoom& room, const ImportDefinition& definition,
                    const std::string& id) {
  return room.fail(
      Code::kImportNotFound,
      {.message = fmt::format("{} `{}` does not exist in account {} and region {}", definition.what,
                              printable(id), room.layer().root().provider.account_id,
                              room.layer().root().provider.region),
       .help = fmt::format("the id of {} is {}", definition.what, definition.id)});
}

std::string tag_of(const std::map<std::string, std::string>& tags, const std::string& name) {
  const auto found = tags.find(name);
  return found == tags.end() ? std::string() : found->second;
}

}  // namespace

Step<Json> look_up(const EngineRoom& room, const ImportDefinition& definition,
                   const std::string& id) {
  const auto cli = room.aws_cli();
  if (!cli) return stop(cli.error());
  const Provider& provider = room.layer().root().provider;
  Json answers = {{"id", id}, {"region", provider.region}, {"account_id", provider.account_id}};
  for (const ImportQuestion& question : definition.questions) {
    const bool is_thing = &question == &definition.questions.front();
    std::vector<std::string> call;
    for (const std::string& word : question.call) call.push_back(fill(word, answers));
    if (!question.query.empty()) call.insert(call.end(), {"--query", question.query});
    const auto answer = aws::call(*cli, call);
    if (!answer) return stop(room.fail(Code::kImportNotFound, answer.error()));
    if (answer->failure && !means_nothing_there(question, *answer->failure))
      return stop(room.fail_aws(Code::kImportNotFound, *answer->failure));
    const Json value = answer->failure ? Json() : lenient::parse(answer->text);
    if (is_thing && (value.is_null() || value.is_discarded() || value.empty()))
      return stop(fail_not_there(room, definition, id));
    answers[question.name] = value.is_discarded() ? Json() : value;
  }
  if (const ImportExpectation* misfit = find_misfit(definition, answers)) {
    return stop(room.fail(Code::kImportNotFound,
                          {.message = fmt::format("`{}` {}", printable(id),
                                                  printable(fill(misfit->message, answers))),
                           .help = fill(misfit->help, answers)}));
  }
  return answers;
}

Step<void> check_owner(const EngineRoom& room, const ModuleUse& use, const Json& answers) {
  const auto tags = tags_in(answer_at(answers, "tags"));
  const auto owned = [&](const std::string& owner, std::string help) {
    return stop(room.fail(
        Code::kImportOwned,
        {.message =
             fmt::format("`{}` belongs to {}", lenient::text_at(answers, "id"), printable(owner)),
         .help = std::move(help)}));
  };
  if (const std::string stack = tag_of(tags, "aws:cloudformation:stack-name"); !stack.empty()) {
    return owned(fmt::format("the CloudFormation stack `{}`", stack),
                 "have the stack let go of it: `DeletionPolicy: Retain`, then take it out of the "
                 "stack's template");
  }
  const std::string layer = tag_of(tags, "opta_layer");
  if (layer.empty()) return {};
  const Layer& root = room.layer().root();
  const std::string module = tag_of(tags, "opta_module");
  const bool is_ours = layer == room.layer().name &&
                       tag_of(tags, "opta_environment") == root.name &&
                       tag_of(tags, "opta_org") == root.org_name;
  if (is_ours && (module.empty() || module == use.name)) return {};
  return owned(
      fmt::format("the module `{}` of the layer `{}` in the environment `{}`, as its tags say",
                  module, layer, tag_of(tags, "opta_environment")),
      "two owners would undo each other's work; `opta explain E0751` says what to do");
}

}  // namespace opta
