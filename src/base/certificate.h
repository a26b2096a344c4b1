// X.509 certificates and private keys in PEM, judged by libcrypto. Nothing here says what a key
// holds, not even part of it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.h"
#include "base/result.h"

namespace opta {

class Certificate {
 public:
  // Nothing when the text, a block of PEM, cannot be decoded.
  static std::optional<Certificate> decode(std::string_view pem);

  std::string subject() const;  // "CN = shop.example.org", for a message
  Day begins() const;
  Day ends() const;  // the day on which it stops being valid
  // Whether it is for the host, or with "*." before it for all hosts one label below. Wildcards are
  // understood; the subject's name is not, as browsers no longer do.
  bool covers(std::string_view host) const;
  bool is_same(const Certificate& other) const;
  // By name and signature.
  bool is_signed_by(const Certificate& issuer) const;
  bool fits(std::string_view private_key) const;
  // Why no client would take it as a server's behind these, each of which signs the one before. The
  // last one is trusted, and days are not judged. Empty: one would.
  std::string problem_behind(const std::vector<Certificate>& chain) const;

 private:
  struct Handle;  // of libcrypto's
  explicit Certificate(std::shared_ptr<Handle> handle) : handle_(std::move(handle)) {}

  std::shared_ptr<Handle> handle_;
};

// The certificates of a file, each as a block of PEM that ends with a line feed: what tools write
// around the blocks is left out. Fails when there is none, or something else beside them.
Result<std::vector<std::string>> certificate_blocks(std::string_view file);

// The one private key of a file, in the same way.
Result<std::string> private_key_block(std::string_view file);

}  // namespace opta
