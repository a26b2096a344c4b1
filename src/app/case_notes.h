// What a layer's file has to do with the cases of its promises.
#pragma once

#include "app/engine_room.h"
#include "view/verdicts_view.h"

namespace opta {

// A case that an attribute decides stands where the file writes the input that the attribute is
// made from; all others, and those of what is in the cluster, at their module. Room and world must
// outlive the notes.
CaseNotes case_notes(const EngineRoom& room, const prove::World& world);

}  // namespace opta
