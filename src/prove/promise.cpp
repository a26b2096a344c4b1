#include "prove/promise.h"

#include <fmt/format.h>

namespace opta::prove {

std::string Subject::address() const {
  if (resource_ != nullptr) return resource_->address;
  if (object_ != nullptr) return object_->address;
  if (release_ == nullptr) return {};
  return fmt::format("release {}/{}", release_->release_namespace, release_->name);
}

const std::string& Subject::module() const {
  static const std::string none;
  if (resource_ != nullptr) return resource_->module;
  return release_ != nullptr ? release_->module : none;
}

}  // namespace opta::prove
