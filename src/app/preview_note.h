// What is known of a preview beside its state: a small object in the environment's state bucket, so
// that it can be found, and its end is known, without the checkout that made it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "app/cloud_room.h"

namespace opta {

struct PreviewNote {
  std::string name = {};   // "pr-42"
  std::string of = {};     // the layer that it is a copy of: "hello"
  std::string layer = {};  // its own: "hello-pr-42"
  std::string path = {};   // of the file, as the last apply had it
  std::string by = {};     // the ARN of who applied it last; empty: AWS did not say
  std::chrono::sys_seconds applied = {};
  std::chrono::sys_seconds expires = {};

  bool has_expired(std::chrono::sys_seconds now) const { return expires <= now; }

  bool operator==(const PreviewNote&) const = default;
};

inline constexpr std::string_view kPreviewNotes = "previews/";

// "previews/hello-pr-42.json": no layer's state has such a key.
std::string note_key(std::string_view layer);

std::string to_json(const PreviewNote& note);
// Nothing for a text that is no note.
std::optional<PreviewNote> parse_note(std::string_view text);

// "expires in 3 days", "expired 2 hours ago"
std::string expiry_text(const PreviewNote& note, std::chrono::sys_seconds now);
// "the preview `pr-42` of `hello`"
std::string describe(const Preview& preview);
// Name and original, as plan and show have it in their JSON.
nlohmann::ordered_json json_of(const Preview& preview);

// Nothing where there is none. What cannot be read is reported.
Step<std::optional<PreviewNote>> read_note(const CloudRoom& room, const aws::Cli& cli,
                                           const std::string& layer);
Step<void> write_note(const CloudRoom& room, const aws::Cli& cli, const PreviewNote& note);
// Of the previews of one layer, or, when `of` is empty, of all layers of the environment. An object
// that is no note is left out, and named.
Step<std::vector<PreviewNote>> list_notes(const CloudRoom& room, const aws::Cli& cli,
                                          const std::string& of);

}  // namespace opta
