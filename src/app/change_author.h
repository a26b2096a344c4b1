// Who runs Opta, to be noted at what it changes.
#pragma once

#include <string>

#include "app/cloud_room.h"

namespace opta {

// The ARN that AWS knows the caller by; empty where AWS does not say, which is no reason to stop.
std::string change_author(const CloudRoom& room);

}  // namespace opta
