// What AWS lists, as far as it says whose a thing is.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "exec/aws/cli.h"
#include "exec/json.h"

namespace opta::aws {

using Tags = std::map<std::string, std::string, std::less<>>;

struct TaggedResource {
  std::string id;  // or the ARN, where AWS goes by that
  std::string name = {};
  std::string vpc = {};
  std::string status = {};  // "available", "in-use"
  Tags tags = {};
};

template <class T>
struct Listing {
  std::vector<T> items = {};
  std::optional<Failure> failure = {};
};

// From [{"Key": …, "Value": …}].
Tags decode_tags(const lenient::Json& list);
// The tag's value; empty when there is none.
std::string tag(const Tags& tags, std::string_view name);

}  // namespace opta::aws
