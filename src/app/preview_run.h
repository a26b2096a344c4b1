// What plan, apply and destroy do beside their work when the layer is a preview, or has a name that
// a preview may have.
#pragma once

#include <string>
#include <string_view>

#include "app/cloud_room.h"

namespace opta {

// Looks whether the layer's name is taken by what this run does not mean: an ordinary layer for a
// preview and the other way round, or a preview of another layer.
Step<void> check_layer_name(const CloudRoom& room);

// Says which preview it is and, behind `words`, how long an apply lets it last. Nothing for an
// ordinary layer.
Step<void> say_preview(const CloudRoom& room, const RunArguments& arguments,
                       std::string_view words);

// Notes the preview, before anything of it is made, so that it is found whatever happens; a
// repeated apply puts its end off. Nothing for an ordinary layer.
Step<void> note_preview(const CloudRoom& room, const RunArguments& arguments);

// Whether its end is past, or unknown because there is no note.
Step<bool> has_expired(const CloudRoom& room, const aws::Cli& cli);

// "`hello-pr-42` is the preview `pr-42` of `hello`; it expires in 2 days." Empty for an ordinary
// layer, and where nothing is known of its end only the first half.
std::string preview_line(const CloudRoom& room);

}  // namespace opta
