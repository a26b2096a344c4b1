#include "app/image_push.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/services.h"
#include "base/text.h"
#include "exec/aws/ecr.h"
#include "exec/containers/build.h"
#include "exec/containers/image.h"
#include "exec/containers/push.h"
#include "layer/condition.h"

namespace opta {

namespace {

constexpr const char* kRepositoryOutput = "docker_repo_url";
constexpr const char* kNodeImageInput = "ami_type";
// Letters of an image's id that stand for it, as Docker prints them.
constexpr std::size_t kShortId = 12;

bool sets_images(const ModuleUse& use) {
  return std::ranges::any_of(use.definition->releases, [](const ReleaseDefinition& release) {
    return release.kept_values.has_value();
  });
}

const Release& release_of(const std::vector<Release>& releases, const std::string& module) {
  return *std::ranges::find(releases, module, &Release::module);
}

// "app:1.2" -> "1.2"; a port of the registry is no tag.
std::string tag_of(std::string_view image) {
  const std::string_view last = image.substr(image.rfind('/') + 1);
  const std::size_t colon = last.find(':');
  if (colon == std::string_view::npos || last.contains('@')) return {};
  return std::string(last.substr(colon + 1));
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_tag(std::string_view text) {
  constexpr std::size_t kLengthMax = 128;
  return text.size() <= kLengthMax && is_letter(text.front()) &&
         std::ranges::all_of(text, [](char c) { return is_letter(c) || c == '.' || c == '-'; });
}

class Pusher {
 public:
  Pusher(EngineRoom& room, std::string repository, const ImageArguments& image)
      : room_(room), env_(room.front().env), repository_(std::move(repository)), wish_(image) {}

  Step<PushedImage> run() {
    const auto place = aws::decode_repository(repository_);
    if (!place) return failed(fmt::format("`{}` is no repository", printable(repository_)));
    place_ = *place;
    auto cli = room_.aws_cli();
    if (!cli) return tl::make_unexpected(cli.error());
    if (!wish_.is_local()) return named(*cli, wish_.digest.empty() ? wish_.tag : wish_.digest);
    auto program = containers::find(env_.runner, env_.variables);
    if (!program) return tl::make_unexpected(room_.fail(Code::kToolMissing, program.error()));
    auto image = wish_.build.empty() ? Step<std::string>(wish_.image) : built(*program);
    if (!image) return tl::make_unexpected(image.error());
    const auto found = examined(*program, *image);
    if (!found) return tl::make_unexpected(found.error());
    return pushed(*program, *cli, *image, *found);
  }

 private:
  tl::unexpected<Exit> failed(std::string message, std::string help = {}) {
    return tl::make_unexpected(
        room_.fail(Code::kImage, {.message = std::move(message), .help = std::move(help)}));
  }

  LineSink lines() {
    return [this](std::string_view line) { env_.err(fmt::format("  {}\n", printable(line))); };
  }

  // Built for the nodes: a laptop's processor is often another one.
  std::string platform() const {
    if (!wish_.platform.empty()) return wish_.platform;
    const std::set<std::string> nodes = node_architectures(room_.layer().root());
    return "linux/" + (nodes.contains("amd64") ? std::string("amd64") : *nodes.begin());
  }

  Step<std::string> built(const containers::Context& program) {
    const std::string name = fmt::format("opta.local/{}:latest", place_.name);
    env_.err(fmt::format("Building {} for {}…\n", printable(wish_.build), platform()));
    const auto outcome = containers::build(
        program,
        {.folder = wish_.build, .file = wish_.dockerfile, .platform = platform(), .name = name},
        lines());
    if (!outcome) return tl::make_unexpected(room_.fail(Code::kImage, outcome.error()));
    if (!outcome->ok()) {
      return failed(fmt::format("the image of `{}` could not be built", printable(wish_.build)),
                    "the lines above are the builder's own");
    }
    return name;
  }

  Step<containers::Image> examined(const containers::Context& program, const std::string& image) {
    const auto found = containers::inspect(program, image);
    if (!found) return tl::make_unexpected(room_.fail(Code::kImage, found.error()));
    if (!found->ok()) {
      return failed(fmt::format("{} has no image `{}`: {}", to_string(program.program),
                                printable(image), printable(*found->failure)),
                    "build or pull it first, or let opta build it with `--build FOLDER`");
    }
    const std::set<std::string> nodes = node_architectures(room_.layer().root());
    if (!found->architecture.empty() && !nodes.contains(found->architecture)) {
      return failed(fmt::format("`{}` is for {} processors, and the environment's nodes are {}",
                                printable(image), printable(found->architecture),
                                join({nodes.begin(), nodes.end()}, " and ")),
                    fmt::format("build it with `--platform linux/{}`", *nodes.begin()));
    }
    return *found;
  }

  // A repository of ours lets no tag change, so `latest` would serve once: the image's own id
  // stands for it.
  std::string tag_for(const std::string& image, const containers::Image& found) const {
    if (!wish_.tag.empty()) return wish_.tag;
    std::string tag = tag_of(image);
    if (!tag.empty() && tag != "latest") return tag;
    return found.id.substr(found.id.find(':') + 1, kShortId);
  }

  Step<PushedImage> pushed(const containers::Context& program, const aws::Cli& cli,
                           const std::string& image, const containers::Image& found) {
    const std::string tag = tag_for(image, found);
    const auto there = stored(cli, tag);
    if (!there) return tl::make_unexpected(there.error());
    // Asked before the push: Podman packs layers anew, and the same image has another digest then.
    if (found.id == there->config_digest || found.id == there->digest) {
      env_.err(fmt::format("{}:{} has this image already.\n", repository_, tag));
      return PushedImage{repository_, tag, there->digest};
    }
    if (!there->digest.empty()) {
      return failed(fmt::format("the repository has another image under the tag `{}`", tag),
                    "a tag never changes: push this image under another one with `--tag`");
    }
    if (auto done = push(program, cli, image, tag); !done) {
      return tl::make_unexpected(done.error());
    }
    return named(cli, tag);
  }

  Step<void> push(const containers::Context& program, const aws::Cli& cli, const std::string& image,
                  const std::string& tag) {
    const auto token = aws::authorization_token(cli);
    if (!token) return tl::make_unexpected(room_.fail(Code::kImage, token.error()));
    if (token->failure) {
      return tl::make_unexpected(room_.fail_aws(Code::kImage, *token->failure));
    }
    // The sandbox's registry is the emulator.
    const std::string registry =
        room_.is_sandbox() ? cli.endpoint.substr(cli.endpoint.find("//") + 2) : place_.registry;
    const auto login = containers::RegistryLogin::write(
        env_.disk, join_path(room_.workspace().folder(), "registry"), registry, token->text);
    if (!login) return tl::make_unexpected(room_.fail(Code::kDiskFailed, login.error()));
    env_.err(fmt::format("Pushing {} to {}:{}…\n", printable(image), repository_, tag));
    const auto outcome =
        containers::push(program,
                         {.image = image,
                          .name = fmt::format("{}/{}:{}", registry, place_.name, tag),
                          .plain_http = room_.is_sandbox()},
                         *login, lines());
    if (!outcome) return tl::make_unexpected(room_.fail(Code::kImage, outcome.error()));
    if (outcome->ok()) return {};
    return failed(fmt::format("`{}` could not be pushed: {}", printable(image),
                              printable(*outcome->failure)));
  }

  // An empty digest: there is no such image.
  Step<aws::StoredImage> stored(const aws::Cli& cli, const std::string& tag) {
    auto image = aws::stored_image(cli, place_.name, tag);
    if (!image) return tl::make_unexpected(room_.fail(Code::kImage, image.error()));
    if (image->failure) {
      return tl::make_unexpected(room_.fail_aws(Code::kImage, *image->failure));
    }
    return *std::move(image);
  }

  Step<PushedImage> named(const aws::Cli& cli, const std::string& tag) {
    const auto image = stored(cli, tag);
    if (!image) return tl::make_unexpected(image.error());
    if (image->digest.empty()) {
      return failed(fmt::format("the repository {} has no image `{}`", repository_, printable(tag)),
                    "`opta push` brings one there");
    }
    return PushedImage{repository_, tag.contains(':') ? std::string() : tag, image->digest};
  }

  EngineRoom& room_;
  Env& env_;
  std::string repository_;
  const ImageArguments& wish_;
  aws::ImageRepository place_ = {};
};

}  // namespace

bool is_image_digest(std::string_view text) {
  constexpr std::string_view kAlgorithm = "sha256:";
  constexpr std::size_t kDigits = 64;
  return text.starts_with(kAlgorithm) && text.size() == kAlgorithm.size() + kDigits &&
         text.find_first_not_of("0123456789abcdef", kAlgorithm.size()) == std::string_view::npos;
}

std::optional<Error> find_fault(const ImageArguments& image) {
  const std::pair<const char*, const std::string&> words[] = {{"the image", image.image},
                                                              {"--build", image.build},
                                                              {"--dockerfile", image.dockerfile},
                                                              {"--platform", image.platform}};
  for (const auto& [what, word] : words) {
    if (!word.starts_with('-')) continue;
    return Error{
        .message = fmt::format("`{}` cannot be {}: it begins with a dash", printable(word), what)};
  }
  if (!image.tag.empty() && !is_tag(image.tag)) {
    return Error{.message = fmt::format("`{}` is no tag of an image", printable(image.tag)),
                 .help = "letters, digits, `_`, `.` and `-`, 128 at most"};
  }
  if (!image.digest.empty() && !is_image_digest(image.digest)) {
    return Error{.message = fmt::format("`{}` is no digest of an image", printable(image.digest)),
                 .help = "`sha256:` and 64 digits from 0 to f"};
  }
  return std::nullopt;
}

Step<const Release*> find_image_release(EngineRoom& room, const std::string& module) {
  const std::vector<Release>& releases = room.stack().releases;
  std::vector<Service> fitting;
  for (const Service& service : services_of(room.layer(), releases)) {
    if (!release_of(releases, service.module).kept_values.empty()) fitting.push_back(service);
  }
  const bool is_pinned = std::ranges::any_of(room.layer().modules, [&](const ModuleUse& use) {
    return sets_images(use) && (module.empty() ? fitting.empty() : use.name == module) &&
           std::ranges::find(fitting, use.name, &Service::module) == fitting.end();
  });
  if (is_pinned) {
    return tl::make_unexpected(room.fail(
        Code::kImage,
        {.message = fmt::format("the file itself says which image `{}` runs",
                                module.empty() ? room.layer().name : module),
         .help = "change it there and `opta apply`; with `image: AUTO`, and no tag or digest, a "
                 "deployment says it"}));
  }
  const auto service = choose_service(room, fitting, module, "k8s-service");
  if (!service) return tl::make_unexpected(service.error());
  return &release_of(releases, service->module);
}

std::string repository_of(const Release& release, const InputValues& applied) {
  const auto found = applied.find(fmt::format("{}.{}", release.module, kRepositoryOutput));
  if (found == applied.end()) return {};
  const auto url = nlohmann::json::parse(found->second, nullptr, false);
  return url.is_string() ? url.get<std::string>() : std::string();
}

Step<PushedImage> push_image(EngineRoom& room, const std::string& repository,
                             const ImageArguments& image) {
  return Pusher(room, repository, image).run();
}

std::set<std::string> node_architectures(const Layer& root) {
  std::set<std::string> found;
  for (const ModuleUse& use : root.modules) {
    const Value* image = value_at(use, kNodeImageInput);
    if (image == nullptr || image->kind != ValueKind::kString) continue;
    found.insert(image->text.contains("ARM_64") ? "arm64" : "amd64");
  }
  if (found.empty()) found.insert("amd64");
  return found;
}

}  // namespace opta
