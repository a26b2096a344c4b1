#include "base/certificate.h"

#include <algorithm>
#include <ctime>
#include <limits>

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "base/check.h"

namespace opta {

namespace {

// libcrypto's objects, freed as each kind wants it.
template <auto free>
struct Freed {
  template <class T>
  void operator()(T* pointer) const {
    free(pointer);
  }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Store = std::unique_ptr<X509_STORE, Freed<X509_STORE_free>>;
using StoreContext = std::unique_ptr<X509_STORE_CTX, Freed<X509_STORE_CTX_free>>;
using Stack = std::unique_ptr<STACK_OF(X509), decltype([](STACK_OF(X509) * stack) {
                                sk_X509_free(stack);  // those in it are somebody else's
                              })>;

Bio reader(std::string_view text) {
  OPTA_ASSERT(text.size() <= std::size_t{std::numeric_limits<int>::max()});
  Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  OPTA_ASSERT(bio != nullptr);
  return bio;
}

// A key with a passphrase is not asked for it on the terminal.
int no_passphrase(char*, int, int, void*) {
  return -1;
}

struct Block {
  std::string label;  // "CERTIFICATE"
  bool encrypted = false;
  std::string text;  // the whole block as libcrypto writes it
};

std::string block_text(const char* label, const char* header, const unsigned char* data,
                       long length) {
  const Bio bio(BIO_new(BIO_s_mem()));
  OPTA_ASSERT(bio != nullptr && PEM_write_bio(bio.get(), label, header, data, length) > 0);
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

// Fails at a block that is cut short or has other characters in it.
Result<std::vector<Block>> blocks_of(std::string_view file) {
  const Bio bio = reader(file);
  std::vector<Block> blocks;
  while (true) {
    char* label = nullptr;
    char* header = nullptr;
    unsigned char* data = nullptr;
    long length = 0;
    if (PEM_read_bio(bio.get(), &label, &header, &data, &length) == 0) break;
    blocks.push_back(
        {.label = label,
         .encrypted = std::string_view(header).find("ENCRYPTED") != std::string_view::npos ||
                      std::string_view(label).starts_with("ENCRYPTED "),
         .text = block_text(label, header, data, length)});
    OPENSSL_free(label);
    OPENSSL_free(header);
    OPENSSL_clear_free(data, static_cast<std::size_t>(length));
  }
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (!at_end) {
    return fail(fmt::format("has a block of PEM that is broken, behind {} that {} not",
                            blocks.size(), blocks.size() == 1 ? "is" : "are"),
                "write the file anew from where you got it");
  }
  return blocks;
}

bool is_certificate(const Block& block) {
  return block.label == PEM_STRING_X509;
}

bool is_private_key(const Block& block) {
  return block.label.ends_with("PRIVATE KEY");
}

// The curve of a key of the old form, which the key names too.
bool is_parameters(const Block& block) {
  return block.label.ends_with("PARAMETERS");
}

Key private_key(std::string_view pem) {
  Key key(PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, no_passphrase, nullptr));
  ERR_clear_error();
  return key;
}

Day day_of(const ASN1_TIME* time) {
  std::tm parts = {};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return Day();
  return std::chrono::year(parts.tm_year + 1900) / (parts.tm_mon + 1) / parts.tm_mday;
}

}  // namespace

struct Certificate::Handle {
  std::unique_ptr<X509, Freed<X509_free>> x509;
};

std::optional<Certificate> Certificate::decode(std::string_view pem) {
  auto handle = std::make_shared<Handle>();
  handle->x509.reset(PEM_read_bio_X509(reader(pem).get(), nullptr, no_passphrase, nullptr));
  ERR_clear_error();
  if (handle->x509 == nullptr) return std::nullopt;
  return Certificate(std::move(handle));
}

std::string Certificate::subject() const {
  const Bio bio(BIO_new(BIO_s_mem()));
  OPTA_ASSERT(bio != nullptr);
  X509_NAME_print_ex(bio.get(), X509_get_subject_name(handle_->x509.get()), 0,
                     XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

Day Certificate::begins() const {
  return day_of(X509_get0_notBefore(handle_->x509.get()));
}

Day Certificate::ends() const {
  return day_of(X509_get0_notAfter(handle_->x509.get()));
}

bool Certificate::covers(std::string_view host) const {
  if (host.ends_with('.')) host.remove_suffix(1);
  return X509_check_host(handle_->x509.get(), host.data(), host.size(),
                         X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS,
                         nullptr) == 1;
}

bool Certificate::is_same(const Certificate& other) const {
  return X509_cmp(handle_->x509.get(), other.handle_->x509.get()) == 0;
}

bool Certificate::is_signed_by(const Certificate& issuer) const {
  X509* signer = issuer.handle_->x509.get();
  const bool named =
      X509_NAME_cmp(X509_get_issuer_name(handle_->x509.get()), X509_get_subject_name(signer)) == 0;
  const bool is_signed = named && X509_verify(handle_->x509.get(), X509_get0_pubkey(signer)) == 1;
  ERR_clear_error();
  return is_signed;
}

bool Certificate::fits(std::string_view key) const {
  const Key decoded = private_key(key);
  const bool same =
      decoded != nullptr && X509_check_private_key(handle_->x509.get(), decoded.get()) == 1;
  ERR_clear_error();
  return same;
}

std::string Certificate::problem_behind(const std::vector<Certificate>& chain) const {
  const Store store(X509_STORE_new());
  const StoreContext context(X509_STORE_CTX_new());
  const Stack between(sk_X509_new_null());
  OPTA_ASSERT(store != nullptr && context != nullptr && between != nullptr);
  for (const Certificate& one : chain) sk_X509_push(between.get(), one.handle_->x509.get());
  X509_STORE_add_cert(store.get(), (chain.empty() ? *this : chain.back()).handle_->x509.get());
  X509_STORE_set_flags(store.get(), X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME);
  OPTA_ASSERT(X509_STORE_CTX_init(context.get(), store.get(), handle_->x509.get(), between.get()));
  X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_SSL_SERVER);
  const bool good = X509_verify_cert(context.get()) == 1;
  const int error = X509_STORE_CTX_get_error(context.get());
  ERR_clear_error();
  return good ? std::string() : X509_verify_cert_error_string(error);
}

Result<std::vector<std::string>> certificate_blocks(std::string_view file) {
  const std::vector<Block> blocks = OPTA_TRY(blocks_of(file));
  std::vector<std::string> texts;
  for (const Block& block : blocks) {
    if (is_private_key(block)) {
      return fail(
          "has a private key beside certificates",
          "take it out: certificates are shown to everybody; the key has a file of its own");
    }
    if (!is_certificate(block)) continue;
    if (!Certificate::decode(block.text)) {
      return fail(
          fmt::format("has a block of PEM, number {}, that is no certificate", texts.size() + 1));
    }
    texts.push_back(block.text);
  }
  if (texts.empty()) {
    return fail("has no certificate in PEM form",
                "it has to have lines `-----BEGIN CERTIFICATE-----`; `openssl x509 -inform der` "
                "makes one of the binary form");
  }
  return texts;
}

Result<std::string> private_key_block(std::string_view file) {
  std::vector<Block> blocks = OPTA_TRY(blocks_of(file));
  std::erase_if(blocks, is_parameters);
  std::erase_if(blocks, is_certificate);
  if (blocks.size() > 1) return fail("has more than one key", "leave one");
  if (blocks.empty() || !is_private_key(blocks[0])) {
    return fail("has no private key in PEM form",
                "it has to have a line such as `-----BEGIN PRIVATE KEY-----`");
  }
  if (blocks[0].encrypted) {
    return fail("is a key that has a passphrase, which the ingress cannot be asked for",
                "`openssl pkey` writes it without one; keep that file out of version control");
  }
  if (private_key(blocks[0].text) == nullptr) return fail("has a private key that is broken");
  return std::move(blocks[0].text);
}

}  // namespace opta
