#include "plan/object_images.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace opta {

std::vector<std::string> images_of(const KubeObject& object) {
  std::vector<std::string> images;
  for (const auto& [path, value] : object.fields) {
    if (!path.contains("spec.containers[") || !path.ends_with("].image")) continue;
    const auto text = nlohmann::json::parse(value.text, nullptr, false);
    if (text.is_string()) images.push_back(text.get<std::string>());
  }
  return images;
}

std::vector<std::string> images_of(const std::vector<KubeObject>& objects) {
  std::vector<std::string> images;
  for (const KubeObject& object : objects) {
    for (std::string& image : images_of(object)) {
      if (std::ranges::find(images, image) == images.end()) images.push_back(std::move(image));
    }
  }
  return images;
}

}  // namespace opta
