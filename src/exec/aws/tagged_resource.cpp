#include "exec/aws/tagged_resource.h"

namespace opta::aws {

Tags decode_tags(const lenient::Json& list) {
  Tags tags;
  for (const lenient::Json& entry : list)
    tags[lenient::text_at(entry, "Key")] = lenient::text_at(entry, "Value");
  return tags;
}

std::string tag(const Tags& tags, std::string_view name) {
  const auto found = tags.find(name);
  return found == tags.end() ? std::string() : found->second;
}

}  // namespace opta::aws
