#include "app/preview_run.h"

#include <fmt/format.h>

#include "app/change_author.h"
#include "app/preview_note.h"
#include "base/time_span.h"

namespace opta {

namespace {

tl::unexpected<Exit> stop(Exit exit) {
  return tl::make_unexpected(exit);
}

Step<void> check_free_name(const CloudRoom& room, const aws::Cli& cli) {
  const Preview& preview = *room.layer().preview;
  const auto note = read_note(room, cli, room.layer().name);
  if (!note) return stop(note.error());
  if (*note && (*note)->of == preview.of) return {};
  const std::string help = "give the preview another name";
  if (*note) {
    return stop(room.fail(Code::kPreviewTaken,
                          {.message = fmt::format("`{}` is the preview `{}` of `{}`",
                                                  room.layer().name, (*note)->name, (*note)->of),
                           .help = help}));
  }
  const auto there = room.has_object(cli, room.layer().name);
  if (!there) return stop(there.error());
  if (!*there) return {};
  return stop(
      room.fail(Code::kPreviewTaken,
                {.message = fmt::format("`{}` stands already and is no preview", room.layer().name),
                 .help = help}));
}

// How long the preview is to last after an apply of now.
Step<std::chrono::seconds> lifetime_of(const CloudRoom& room, const RunArguments& arguments) {
  if (arguments.expires.empty()) return room.layer().preview->lifetime;
  const auto lifetime = parse_time_span(arguments.expires);
  if (lifetime) return *lifetime;
  return stop(room.fail(
      Code::kUsage,
      {.message = fmt::format("`--expires {}` is not a length of time", arguments.expires),
       .help = "write `3d`, `12h` or `1d12h`; at most ten years"}));
}

}  // namespace

Step<void> say_preview(const CloudRoom& room, const RunArguments& arguments,
                       std::string_view words) {
  const Layer& layer = room.layer();
  if (!layer.preview) return {};
  const auto lifetime = lifetime_of(room, arguments);
  if (!lifetime) return stop(lifetime.error());
  room.front().env.err(fmt::format("`{}` is {}, {} {}.\n", layer.name, describe(*layer.preview),
                                   words, time_span_text(*lifetime)));
  return {};
}

Step<void> check_layer_name(const CloudRoom& room) {
  const Layer& layer = room.layer();
  // No preview is called otherwise.
  const bool may_be_taken = layer.parent && layer.name.find('-') != std::string::npos;
  if (!may_be_taken) return {};
  const auto cli = room.aws_cli();
  if (!cli) return stop(cli.error());
  if (layer.preview) return check_free_name(room, *cli);
  const auto note = read_note(room, *cli, layer.name);
  if (!note) return stop(note.error());
  if (!*note) return {};
  return stop(room.fail(Code::kPreviewTaken,
                        {.message = fmt::format("`{}` is the preview `{}` of `{}`", layer.name,
                                                (*note)->name, (*note)->of),
                         .help = "give the layer another name, or destroy the preview first"}));
}

Step<void> note_preview(const CloudRoom& room, const RunArguments& arguments) {
  const Layer& layer = room.layer();
  if (!layer.preview) return {};
  const auto lifetime = lifetime_of(room, arguments);
  if (!lifetime) return stop(lifetime.error());
  const auto cli = room.aws_cli();
  if (!cli) return stop(cli.error());
  const auto now = room.front().env.now();
  return write_note(room, *cli,
                    {.name = layer.preview->name,
                     .of = layer.preview->of,
                     .layer = layer.name,
                     .path = layer.path,
                     .by = change_author(room),
                     .applied = now,
                     .expires = now + *lifetime});
}

Step<bool> has_expired(const CloudRoom& room, const aws::Cli& cli) {
  const auto note = read_note(room, cli, room.layer().name);
  if (!note) return stop(note.error());
  return !*note || (*note)->has_expired(room.front().env.now());
}

std::string preview_line(const CloudRoom& room) {
  const Layer& layer = room.layer();
  if (!layer.preview) return {};
  std::string text = fmt::format("`{}` is {}", layer.name, describe(*layer.preview));
  const auto cli = room.aws_cli();
  if (!cli) return text + ".\n";
  const auto note = read_note(room, *cli, layer.name);
  if (note && *note) text += fmt::format("; it {}", expiry_text(**note, room.front().env.now()));
  return text + ".\n";
}

}  // namespace opta
