// An object's JSON as flat fields. A part of plan/manifest.h.
#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "plan/manifest.h"

namespace opta {

// Fills `object.fields`; `object.kind` is set. Values of a Secret become digests here, so that they
// are the same whether they were written as `data` or as `stringData`.
void add_fields(KubeObject& object, const nlohmann::json& content, std::string_view unknown_marker);

// The keys of maps along a path, without elements of lists:
// `spec.containers[app].resources.limits["nvidia.com/gpu"]` -> spec, containers, resources, limits,
// nvidia.com/gpu.
std::vector<std::string_view> keys_of_path(std::string_view path);

}  // namespace opta
