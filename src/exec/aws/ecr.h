// aws ecr: who may push, and what a tag stands for.
#pragma once

#include "exec/aws/cli.h"

namespace opta::aws {

// "111122223333.dkr.ecr.us-east-1.amazonaws.com/opta/staging/hello/app"
struct ImageRepository {
  std::string registry;  // the part before the first slash
  std::string name;
};
std::optional<ImageRepository> decode_repository(std::string_view url);

struct EcrToken {
  std::string text = {};
  std::optional<Failure> failure = {};
};

// What a registry's client sends as its Basic credentials, in base64; it holds for 12 hours. A
// secret.
std::vector<std::string> get_authorization_token_arguments();
Result<EcrToken> authorization_token(const Cli& cli);

struct StoredImage {
  std::string digest = {};         // "sha256:…"; empty: there is no such image
  std::string config_digest = {};  // of its configuration; empty for one of several platforms
  std::optional<Failure> failure = {};
};

// By a tag, or by a digest.
std::vector<std::string> batch_get_image_arguments(const std::string& repository,
                                                   const std::string& tag);
Result<StoredImage> stored_image(const Cli& cli, const std::string& repository,
                                 const std::string& tag);

}  // namespace opta::aws
