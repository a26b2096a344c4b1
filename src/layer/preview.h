// Previews: a service's layer read as a copy of itself, with a name of its own. All that is made of
// it follows that name. What does not follow by itself is looked at here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.h"
#include "layer/document.h"
#include "layer/layer.h"
#include "layer/scope.h"

namespace opta {

// "hello-pr-42"
std::string preview_layer_name(std::string_view layer, std::string_view preview);

// Makes the layer a preview of itself. False when it cannot be one, which was reported.
bool become_preview(Layer& layer, const Document& document, const std::string& name,
                    Diagnostics& diagnostics);

// `preview.modules`, for every command: modules that the file has, and fields that may differ.
void check_preview_section(const Layer& layer, const PreviewSection& section,
                           Diagnostics& diagnostics);

// The module's entry as its preview has it: the section's fields stand in the place of its own, and
// those that the module's definition fixes are so.
yaml::Node preview_entry(const yaml::Node& entry, const ModuleUse& use,
                         const PreviewSection& section);

// With the arguments read: hosts get the preview's name, and names that the preview would share
// with its original are reported.
void separate_preview(Layer& layer, const Document& document, Diagnostics& diagnostics);

}  // namespace opta
