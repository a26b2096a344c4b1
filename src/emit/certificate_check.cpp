#include "emit/certificate_check.h"

#include <fmt/format.h>

#include "base/certificate.h"
#include "layer/condition.h"
#include "layer/message.h"
#include "layer/relations.h"

namespace opta {

namespace {

constexpr std::chrono::days kSoon{30};

std::vector<Certificate> decoded(const std::string& pem) {
  std::vector<Certificate> certificates;
  const auto blocks = certificate_blocks(pem);
  if (!blocks) return certificates;
  for (const std::string& block : *blocks) {
    if (auto certificate = Certificate::decode(block)) {
      certificates.push_back(*std::move(certificate));
    }
  }
  return certificates;
}

std::string subject(const Certificate& certificate) {
  return shown(certificate.subject());
}

// One check of a module.
class CertificateCheck {
 public:
  CertificateCheck(const ModuleUse& use, const Relation& relation, Day today,
                   Diagnostics& diagnostics)
      : use_(use), relation_(relation), today_(today), diagnostics_(diagnostics) {}

  void run() {
    // `fields` are the certificate, its chain and its key, in this order.
    const Value* body = use_.find_argument(relation_.fields.at(0));
    const Value* chain = use_.find_argument(relation_.fields.at(1));
    const Value* key = use_.find_argument(relation_.fields.at(2));
    if (body == nullptr || key == nullptr) return;
    body_span_ = body->span;
    chain_span_ = chain != nullptr && is_given(*chain) ? chain->span : body_span_;
    const std::vector<Certificate> bodies = decoded(body->text);
    if (bodies.empty()) return;
    if (bodies.size() > 1) {
      report(body_span_, fmt::format("the file has {} certificates", bodies.size()),
             fmt::format("leave the first one, and move the others to `{}`", relation_.fields[1]));
      return;
    }
    if (!bodies[0].fits(key->text)) {
      report(key->span,
             fmt::format("the key is not the one of the certificate `{}`", subject(bodies[0])),
             "give the key that the certificate was requested with")
          .labels.push_back({body_span_, "the certificate"});
    }
    judge_days(bodies[0], body_span_);
    judge_chain(bodies[0], chain == nullptr ? std::vector<Certificate>() : decoded(chain->text));
    judge_names(bodies[0]);
  }

 private:
  Diagnostic& report(Span span, std::string message, std::string help) {
    return diagnostics_.report(Code::kCertificate, span, std::move(message), std::move(help));
  }

  void judge_days(const Certificate& certificate, Span span) {
    const std::string name = subject(certificate);
    if (certificate.ends() < today_) {
      report(span,
             fmt::format("the certificate `{}` ended on {}", name, to_string(certificate.ends())),
             "renew it");
    } else if (today_ < certificate.begins()) {
      report(
          span,
          fmt::format("the certificate `{}` begins on {}", name, to_string(certificate.begins())),
          "wait until then, or give one that is valid now");
    } else if (certificate.ends() <= today_ + kSoon) {
      diagnostics_.report(
          Code::kCertificateEnds, span,
          fmt::format("the certificate `{}` ends on {}", name, to_string(certificate.ends())),
          "renew it; an apply brings the new one to the ingress");
    }
  }

  void judge_chain(const Certificate& certificate, const std::vector<Certificate>& chain) {
    if (chain.empty() && !certificate.is_signed_by(certificate)) {
      report(body_span_,
             fmt::format("the certificate `{}` is signed by another one, which is not given",
                         subject(certificate)),
             fmt::format("give its issuer's in `{}`", relation_.fields[1]));
      return;
    }
    const Certificate* before = &certificate;
    for (const Certificate& next : chain) {
      if (next.is_same(certificate)) {
        report(chain_span_, "the certificate itself stands in the chain",
               "take it out there; one that nobody else has signed has no chain");
        return;
      }
      if (!before->is_signed_by(next)) {
        report(chain_span_,
               fmt::format("`{}` is not signed by `{}`, which stands behind it", subject(*before),
                           subject(next)),
               "the chain begins with the certificate's issuer, and each is signed by the next");
        return;
      }
      judge_days(next, chain_span_);
      before = &next;
    }
    if (const std::string problem = certificate.problem_behind(chain); !problem.empty()) {
      report(chain_span_, fmt::format("clients would refuse the certificate: {}", problem),
             "have it issued for a TLS server, by an authority that may sign others");
    }
  }

  // The domain itself is what the user says the certificate is for. Hosts of services are below it.
  void judge_names(const Certificate& certificate) {
    const Value* domain = use_.find_argument(relation_.other);
    if (domain == nullptr || !is_given(*domain)) return;
    if (!domain->is_known()) {
      diagnostics_.report(Code::kReferenceNotAllowed, domain->span,
                          "the certificate's domain has to be known before the apply",
                          "write the value itself, or a variable of the file");
      return;
    }
    const std::string name = shown(domain->text);
    if (!certificate.covers(domain->text)) {
      report(domain->span, fmt::format("the certificate is not for `{}`", name),
             "its subject alternative names have to have it")
          .labels.push_back({body_span_, "the certificate"});
      return;
    }
    if (!domain->text.starts_with("*.") && !certificate.covers("*." + domain->text)) {
      warn(body_span_, fmt::format("the certificate is not for `*.{}`", name),
           fmt::format("services can only be at `{}` and at other names that it has", name));
    }
    for (const std::string& wire : relation_.values) {
      const Value* other = use_.find_argument(wire);
      if (other == nullptr || !other->is_known() || !is_given(*other)) continue;
      if (certificate.covers(other->text) || certificate.covers("*." + other->text)) continue;
      warn(body_span_,
           fmt::format("the certificate is not for `{}`, the domain of the ingress",
                       shown(other->text)),
           "services there would be refused by browsers: give a certificate that has it too");
      break;
    }
  }

  void warn(Span span, std::string message, std::string help) {
    diagnostics_.report(Code::kCertificateNames, span, std::move(message), std::move(help));
  }

  const ModuleUse& use_;
  const Relation& relation_;
  Day today_;
  Diagnostics& diagnostics_;
  Span body_span_ = {};
  Span chain_span_ = {};
};

}  // namespace

void check_certificates(const Layer& layer, Day today, Diagnostics& diagnostics) {
  for (const ModuleUse& use : layer.modules) {
    for (const Relation& relation : use.definition->relations) {
      if (relation.kind != kCertificateRelation) continue;
      CertificateCheck(use, relation, today, diagnostics).run();
    }
  }
}

}  // namespace opta
