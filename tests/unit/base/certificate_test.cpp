// Certificates and keys in PEM: which blocks are taken, and what is judged of them. All are made
// here, by libcrypto.
#include "base/certificate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../certificates.h"

namespace opta {
namespace {

using test::Issued;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

Certificate decode(const std::string& pem) {
  return Certificate::decode(pem).value();
}

TEST(Certificate, SaysWhoseItIsAndHowLong) {
  const Certificate one = decode(
      Issued({.subject = "shop.example.org", .begins = "2026-01-01", .ends = "2026-12-31"}).pem);
  EXPECT_EQ(one.subject(), "CN = shop.example.org");
  EXPECT_EQ(to_string(one.begins()), "2026-01-01");
  EXPECT_EQ(to_string(one.ends()), "2026-12-31");
}

TEST(Certificate, CoversTheNamesThatItHas) {
  const Certificate one =
      decode(Issued({.subject = "other.org", .names = {"example.org", "*.example.org"}}).pem);
  EXPECT_TRUE(one.covers("example.org"));
  EXPECT_TRUE(one.covers("Example.org."));
  EXPECT_TRUE(one.covers("api.example.org"));
  EXPECT_TRUE(one.covers("*.example.org"));
  EXPECT_FALSE(one.covers("a.api.example.org"));
  EXPECT_FALSE(one.covers("example.com"));
  EXPECT_FALSE(one.covers("other.org")) << "the subject's name does not count";
  const Certificate narrow = decode(Issued({.names = {"api.example.org"}}).pem);
  EXPECT_FALSE(narrow.covers("*.example.org"));
}

TEST(Certificate, BelongsToItsKeyAlone) {
  const Issued one({}), other({});
  EXPECT_TRUE(decode(one.pem).fits(one.key));
  EXPECT_FALSE(decode(one.pem).fits(other.key));
  EXPECT_FALSE(decode(one.pem).fits("no key"));
}

TEST(Certificate, IsSignedByTheKeyAndNotByTheName) {
  const Issued authority({.subject = "authority", .is_authority = true});
  const Issued namesake({.subject = "authority", .is_authority = true});
  const Issued one({.issuer = &authority});
  EXPECT_TRUE(decode(one.pem).is_signed_by(decode(authority.pem)));
  EXPECT_FALSE(decode(one.pem).is_signed_by(decode(namesake.pem)));
  EXPECT_FALSE(decode(one.pem).is_signed_by(decode(one.pem)));
}

TEST(Certificate, IsRefusedAsClientsWould) {
  const Issued root({.subject = "root", .is_authority = true});
  const Issued middle({.subject = "middle", .is_authority = true, .issuer = &root});
  const Issued one({.issuer = &middle});
  EXPECT_EQ(decode(one.pem).problem_behind({decode(middle.pem)}), "");
  EXPECT_EQ(decode(one.pem).problem_behind({decode(middle.pem), decode(root.pem)}), "");
  const Issued itself({});
  EXPECT_EQ(decode(itself.pem).problem_behind({}), "");

  const Issued plain({.subject = "no authority", .issuer = &root});
  const Issued below({.issuer = &plain});
  EXPECT_NE(decode(below.pem).problem_behind({decode(plain.pem), decode(root.pem)}), "");
  const Issued client({.for_clients = true, .issuer = &root});
  EXPECT_NE(decode(client.pem).problem_behind({decode(root.pem)}), "");
}

TEST(CertificateBlocks, LeaveOutWhatToolsWriteAround) {
  const Issued one({.subject = "one"}), two({.subject = "two"});
  const auto blocks = certificate_blocks("Bag Attributes\r\n    localKeyID: 01\r\n" + one.pem +
                                         "\r\n\r\n" + two.pem.substr(0, two.pem.size() - 1));
  ASSERT_TRUE(blocks) << blocks.error().message;
  EXPECT_THAT(*blocks, SizeIs(2));
  EXPECT_EQ(blocks->at(0), one.pem);
  EXPECT_EQ(blocks->at(1), two.pem) << "ends with a line feed";
}

TEST(CertificateBlocks, RefuseWhatIsNone) {
  const Issued one({});
  for (const std::string& text :
       {std::string(), std::string("\x30\x82\x01\x0a", 4), one.key, one.pem + one.key,
        one.pem.substr(0, one.pem.size() / 2),
        std::string("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")}) {
    EXPECT_FALSE(certificate_blocks(text)) << text;
  }
}

TEST(PrivateKeyBlock, TakesTheOneKey) {
  const Issued one({});
  EXPECT_EQ(private_key_block(one.key).value(), one.key);
  EXPECT_EQ(private_key_block(one.pem + one.key).value(), one.key);
  const std::string parameters =
      "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
  EXPECT_EQ(private_key_block(parameters + one.key).value(), one.key);
}

TEST(PrivateKeyBlock, RefusesOthersAndSaysNothingOfTheKey) {
  const Issued one({});
  const auto refused = [&](const std::string& text, const char* why) {
    const auto block = private_key_block(text);
    ASSERT_FALSE(block);
    EXPECT_THAT(block.error().message, HasSubstr(why));
    EXPECT_THAT(block.error().message + block.error().help, Not(HasSubstr(one.key.substr(40, 12))));
  };
  refused("", "no private key");
  refused(one.pem, "no private key");
  refused(one.key + one.key, "more than one");
  refused(one.key.substr(0, one.key.size() / 2), "broken");
  refused("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "broken");
  refused(one.encrypted_key(), "passphrase");
}

}  // namespace
}  // namespace opta
