#include "app/previews.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/consent.h"
#include "app/destroy.h"
#include "app/preview_note.h"
#include "base/text.h"
#include "base/timestamp.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

// Of one service, or of all in the environment; the next to expire first.
Step<std::vector<PreviewNote>> notes_of(const CloudRoom& room) {
  const auto cli = room.aws_cli();
  if (!cli) return tl::make_unexpected(cli.error());
  const Layer& layer = room.layer();
  auto notes = list_notes(room, *cli, layer.kind == LayerKind::kService ? layer.name : "");
  if (!notes) return notes;
  std::ranges::stable_sort(*notes, {}, &PreviewNote::expires);
  return notes;
}

Json json_of(const PreviewNote& note, const Env& env) {
  Json json = Json::parse(to_json(note));
  json["expired"] = note.has_expired(env.now());
  return json;
}

std::string table(const std::vector<PreviewNote>& notes, const Env& env) {
  std::size_t name_width = 0, layer_width = 0;
  for (const PreviewNote& note : notes) {
    name_width = std::max(name_width, note.name.size());
    layer_width = std::max(layer_width, note.layer.size());
  }
  std::string text;
  for (const PreviewNote& note : notes) {
    text += fmt::format("{:<{}}  {:<{}}  {}\n", printable(note.name), name_width,
                        printable(note.layer), layer_width, expiry_text(note, env.now()));
    text +=
        fmt::format("{:<{}}  applied {} from {}{}\n", "", name_width, to_timestamp(note.applied),
                    printable(note.path), note.by.empty() ? "" : " by " + printable(note.by));
  }
  return text;
}

// How the pruning of one preview ended.
struct Pruned {
  std::string name;
  Exit exit;
};

std::vector<std::string> names_with(const std::vector<Pruned>& pruned, bool done) {
  std::vector<std::string> names;
  for (const Pruned& one : pruned) {
    if ((one.exit == Exit::kDone) == done) names.push_back(one.name);
  }
  return names;
}

}  // namespace

Exit list_previews(Env& env, const RunArguments& arguments) {
  FrontEnd front(env);
  auto room = CloudRoom::look(front, arguments.layer, arguments.sandbox);
  if (!room) return room.error();
  const auto notes = notes_of(*room);
  if (!notes) return notes.error();
  if (arguments.layer.format == Format::kJson) {
    Json list = Json::array();
    for (const PreviewNote& note : *notes) list.push_back(json_of(note, env));
    env.out(Json{{"layer", room->layer().name}, {"previews", std::move(list)}}.dump() + "\n");
    return Exit::kDone;
  }
  if (notes->empty()) {
    env.out(fmt::format("`{}` has no previews.\n", room->layer().name));
    env.err("`opta apply --preview NAME` makes one.\n");
    return Exit::kDone;
  }
  env.out(table(*notes, env));
  env.err(
      "`opta apply --preview NAME` puts the end off, `opta preview destroy NAME` brings it about, "
      "`opta preview prune` takes down those that have expired.\n");
  return Exit::kDone;
}

Exit prune_previews(Env& env, const RunArguments& arguments) {
  std::vector<PreviewNote> expired;
  std::size_t kept = 0;
  std::string layer_name;
  {
    FrontEnd front(env);
    auto room = CloudRoom::look(front, arguments.layer, arguments.sandbox);
    if (!room) return room.error();
    layer_name = room->layer().name;
    if (room->layer().kind == LayerKind::kEnvironment) {
      return room->fail(
          Code::kPreview,
          {.message = fmt::format("`{}` is an environment, and has no previews", layer_name),
           .help = "`-c FILE` names the service's file: to destroy a preview takes "
                   "its definition"});
    }
    auto notes = notes_of(*room);
    if (!notes) return notes.error();
    for (PreviewNote& note : *notes) {
      if (note.has_expired(env.now())) {
        expired.push_back(std::move(note));
      } else {
        ++kept;
      }
    }
  }
  std::vector<Pruned> pruned;
  if (!expired.empty()) {
    env.err(table(expired, env));
    const Exit consent =
        ask(env,
            fmt::format("\nThis takes down all of {}. Type the layer's name, `{}`, to destroy {}: ",
                        counted(expired.size(), "preview"), layer_name,
                        expired.size() == 1 ? "it" : "them"),
            layer_name, arguments.auto_approve);
    if (consent != Exit::kDone) return consent;
  }
  for (const PreviewNote& note : expired) {
    env.err(fmt::format("\n{} {}.\n", printable(note.name), expiry_text(note, env.now())));
    RunArguments one = arguments;
    one.command = {"destroy"};
    one.layer.preview = note.name;
    one.auto_approve = true;
    one.only_expired = true;
    const int interrupts = env.interrupt_count();
    const Exit exit = destroy(env, one);
    const bool was_put_off = exit == Exit::kInterrupted && env.interrupt_count() == interrupts;
    if (was_put_off) {
      ++kept;
      continue;
    }
    pruned.push_back({note.name, exit});
    if (exit == Exit::kInterrupted) break;
  }
  const std::string rest =
      fmt::format("{} of `{}` not expired", counted(kept, "preview"), layer_name);
  const std::vector<std::string> gone = names_with(pruned, true);
  const std::vector<std::string> failed = names_with(pruned, false);
  if (arguments.layer.format == Format::kJson) {
    env.out(
        Json{{"layer", layer_name}, {"pruned", gone}, {"failed", failed}, {"kept", kept}}.dump() +
        "\n");
  } else {
    env.out(gone.empty() ? fmt::format("Nothing was pruned: {}.\n", rest)
                         : fmt::format("Pruned {}; {}.\n", quoted_list(gone), rest));
    if (!failed.empty())
      env.err(fmt::format("Not destroyed: {}. `opta preview prune` tries again.\n",
                          quoted_list(failed)));
  }
  if (failed.empty()) return Exit::kDone;
  return pruned.back().exit == Exit::kInterrupted ? Exit::kInterrupted : Exit::kEngineFailed;
}

}  // namespace opta
