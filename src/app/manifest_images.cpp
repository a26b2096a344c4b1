#include "app/manifest_images.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/image_push.h"
#include "app/services.h"
#include "base/text.h"
#include "exec/kubectl/get.h"
#include "plan/object_images.h"

namespace opta {

namespace {

bool leaves_image_open(const Release& release) {
  return std::ranges::find(release.kept_values, "digest") != release.kept_values.end();
}

std::string digest_in_folder(const GeneratedFolder& folder, const std::string& module,
                             const std::string& repository) {
  for (const std::string& file : folder.files()) {
    if (!file.starts_with(module + "/")) continue;
    const auto objects = decode_manifest(folder.read(file), {});
    if (!objects) continue;  // it is written anew
    if (std::string digest = digest_in(*objects, repository); !digest.empty()) return digest;
  }
  return {};
}

class DigestFinder {
 public:
  DigestFinder(EngineRoom& room, const GeneratedFolder& folder, const kubectl::Context* cluster,
               InputValues& inputs)
      : room_(room), folder_(folder), cluster_(cluster), inputs_(inputs) {}

  Step<void> take(const std::string& image) {
    const std::size_t at = image.rfind('@');
    const std::string name = image.substr(0, at);
    const std::string digest = at == std::string::npos ? std::string() : image.substr(at + 1);
    if (!is_image_digest(digest)) {
      return failed(Code::kUsage, fmt::format("`{}` is no image by digest", printable(image)),
                    "MODULE@sha256:… or REPOSITORY@sha256:…, as `opta push` prints it");
    }
    for (const Release& release : room_.stack().releases) {
      if (release.module != name && repository_of(release, inputs_) != name) continue;
      if (!leaves_image_open(release)) {
        return failed(Code::kUsage, fmt::format("the file itself says which image `{}` runs", name),
                      "change it there; with `image: AUTO`, `--image` says it");
      }
      set_digest(release, digest, inputs_);
      return {};
    }
    return failed(Code::kUsage,
                  fmt::format("`{}` is neither a service of `{}` nor its repository",
                              printable(name), room_.layer().name),
                  "name the module, as the file has it");
  }

  Step<void> find(const Release& release) {
    if (!leaves_image_open(release) || inputs_.contains(kept_key(release, "digest"))) return {};
    const std::string repository = repository_of(release, inputs_);
    if (repository.empty()) return {};  // said as a value that is missing
    std::string digest = digest_in_folder(folder_, release.module, repository);
    if (cluster_ != nullptr) {
      auto running = running_digest(room_, *cluster_, release, inputs_);
      if (!running) return tl::make_unexpected(running.error());
      // The folder may be ahead of the cluster, or be left from before Helm deployed again.
      if (!digest.empty() && !running->empty() && *running != digest) {
        room_.front().env.err(fmt::format(
            "! `{0}` runs {1}, and the folder keeps {2}. `--image {0}@{1}` writes what runs.\n",
            release.module, *running, digest));
      }
      if (digest.empty()) digest = *std::move(running);
    }
    if (digest.empty()) {
      return failed(
          Code::kManifests, fmt::format("`{}` has no image yet", release.module),
          fmt::format("`opta push --module {0}` brings one into its repository and prints its "
                      "digest; then name it: `--image {0}@sha256:…`",
                      release.module));
    }
    set_digest(release, digest, inputs_);
    return {};
  }

 private:
  Step<void> failed(Code code, std::string message, std::string help) const {
    return tl::make_unexpected(
        room_.fail(code, {.message = std::move(message), .help = std::move(help)}));
  }

  EngineRoom& room_;
  const GeneratedFolder& folder_;
  const kubectl::Context* cluster_;
  InputValues& inputs_;
};

}  // namespace

std::string digest_in(const std::vector<KubeObject>& objects, const std::string& repository) {
  for (const std::string& image : images_of(objects)) {
    if (!image.starts_with(repository + "@")) continue;
    std::string digest = image.substr(repository.size() + 1);
    if (is_image_digest(digest)) return digest;
  }
  return {};
}

Step<std::string> running_digest(const CloudRoom& room, const kubectl::Context& cluster,
                                 const Release& release, const InputValues& inputs) {
  const std::string repository = repository_of(release, inputs);
  if (repository.empty()) return std::string();
  // By the repository, which is the service's own, and by no label: Argo CD may set those.
  const auto answer =
      kubectl::get(cluster, {.types = {"deployments.apps", "statefulsets.apps", "cronjobs.batch"},
                             .object_namespace = release.release_namespace});
  if (!answer) return tl::make_unexpected(room.fail(Code::kClusterCommand, answer.error()));
  if (answer->failure) return tl::make_unexpected(fail_cluster(room, *answer->failure));
  const auto objects = decode_objects(answer->text);
  if (!objects) return tl::make_unexpected(room.fail(Code::kClusterCommand, objects.error()));
  return digest_in(*objects, repository);
}

void set_digest(const Release& release, const std::string& digest, InputValues& inputs) {
  inputs[kept_key(release, "digest")] = nlohmann::json(digest).dump();
}

Step<void> add_digests(EngineRoom& room, const std::vector<std::string>& asked,
                       const GeneratedFolder& folder, const kubectl::Context* cluster,
                       InputValues& inputs) {
  DigestFinder finder(room, folder, cluster, inputs);
  for (const std::string& image : asked) {
    if (auto taken = finder.take(image); !taken) return taken;
  }
  for (const Release& release : room.stack().releases) {
    if (auto found = finder.find(release); !found) return found;
  }
  return {};
}

}  // namespace opta
