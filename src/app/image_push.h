// Images of a layer's own services: which service is meant, and the way from this machine into its
// repository.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "app/release_values.h"

namespace opta {

// "sha256:" and 64 digits.
bool is_image_digest(std::string_view text);

// What makes no sense on the command line. These words go to other programs, where a dash at their
// beginning or a comma would mean something else.
std::optional<Error> find_fault(const ImageArguments& image);

// The release whose image deployments set: of that module, or of the only one that has such. What
// the file pins itself has none, and is told so.
Step<const Release*> find_image_release(EngineRoom& room, const std::string& module);

// URL of the repository that the layer's last apply has made; empty before the first one.
std::string repository_of(const Release& release, const InputValues& applied);

struct PushedImage {
  std::string repository;
  std::string tag;  // empty where a digest was asked for
  std::string digest;

  std::string reference() const { return repository + "@" + digest; }
};

// Builds and pushes what is on this machine; of an image that is only named, looks up the digest.
// The digest is the registry's word, not this machine's.
Step<PushedImage> push_image(EngineRoom& room, const std::string& repository,
                             const ImageArguments& image);

// The processors of the environment's nodes: "amd64", "arm64".
std::set<std::string> node_architectures(const Layer& root);

}  // namespace opta
