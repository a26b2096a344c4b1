// One source and a way to point into it.
#pragma once

#include <string>
#include <string_view>

#include "diag/diagnostic.h"
#include "source/source_map.h"

namespace opta::test {

struct Text {
  explicit Text(std::string text, std::string path = "opta.yaml")
      : id(sources.add(std::move(path), std::move(text))) {}

  // The first place of `words` in the source.
  Span at(std::string_view words) const {
    const auto begin = static_cast<std::uint32_t>(sources.get(id).text().find(words));
    return {id, begin, begin + static_cast<std::uint32_t>(words.size())};
  }

  SourceMap sources;
  SourceId id;
};

}  // namespace opta::test
