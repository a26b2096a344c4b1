// Looking for what events say of an object.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "rollout/objects.h"

namespace opta {

// Events of one object, the oldest first.
using EventsOf = std::vector<const EventLook*>;

// The same answer so often is the answer. Kubelets wait 10, 20, 40 … seconds between two tries, so
// that takes half a minute for an image.
inline constexpr std::uint64_t kTriesFinal = 3;

// How often it was said, in words that begin so. An empty container stands for any.
std::uint64_t tries(const EventsOf& events, std::string_view reason,
                    std::string_view container = {}, std::string_view begin = {});

// The newest one that has `part` in its words, or nullptr.
const EventLook* last_event(const EventsOf& events, std::string_view reason,
                            std::string_view container = {}, std::string_view part = {});

}  // namespace opta
