#include "app/preview_note.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "base/time_span.h"
#include "base/timestamp.h"
#include "exec/aws/objects.h"
#include "exec/json.h"
#include "layer/preview.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

}  // namespace

std::string note_key(std::string_view layer) {
  return fmt::format("{}{}.json", kPreviewNotes, layer);
}

std::string to_json(const PreviewNote& note) {
  const Json json{{"preview", note.name},
                  {"of", note.of},
                  {"layer", note.layer},
                  {"file", note.path},
                  {"by", note.by},
                  {"applied", to_timestamp(note.applied)},
                  {"expires", to_timestamp(note.expires)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<PreviewNote> parse_note(std::string_view text) {
  const lenient::Json json = lenient::parse(text);
  const auto applied = parse_timestamp(lenient::text_at(json, "applied"));
  const auto expires = parse_timestamp(lenient::text_at(json, "expires"));
  PreviewNote note{.name = lenient::text_at(json, "preview"),
                   .of = lenient::text_at(json, "of"),
                   .layer = lenient::text_at(json, "layer"),
                   .path = lenient::text_at(json, "file"),
                   .by = lenient::text_at(json, "by")};
  // What is destroyed is named by `name`: a note that says another layer would lead to that.
  const bool is_whole = applied && expires && !note.name.empty() && !note.of.empty() &&
                        note.layer == preview_layer_name(note.of, note.name);
  if (!is_whole) return std::nullopt;
  note.applied = *applied;
  note.expires = *expires;
  return note;
}

std::string expiry_text(const PreviewNote& note, std::chrono::sys_seconds now) {
  if (note.expires > now) return "expires in " + time_span_text(note.expires - now);
  return fmt::format("expired {} ago", time_span_text(now - note.expires));
}

std::string describe(const Preview& preview) {
  return fmt::format("the preview `{}` of `{}`", preview.name, preview.of);
}

nlohmann::ordered_json json_of(const Preview& preview) {
  return {{"name", preview.name}, {"of", preview.of}};
}

Step<std::optional<PreviewNote>> read_note(const CloudRoom& room, const aws::Cli& cli,
                                           const std::string& layer) {
  const std::string key = note_key(layer);
  const auto there = room.has_object(cli, key);
  if (!there) return tl::make_unexpected(there.error());
  if (!*there) return std::nullopt;
  const auto text = aws::get_object(cli, room.bucket(), key);
  if (!text) return tl::make_unexpected(room.fail(Code::kStateStorage, text.error()));
  if (text->failure) return tl::make_unexpected(room.fail_aws(Code::kStateStorage, *text->failure));
  auto note = parse_note(text->text);
  if (note) return note;
  return tl::make_unexpected(room.fail(
      Code::kStateStorage,
      {.message = fmt::format("`{}` in the state bucket is not the note that opta wrote", key),
       .help = "the bucket keeps earlier versions of it: bring the last good one back"}));
}

Step<void> write_note(const CloudRoom& room, const aws::Cli& cli, const PreviewNote& note) {
  const auto written = aws::put_object(cli, room.bucket(), note_key(note.layer), to_json(note));
  if (!written) return tl::make_unexpected(room.fail(Code::kStateStorage, written.error()));
  if (written->failure)
    return tl::make_unexpected(room.fail_aws(Code::kStateStorage, *written->failure));
  return {};
}

Step<std::vector<PreviewNote>> list_notes(const CloudRoom& room, const aws::Cli& cli,
                                          const std::string& of) {
  const std::string prefix =
      std::string(kPreviewNotes) + (of.empty() ? "" : preview_layer_name(of, ""));
  std::vector<PreviewNote> notes;
  std::string token;
  do {
    const auto page = aws::list_objects(cli, room.bucket(), prefix, token);
    if (!page) return tl::make_unexpected(room.fail(Code::kStateStorage, page.error()));
    if (page->failure && page->failure->code == "NoSuchBucket") return notes;
    if (page->failure)
      return tl::make_unexpected(room.fail_aws(Code::kStateStorage, *page->failure));
    for (const aws::Object& object : page->objects) {
      const auto text = aws::get_object(cli, room.bucket(), object.key);
      if (!text) return tl::make_unexpected(room.fail(Code::kStateStorage, text.error()));
      // Another run has taken it away at this moment.
      if (text->failed_with("404") || text->failed_with("NoSuchKey")) continue;
      if (text->failure)
        return tl::make_unexpected(room.fail_aws(Code::kStateStorage, *text->failure));
      auto note = parse_note(text->text);
      if (!note || note_key(note->layer) != object.key) {
        room.front().env.err(fmt::format("Left out: `{}` in the state bucket is no note of opta.\n",
                                         printable(object.key)));
      } else if (of.empty() || note->of == of) {
        notes.push_back(*std::move(note));
      }
    }
    token = page->next_token;
  } while (!token.empty());
  return notes;
}

}  // namespace opta
