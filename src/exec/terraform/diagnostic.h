// An engine's error or warning, with its place in the generated files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.h"
#include "progress/event.h"

namespace opta::terraform {

// A range of bytes in a generated file. The origin map leads from it to the user's YAML.
struct GeneratedRange {
  std::string file;  // relative to the folder the engine ran in
  std::uint32_t begin_byte = 0;
  std::uint32_t end_byte = 0;
};

// The texts are the engine's, the provider's and the cloud's: show them by way of `printable`.
struct EngineDiagnostic {
  Severity severity = Severity::kError;
  std::string summary = {};
  std::string detail = {};
  std::string address = {};  // the resource, may be empty
  std::optional<GeneratedRange> range = {};
};

// One line of -json output; nothing when it is not a diagnostic.
std::optional<EngineDiagnostic> decode_diagnostic(std::string_view line);
// The answer of `validate -json`; nothing when it is not one.
std::optional<std::vector<EngineDiagnostic>> decode_validation(std::string_view text);

Event to_event(const EngineDiagnostic& diagnostic);

}  // namespace opta::terraform
