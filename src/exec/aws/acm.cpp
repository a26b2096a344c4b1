#include "exec/aws/acm.h"

#include "base/timestamp.h"
#include "exec/json.h"

namespace opta::aws {

namespace {

// The CLI writes times as text, "2026-11-24T10:00:00+00:00", or as seconds since 1970: version 1
// and 2 differ.
std::optional<Day> day_of_time(const lenient::Json& time) {
  if (time.is_string()) return day_of(time.get<std::string>());
  if (!time.is_number()) return std::nullopt;
  const std::chrono::sys_seconds at{std::chrono::seconds(time.get<std::int64_t>())};
  return std::chrono::floor<std::chrono::days>(at);
}

}  // namespace

std::vector<std::string> describe_certificate_arguments(const std::string& arn) {
  return {"acm", "describe-certificate", "--certificate-arn", arn};
}

Result<AcmCertificate> describe_certificate(const Cli& cli, const std::string& arn) {
  const Answer answer = OPTA_TRY(call(cli, describe_certificate_arguments(arn)));
  if (answer.failure) return AcmCertificate{.failure = answer.failure};
  const lenient::Json json = lenient::parse(answer.text);
  const lenient::Json& certificate = lenient::object_at(json, "Certificate");
  AcmCertificate found{.domain = lenient::text_at(certificate, "DomainName"),
                       .status = lenient::text_at(certificate, "Status")};
  if (certificate.contains("NotAfter")) found.ends = day_of_time(certificate["NotAfter"]);
  return found;
}

}  // namespace opta::aws
