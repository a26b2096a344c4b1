// A certificate of the user's own: what is said of it before anything is made, and where its key
// goes.
#include "emit/certificate_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "../certificates.h"
#include "../layer/front_fixture.h"
#include "diag/render_json.h"
#include "emit/release.h"
#include "emit/stack.h"

namespace opta {
namespace {

using test::environment;
using test::Files;
using test::Front;
using test::Issued;
using test::Order;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kDay = "2026-11-24";

// The module's fields stand in lines 7 to 10 of the file.
std::string file(const std::string& base = "", const std::string& domain = "example.org",
                 const std::string& more = "") {
  return environment(
      "  - type: base\n"
      "  - type: external-ssl-cert\n"
      "    domain: \"" +
      domain +
      "\"\n"
      "    private_key_file: certs/key.pem\n"
      "    certificate_body_file: certs/body.pem\n"
      "    certificate_chain_file: certs/chain.pem\n"
      "  - type: k8s-cluster\n"
      "  - {type: k8s-base" +
      base + "}\n" + more);
}

const Issued& root() {
  static const Issued made({.subject = "root", .is_authority = true});
  return made;
}

const Issued& middle() {
  static const Issued made({.subject = "middle", .is_authority = true, .issuer = &root()});
  return made;
}

Issued issued(Order order = {}) {
  if (order.issuer == nullptr) order.issuer = &middle();
  return Issued(order);
}

Files certificates(const std::string& body, const std::string& key, const std::string& chain) {
  return {{"certs/body.pem", body}, {"certs/key.pem", key}, {"certs/chain.pem", chain}};
}

Files of(const Issued& one) {
  return certificates(one.pem, one.key, middle().pem);
}

struct Judged {
  Judged(Files files, std::string text = file(), const char* day = kDay)
      : front([&] {
          files["opta.yaml"] = std::move(text);
          return files;
        }()) {
    if (const Layer* layer = front.load())
      check_certificates(*layer, *parse_day(day), front.diagnostics);
  }

  std::string message() const {
    return front.diagnostics.all().empty() ? "" : front.diagnostics.all()[0].message;
  }

  Front front;
};

TEST(CertificateCheck, SaysNothingOfAGoodOne) {
  EXPECT_THAT(Judged(of(issued())).front.reports(), IsEmpty());
  const Issued one = issued();
  EXPECT_THAT(Judged(certificates(one.pem, one.key, middle().pem + root().pem)).front.reports(),
              IsEmpty());
}

TEST(CertificateCheck, TheKeyHasToBeItsOwn) {
  const Issued one = issued(), other = issued();
  const Judged judged(certificates(one.pem, other.key, middle().pem));
  EXPECT_THAT(judged.front.reports(), ElementsAre("E0507 opta.yaml:8:23 `certs/key.pem`"));
}

TEST(CertificateCheck, FilesHaveToBePem) {
  const Issued one = issued();
  EXPECT_THAT(Judged(certificates("", one.key, "x")).front.reports(),
              ElementsAre("E0212 opta.yaml:9:28 `certs/body.pem`",
                          "E0212 opta.yaml:10:29 `certs/chain.pem`"));
  EXPECT_THAT(Judged(certificates(one.pem, one.encrypted_key(), middle().pem)).message(),
              HasSubstr("passphrase"));
  EXPECT_THAT(Judged({}).front.reports(), ElementsAre("E0212 opta.yaml:8:23 `certs/key.pem`",
                                                      "E0212 opta.yaml:9:28 `certs/body.pem`",
                                                      "E0212 opta.yaml:10:29 `certs/chain.pem`"));
}

TEST(CertificateCheck, TheFileHasOneCertificate) {
  const Issued one = issued();
  const Judged judged(certificates(one.pem + middle().pem, one.key, middle().pem));
  EXPECT_THAT(judged.front.reports(), ElementsAre("E0507 opta.yaml:9:28 `certs/body.pem`"));
  EXPECT_THAT(judged.front.error().help, HasSubstr("`certificate_chain_file`"));
}

TEST(CertificateCheck, TheChainSignsItInOrder) {
  const Issued one = issued();
  const auto chain = [&](const std::string& pem) {
    const Judged judged(certificates(one.pem, one.key, pem));
    EXPECT_THAT(judged.front.reports(), ElementsAre("E0507 opta.yaml:10:29 `certs/chain.pem`"));
    return judged.message();
  };
  EXPECT_EQ(chain(root().pem),
            "`CN = example.org` is not signed by `CN = root`, which stands behind it");
  EXPECT_THAT(chain(root().pem + middle().pem), HasSubstr("`CN = root`"));
  EXPECT_EQ(chain(one.pem + middle().pem), "the certificate itself stands in the chain");
  const Issued stranger({.subject = "middle", .is_authority = true});
  EXPECT_THAT(chain(stranger.pem), HasSubstr("is not signed by `CN = middle`"));
}

TEST(CertificateCheck, AuthoritiesHaveToBeSome) {
  const Issued no_authority({.subject = "mere", .issuer = &root()});
  const Issued one = issued({.issuer = &no_authority});
  const Judged judged(certificates(one.pem, one.key, no_authority.pem + root().pem));
  EXPECT_THAT(judged.front.reports(), ElementsAre("E0507 opta.yaml:10:29 `certs/chain.pem`"));
  EXPECT_THAT(judged.message(), HasSubstr("clients would refuse"));
}

TEST(CertificateCheck, OnlyOneThatSignedItselfHasNoChain) {
  std::string text = file();
  text.erase(text.find("    certificate_chain_file"),
             std::string("    certificate_chain_file: certs/chain.pem\n").size());
  const Issued itself({});
  EXPECT_THAT(Judged(certificates(itself.pem, itself.key, ""), text).front.reports(), IsEmpty());
  EXPECT_THAT(Judged(of(issued()), text).front.reports(),
              ElementsAre("E0507 opta.yaml:9:28 `certs/body.pem`"));
}

TEST(CertificateCheck, ItHasToBeValidToday) {
  const Issued one = issued({.begins = "2026-06-01", .ends = "2026-12-31"});
  const auto on = [&](const char* day) { return Judged(of(one), file(), day).front.reports(); };
  const auto at = [](const char* code) {
    return ElementsAre(std::string(code) + " opta.yaml:9:28 `certs/body.pem`");
  };
  EXPECT_THAT(on("2026-05-31"), at("E0507"));
  EXPECT_THAT(on("2026-06-01"), IsEmpty());
  EXPECT_THAT(on("2026-11-30"), IsEmpty());
  EXPECT_THAT(on("2026-12-01"), at("W0502"));
  EXPECT_THAT(on("2026-12-31"), at("W0502"));
  EXPECT_THAT(on("2027-01-01"), at("E0507"));
}

TEST(CertificateCheck, TheChainToo) {
  const Issued old(
      {.subject = "old", .ends = "2026-11-01", .is_authority = true, .issuer = &root()});
  const Issued one = issued({.issuer = &old});
  const Judged judged(certificates(one.pem, one.key, old.pem));
  EXPECT_EQ(judged.message(), "the certificate `CN = old` ended on 2026-11-01");
  EXPECT_THAT(judged.front.reports(), ElementsAre("E0507 opta.yaml:10:29 `certs/chain.pem`"));
}

TEST(CertificateCheck, ItHasToNameTheDomain) {
  const auto with = [](std::vector<std::string> names, const std::string& domain) {
    return Judged(of(issued({.names = std::move(names)})), file("", domain)).front.reports();
  };
  EXPECT_THAT(with({"example.org", "*.example.org"}, "Example.org."), IsEmpty());
  EXPECT_THAT(with({"*.example.org"}, "*.example.org"), IsEmpty());
  EXPECT_THAT(with({"*.example.org", "*.a.example.org"}, "a.example.org"), IsEmpty());
  EXPECT_THAT(with({"*.example.org"}, "a.example.org"),
              ElementsAre("W0503 opta.yaml:9:28 `certs/body.pem`"));
  EXPECT_THAT(with({"*.example.org"}, "example.org"),
              ElementsAre("E0507 opta.yaml:7:13 `\"example.org\"`"));
  EXPECT_THAT(with({"example.org"}, "*.example.org"),
              ElementsAre("E0507 opta.yaml:7:13 `\"*.example.org\"`"));
  EXPECT_THAT(with({}, "example.org"), ElementsAre("E0507 opta.yaml:7:13 `\"example.org\"`"));
}

TEST(CertificateCheck, TheIngressMayHaveAnotherDomain) {
  const auto beside = [](const std::string& domain) {
    return Judged(of(issued()),
                  file("", "example.org", "  - {type: dns, domain: " + domain + "}\n"))
        .front.reports();
  };
  EXPECT_THAT(beside("example.org"), IsEmpty());
  EXPECT_THAT(beside("example.com"), ElementsAre("W0503 opta.yaml:9:28 `certs/body.pem`"));
}

TEST(CertificateCheck, Port443HasOneCertificate) {
  const std::string arn = "arn:aws:acm:us-east-1:111122223333:certificate/1";
  EXPECT_THAT(Judged(of(issued()), file(", cert_arn: \"" + arn + "\"")).front.reports(),
              ElementsAre("E0504 opta.yaml:12:32 `\"" + arn + "\"`"));
  EXPECT_THAT(Judged(of(issued()), file(", expose_self_signed_ssl: true")).front.reports(),
              ElementsAre("W0501 opta.yaml:12:46 `true`"));
  EXPECT_THAT(Judged(of(issued()), file(", ingress: none")).front.reports(),
              ElementsAre("W0501 opta.yaml:9:28 `certs/body.pem`"));
}

TEST(OwnCertificate, LeavesTheDomainsNameToTheDnsModule) {
  const auto exported = [](const std::string& more) {
    const Judged judged(of(issued()), file("", "example.org", more));
    std::vector<std::string> list;
    for (const ExportedOutput& one : judged.front.layer().exports) {
      if (one.output->name == "domain") list.push_back(one.key + "=" + one.module->name);
    }
    return list;
  };
  EXPECT_THAT(exported(""), ElementsAre("domain=externalsslcert"));
  EXPECT_THAT(exported("  - {type: dns, domain: example.org}\n"),
              ElementsAre("externalsslcert_domain=externalsslcert", "domain=dns"));
}

TEST(CertificateCheck, NeedsAnIngress) {
  Files files = of(issued());
  files["opta.yaml"] = environment(
      "  - type: base\n  - {type: external-ssl-cert, domain: example.org, private_key_file: "
      "certs/key.pem, certificate_body_file: certs/body.pem, certificate_chain_file: "
      "certs/chain.pem}\n");
  Front front(files);
  EXPECT_EQ(front.load(), nullptr);
  EXPECT_THAT(front.reports(), ElementsAre("E0304 opta.yaml:6:12 `external-ssl-cert`"));
}

// What Terraform and Helm get, and what is printed: none of it has a line of the key.
class KeyIsNowhere : public testing::TestWithParam<const char*> {};

TEST_P(KeyIsNowhere, ButInTheSecret) {
  const Issued one = issued({.ends = "2026-12-01"});
  Judged judged(of(one), file(std::string(", ingress: ") + GetParam()));
  Front& front = judged.front;
  const Stack stack = emit_stack(front.layer(), front.catalog, front.library(), Backend::kRemote,
                                 front.diagnostics);
  const std::string canary = one.key.substr(one.key.find('\n') + 1, 48);

  int secrets = 0;
  for (const Release& release : stack.releases) {
    const auto hides = [&](const auto& self, const Value& value) -> bool {
      for (const TemplatePart& part : value.parts) {
        if ((part.text + part.expression).find(canary) != std::string::npos) return false;
      }
      return value.text.find(canary) == std::string::npos &&
             std::ranges::all_of(value.items, [&](const Value& v) { return self(self, v); }) &&
             std::ranges::all_of(value.entries,
                                 [&](const Entry& e) { return self(self, e.value); });
    };
    EXPECT_TRUE(hides(hides, release.values)) << release.name;
    if (!release.secret) continue;
    ++secrets;
    EXPECT_EQ(release.secret->type, "kubernetes.io/tls");
    ASSERT_EQ(release.secret->entries.size(), 2u);
    EXPECT_EQ(release.secret->entries[0].key, "tls.crt");
    EXPECT_EQ(release.secret->entries[0].value.text, one.pem + middle().pem);
    EXPECT_EQ(release.secret->entries[1].key, "tls.key");
    EXPECT_EQ(release.secret->entries[1].value.text, one.key);
  }
  EXPECT_EQ(secrets, 1);
  for (const auto& file : stack.files)
    EXPECT_THAT(file.content, Not(HasSubstr(canary))) << file.path;
  EXPECT_THAT(render_json(front.diagnostics, front.sources), Not(HasSubstr(canary)));
}

INSTANTIATE_TEST_SUITE_P(Ingress, KeyIsNowhere, testing::Values("nginx", "traefik"));

TEST(OwnCertificate, IngressesAreTold) {
  Judged nginx(of(issued())), traefik(of(issued()), file(", ingress: traefik")),
      none({}, environment("  - type: base\n  - type: k8s-cluster\n  - type: k8s-base\n"));
  const auto values = [](Judged& judged, const char* name) {
    const auto all = emit_releases(judged.front.layer(), judged.front.diagnostics).all;
    return std::ranges::find(all, name, &Release::name)->values;
  };
  const Value with = values(nginx, "ingress-nginx"), without = values(none, "ingress-nginx");
  EXPECT_EQ(with.find("controller")->find("extraArgs")->find("default-ssl-certificate")->text,
            "ingress-nginx/ingress-nginx-certificate");
  EXPECT_EQ(without.find("controller")->find("extraArgs")->find("default-ssl-certificate"),
            nullptr);
  const Value with_traefik = values(traefik, "traefik");
  EXPECT_EQ(with_traefik.find("volumes")->items.at(0).find("name")->text, "traefik-certificate");
  const Value* revision =
      with_traefik.find("deployment")->find("podAnnotations")->find("opta.dev/certificate");
  ASSERT_NE(revision, nullptr);
  EXPECT_EQ(revision->parts.at(0).expression, "k8sbase.secret_revision") << "pods follow the files";
}

}  // namespace
}  // namespace opta
