// Certificates for tests, made by libcrypto when they are needed: no key is kept anywhere.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "base/day.h"

namespace opta::test {

struct Issued;

struct Order {
  std::string subject = "example.org";
  std::vector<std::string> names = {"example.org", "*.example.org"};
  std::string begins = "2026-01-01";
  std::string ends = "2027-12-31";
  bool is_authority = false;       // may sign others
  bool for_clients = false;        // and not for servers
  const Issued* issuer = nullptr;  // null: itself
};

struct Issued {
  explicit Issued(const Order& order) : pair(EVP_EC_gen("P-256"), EVP_PKEY_free) {
    const std::unique_ptr<X509, void (*)(X509*)> made(X509_new(), X509_free);
    X509* x509 = made.get();
    static long serial = 0;
    ASN1_INTEGER_set(X509_get_serialNumber(x509), ++serial);
    X509_set_version(x509, 2);
    X509_set_pubkey(x509, pair.get());
    set_name(X509_get_subject_name(x509), order.subject);
    subject = order.subject;
    set_name(X509_get_issuer_name(x509), order.issuer ? order.issuer->subject : order.subject);
    set_day(X509_getm_notBefore(x509), order.begins);
    set_day(X509_getm_notAfter(x509), order.ends);
    extend(x509, NID_basic_constraints, order.is_authority ? "critical,CA:TRUE" : "CA:FALSE");
    if (!order.is_authority) {
      extend(x509, NID_ext_key_usage, order.for_clients ? "clientAuth" : "serverAuth");
      std::string list;
      for (const std::string& name : order.names) list += (list.empty() ? "DNS:" : ",DNS:") + name;
      if (!list.empty()) extend(x509, NID_subject_alt_name, list);
    }
    require(X509_sign(x509, order.issuer ? order.issuer->pair.get() : pair.get(), EVP_sha256()));
    pem = written([&](BIO* bio) { return PEM_write_bio_X509(bio, x509); });
    key = written([&](BIO* bio) {
      return PEM_write_bio_PrivateKey(bio, pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
  }

  std::string encrypted_key() const {
    return written([&](BIO* bio) {
      unsigned char phrase[] = "phrase";
      return PEM_write_bio_PrivateKey(bio, pair.get(), EVP_aes_128_cbc(), phrase, 6, nullptr,
                                      nullptr);
    });
  }

  std::string subject;
  std::string pem;
  std::string key;
  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> pair;

 private:
  static void require(int done) {
    if (done <= 0) throw std::runtime_error("libcrypto refuses");
  }

  static void set_name(X509_NAME* name, const std::string& text) {
    require(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                       reinterpret_cast<const unsigned char*>(text.data()),
                                       static_cast<int>(text.size()), -1, 0));
  }

  static void set_day(ASN1_TIME* time, const std::string& day) {
    const auto seconds = std::chrono::sys_seconds(parse_day(day).value());
    ASN1_TIME_set(time, seconds.time_since_epoch().count());
  }

  static void extend(X509* x509, int kind, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
    require(X509_add_ext(x509, extension, -1));
    X509_EXTENSION_free(extension);
  }

  template <class Write>
  static std::string written(Write write) {
    const std::unique_ptr<BIO, void (*)(BIO*)> bio(BIO_new(BIO_s_mem()), BIO_free_all);
    require(write(bio.get()));
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(size)};
  }
};

}  // namespace opta::test
