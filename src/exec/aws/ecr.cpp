#include "exec/aws/ecr.h"

#include <fmt/format.h>

#include "exec/json.h"

namespace opta::aws {

using lenient::Json;
using lenient::list_at;
using lenient::object_at;
using lenient::parse;
using lenient::text_at;

std::optional<ImageRepository> decode_repository(std::string_view url) {
  const std::size_t slash = url.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == url.size()) return std::nullopt;
  return ImageRepository{std::string(url.substr(0, slash)), std::string(url.substr(slash + 1))};
}

std::vector<std::string> get_authorization_token_arguments() {
  return {"ecr", "get-authorization-token"};
}

Result<EcrToken> authorization_token(const Cli& cli) {
  const Answer answer = OPTA_TRY(call(cli, get_authorization_token_arguments()));
  if (answer.failure) return EcrToken{.failure = answer.failure};
  const Json json = parse(answer.text);
  for (const Json& item : list_at(json, "authorizationData")) {
    return EcrToken{.text = text_at(item, "authorizationToken")};
  }
  return fail("ECR gave no credentials");
}

std::vector<std::string> batch_get_image_arguments(const std::string& repository,
                                                   const std::string& tag) {
  const std::string_view kind = tag.contains(':') ? "imageDigest" : "imageTag";
  return {"ecr",      "batch-get-image", "--repository-name",
          repository, "--image-ids",     fmt::format("{}={}", kind, tag)};
}

Result<StoredImage> stored_image(const Cli& cli, const std::string& repository,
                                 const std::string& tag) {
  const Answer answer = OPTA_TRY(call(cli, batch_get_image_arguments(repository, tag)));
  if (answer.failure) return StoredImage{.failure = answer.failure};
  const Json json = parse(answer.text);
  for (const Json& image : list_at(json, "images")) {
    const Json manifest = parse(text_at(image, "imageManifest"));
    return StoredImage{.digest = text_at(object_at(image, "imageId"), "imageDigest"),
                       .config_digest = text_at(object_at(manifest, "config"), "digest")};
  }
  return StoredImage();
}

}  // namespace opta::aws
