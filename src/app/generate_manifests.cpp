#include "app/generate_manifests.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/case_notes.h"
#include "app/cluster_access.h"
#include "app/generated_folder.h"
#include "app/made_namespaces.h"
#include "app/manifest_images.h"
#include "app/proof.h"
#include "app/release_secrets.h"
#include "app/rendering.h"
#include "app/services.h"
#include "base/text.h"
#include "layer/gitops.h"
#include "layer/user_files.h"
#include "plan/gitops_objects.h"
#include "plan/manifest_files.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

// What stands in the file for its values, and what runs them: told to the user.
struct Told {
  Json left_out = Json::array();
  Json images = Json::array();
};

class ManifestsWriter {
 public:
  ManifestsWriter(EngineRoom& room, const std::string& directory)
      : room_(room), gitops_(*room.layer().gitops), directory_(directory) {}

  Exit run(const std::vector<std::string>& images, Format format) {
    auto folder = open_folder();
    if (!folder) return folder.error();
    if (auto known = find_inputs(images, *folder); !known) return known.error();
    auto files = render();
    if (!files) return files.error();
    room_.front().show_warnings();
    const auto written = folder->write(*files, owner());
    if (!written) return room_.fail(Code::kManifests, written.error());
    if (format == Format::kJson) {
      say_as_json(*written);
    } else {
      say(*written);
    }
    return Exit::kDone;
  }

 private:
  tl::unexpected<Exit> failed(Code code, std::string message, std::string help) const {
    return tl::make_unexpected(
        room_.fail(code, {.message = std::move(message), .help = std::move(help)}));
  }

  std::string owner() const {
    return fmt::format("generate-manifests {} in {}", room_.layer().name,
                       room_.layer().root().name);
  }

  Step<GeneratedFolder> open_folder() const {
    auto folder = GeneratedFolder::open(room_.front().env.disk, directory_);
    if (!folder) return tl::make_unexpected(room_.fail(Code::kManifests, folder.error()));
    if (folder->is_ours() && folder->owner() != owner()) {
      return failed(Code::kManifests,
                    fmt::format("`{}` is the folder of `opta {}`", printable(directory_),
                                printable(folder->owner())),
                    "each layer, and each of its environments, has a folder of its own");
    }
    return *std::move(folder);
  }

  // All that the charts take: from the state, the cluster, and for images from the user.
  Step<void> find_inputs(const std::vector<std::string>& images, const GeneratedFolder& folder) {
    auto inputs = applied_inputs(room_);
    if (!inputs) return tl::make_unexpected(inputs.error());
    inputs_ = *std::move(inputs);
    capabilities_ = wanted_capabilities(room_.layer());
    auto cluster = reach_cluster(room_);
    if (!cluster) return tl::make_unexpected(cluster.error());
    if (*cluster) {
      // Charts ask what the cluster can do: without an answer, objects would come and go.
      auto found = kubectl::capabilities(**cluster);
      if (!found) {
        return tl::make_unexpected(room_.fail(Code::kClusterCommand, found.error()));
      }
      if (found->failure) return tl::make_unexpected(fail_cluster(room_, *found->failure));
      capabilities_ = *std::move(found);
    }
    if (auto added = add_secret_revisions(room_, inputs_); !added) return added;
    if (auto known = check_inputs(); !known) return known;
    return add_digests(room_, images, folder, *cluster ? &**cluster : nullptr, inputs_);
  }

  Step<void> check_inputs() const {
    std::vector<std::string> missing;
    for (const Release& release : room_.stack().releases) {
      for (std::string& key : missing_inputs(release, inputs_)) {
        if (std::ranges::find(missing, key) == missing.end()) missing.push_back(std::move(key));
      }
    }
    if (missing.empty()) return {};
    return failed(
        Code::kManifests,
        fmt::format("the state of `{}` does not tell {}: the layer {}", room_.layer().name,
                    quoted_list(missing),
                    inputs_.empty() ? "was never applied" : "has changed since its apply"),
        "run `opta apply` first, which makes what these values belong to");
  }

  Step<std::vector<GeneratedFile>> render() {
    const auto texts = render_texts(room_, inputs_, capabilities_);
    if (!texts) return tl::make_unexpected(texts.error());
    if (auto kept = keep_promises(*texts); !kept) return tl::make_unexpected(kept.error());
    std::vector<GeneratedFile> files;
    const std::vector<Release>& releases = room_.stack().releases;
    for (std::size_t i = 0; i < releases.size(); ++i) {
      // Some file systems take `Flux` for `flux`.
      if (lower_case(releases[i].module) == tool_folder(gitops_)) {
        return failed(Code::kManifests,
                      fmt::format("the module `{}` and {} want the same folder", releases[i].module,
                                  tool_name(gitops_)),
                      "give the module another `name`");
      }
      auto made = manifest_files((*texts)[i], {.folder = releases[i].module,
                                               .release = releases[i].name,
                                               .release_namespace = releases[i].release_namespace,
                                               .tool = gitops_.tool});
      if (!made) return tl::make_unexpected(room_.fail(Code::kManifests, made.error()));
      if (!made->secrets.empty()) return refuse_secrets(releases[i], made->secrets);
      tell(releases[i], *made);
      std::ranges::move(made->files, std::back_inserter(files));
    }
    std::ranges::sort(files, {}, &GeneratedFile::path);
    files.push_back(kustomization_file(files));
    std::ranges::move(gitops_files(gitops_, room_.layer().name), std::back_inserter(files));
    return files;
  }

  // What breaks one is not written: whoever deploys it asks nobody.
  Step<void> keep_promises(const std::vector<std::string>& texts) {
    std::vector<std::vector<KubeObject>> objects;
    const std::vector<Release>& releases = room_.stack().releases;
    for (std::size_t i = 0; i < releases.size(); ++i) {
      auto decoded =
          decode_manifest(texts[i], {.default_namespace = releases[i].release_namespace});
      if (!decoded) return tl::make_unexpected(room_.fail(Code::kManifests, decoded.error()));
      // Helm makes these when somebody calls for its tests; they are left out of the folder.
      std::erase_if(*decoded, [](const KubeObject& object) {
        return std::ranges::any_of(
            object.hook_events, [](const std::string& event) { return event.starts_with("test"); });
      });
      objects.push_back(*std::move(decoded));
    }
    add_namespaces(room_.stack(), objects);
    const Proof proof = prove_manifests(room_, objects);
    if (!proof.is_broken()) return {};
    room_.front().env.err(verdicts_brief(proof.verdicts, case_notes(room_, proof.world)));
    report_broken(room_, proof, false);
    return tl::make_unexpected(Exit::kPromiseBroken);
  }

  tl::unexpected<Exit> refuse_secrets(const Release& release,
                                      const std::vector<std::string>& names) const {
    room_.front().diagnostics.report(
        Code::kManifests, release.span,
        fmt::format("the chart of `{}` makes {} with values in {}, and no secret may stand in a "
                    "repository",
                    release.module, names.size() == 1 ? "the Secret" : "the Secrets",
                    quoted_list(names)),
        "let the chart use a Secret that is there already, as most can by a value such as "
        "`existingSecret`; or move the module into a layer without `gitops`");
    room_.front().show_warnings();
    return tl::make_unexpected(Exit::kEngineFailed);
  }

  void tell(const Release& release, const ManifestFiles& made) {
    Diagnostics& diagnostics = room_.front().diagnostics;
    for (const HookRun& hook : made.left_out) {
      told_.left_out.push_back({{"module", release.module},
                                {"kind", hook.kind},
                                {"name", hook.name},
                                {"event", hook.event}});
      diagnostics.report(
          Code::kLeftOutOfManifests, release.span,
          fmt::format("{} `{}` of `{}` is left out: Helm makes it at `{}`", printable(hook.kind),
                      printable(hook.name), release.module, printable(hook.event)),
          "nothing runs it any more; what it does has to be done another way");
    }
    for (const std::string& image : made.images) {
      const bool pinned = image.contains("@sha256:");
      told_.images.push_back({{"module", release.module}, {"image", image}, {"pinned", pinned}});
      if (pinned) continue;
      diagnostics.report(
          Code::kImageByTag, release.span,
          fmt::format("`{}` runs `{}`: a tag can be moved", release.module, printable(image)),
          "name it by digest: `image@sha256:…`");
    }
  }

  void say(const WrittenFiles& written) const {
    Env& env = room_.front().env;
    env.out(fmt::format("Wrote {} to {}: {} changed, {} removed\n", counted(written.count, "file"),
                        printable(directory_), written.changed.size(), written.removed.size()));
    for (const Json& image : told_.images) {
      env.out(fmt::format("  {} runs {}\n", image["module"].get<std::string>(),
                          printable(image["image"].get<std::string>())));
    }
    if (written.changed.empty() && written.removed.empty()) {
      env.err("Nothing has changed: there is nothing to commit.\n");
      return;
    }
    env.err(fmt::format(
        "\nCommit it as `{}` of {}, branch `{}`: {} deploys it.\nThe first time, tell {} of it: "
        "`kubectl apply -f {}`.\n",
        gitops_.path, gitops_.repository, gitops_.branch, tool_name(gitops_), tool_name(gitops_),
        join_path(directory_, tool_folder(gitops_))));
  }

  void say_as_json(const WrittenFiles& written) const {
    const Json json = {{"directory", directory_},    {"files", written.count},
                       {"changed", written.changed}, {"removed", written.removed},
                       {"images", told_.images},     {"left_out", told_.left_out}};
    room_.front().env.out(json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
  }

  EngineRoom& room_;
  const GitOps& gitops_;
  const std::string& directory_;
  InputValues inputs_;
  kubectl::Capabilities capabilities_;
  Told told_;
};

}  // namespace

Exit fail_without_gitops(const CloudRoom& room) {
  return room.fail(
      Code::kManifests,
      {.message = fmt::format("`{}` is deployed by Opta's own Helm, which would fight with whoever "
                              "deploys its manifests",
                              room.layer().name),
       .help = "say in its file who deploys: `gitops: {tool: argocd, repository: https://…}`"});
}

Exit write_manifests(EngineRoom& room, const std::string& directory,
                     const std::vector<std::string>& images, Format format) {
  if (!room.layer().gitops) return fail_without_gitops(room);
  return ManifestsWriter(room, directory).run(images, format);
}

Exit generate_manifests(Env& env, const ManifestsArguments& arguments) {
  FrontEnd front(env);
  auto opened = EngineRoom::open(front, arguments.run);
  if (!opened) return opened.error();
  return write_manifests(**opened, arguments.directory, arguments.images,
                         arguments.run.layer.format);
}

}  // namespace opta
