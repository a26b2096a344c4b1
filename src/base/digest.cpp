#include "base/digest.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include "base/check.h"

namespace opta {

namespace {

std::string digest_hex(std::string_view bytes, const EVP_MD* algorithm) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  OPTA_ASSERT(EVP_Digest(bytes.data(), bytes.size(), digest, &length, algorithm, nullptr) == 1);
  std::string text;
  for (unsigned int i = 0; i < length; ++i) text += fmt::format("{:02x}", digest[i]);
  return text;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  return digest_hex(bytes, EVP_sha256());
}
std::string md5_hex(std::string_view bytes) {
  return digest_hex(bytes, EVP_md5());
}

}  // namespace opta
