#include "app/case_notes.h"

namespace opta {

namespace {

Span place_of(const EngineRoom& room, const prove::World& world, const prove::Case& one) {
  const prove::Resource* resource = one.about.resource();
  if (resource != nullptr && !one.attribute.empty()) {
    for (const std::string& input : world.inputs(*resource, one.attribute)) {
      if (const auto written = room.stack().origins.of_input(resource->module, input))
        return *written;
    }
  }
  const ModuleUse* use = room.layer().find_module(one.about.module());
  return use == nullptr ? Span() : use->type_span;
}

}  // namespace

CaseNotes case_notes(const EngineRoom& room, const prove::World& world) {
  return {.sources = &room.front().sources,
          .place = [&](const prove::Case& one) { return place_of(room, world, one); }};
}

}  // namespace opta
