#include "exec/terraform/failure.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace opta::terraform {

namespace {

struct Sign {
  std::string_view text;
  FailureKind kind;
};

// In this order, because one message may hold several: an error about the lock quotes S3's answer,
// and one about credentials quotes the network. Seen with Terraform 1.11, its S3 backend, the AWS
// provider and AWS CLI 1 and 2.
constexpr std::array kSigns = {
    Sign{"Error acquiring the state lock", FailureKind::kStateLocked},
    Sign{"Backend configuration changed", FailureKind::kBackendChanged},
    Sign{"Backend initialization required", FailureKind::kBackendChanged},
    Sign{"Backend configuration block has changed", FailureKind::kBackendChanged},
    Sign{"Saved plan is stale", FailureKind::kPlanStale},
    Sign{"NoSuchBucket", FailureKind::kBucketMissing},
    Sign{"No valid credential sources", FailureKind::kCredentials},
    Sign{"Unable to locate credentials", FailureKind::kCredentials},
    Sign{"failed to refresh cached credentials", FailureKind::kCredentials},
    Sign{"ExpiredToken", FailureKind::kCredentials},
    Sign{"InvalidClientTokenId", FailureKind::kCredentials},
    Sign{"InvalidAccessKeyId", FailureKind::kCredentials},
    Sign{"SignatureDoesNotMatch", FailureKind::kCredentials},
    Sign{"UnrecognizedClientException", FailureKind::kCredentials},
    Sign{"AuthFailure", FailureKind::kCredentials},
    Sign{"failed to get shared config profile", FailureKind::kCredentials},
    Sign{"SSO session", FailureKind::kCredentials},
    Sign{"config profile", FailureKind::kCredentials},
    Sign{"AccessDenied", FailureKind::kAccessDenied},
    Sign{"UnauthorizedOperation", FailureKind::kAccessDenied},
    Sign{"is not authorized to perform", FailureKind::kAccessDenied},
    Sign{"StatusCode: 403", FailureKind::kAccessDenied},
    Sign{"connection refused", FailureKind::kNetwork},
    Sign{"connection reset by peer", FailureKind::kNetwork},
    Sign{"no such host", FailureKind::kNetwork},
    Sign{"i/o timeout", FailureKind::kNetwork},
    Sign{"TLS handshake timeout", FailureKind::kNetwork},
    Sign{"network is unreachable", FailureKind::kNetwork},
    Sign{"no route to host", FailureKind::kNetwork},
    Sign{"Client.Timeout exceeded", FailureKind::kNetwork},
    Sign{"Could not connect to the endpoint", FailureKind::kNetwork},
    Sign{"Connect timeout on endpoint", FailureKind::kNetwork},
};

// Text output is wrapped at the terminal's width and may stand in a drawn box. One space stands for
// all of that.
std::string unwrapped(std::string_view text) {
  constexpr std::string_view kBox = "│";
  std::string result;
  while (!text.empty()) {
    if (text.starts_with(kBox)) {
      text.remove_prefix(kBox.size());
      continue;
    }
    const char letter = text.front() == '\n' ? ' ' : text.front();
    if (letter != ' ' || (!result.empty() && result.back() != ' ')) result += letter;
    text.remove_prefix(1);
  }
  return result;
}

// The value of `  Name:   value` after "Lock Info:".
std::string lock_field(std::string_view text, std::string_view name) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t begin = line.find(name);
    // Before the name there is only space and perhaps the box.
    if (begin == std::string_view::npos || line.substr(0, begin).find(':') != line.npos) continue;
    line.remove_prefix(begin + name.size());
    if (line.starts_with(':')) return std::string(trim(line.substr(1)));
  }
  return {};
}

std::optional<StateLock> lock_from(std::string_view text) {
  const std::size_t begin = text.find("Lock Info:");
  if (begin == std::string_view::npos) return std::nullopt;
  text.remove_prefix(begin + std::string_view("Lock Info:").size());
  StateLock lock{.id = lock_field(text, "ID"),
                 .path = lock_field(text, "Path"),
                 .operation = lock_field(text, "Operation"),
                 .who = lock_field(text, "Who"),
                 .created = lock_field(text, "Created")};
  if (lock.id.empty()) return std::nullopt;
  return lock;
}

}  // namespace

std::string_view to_string(FailureKind kind) {
  switch (kind) {
    case FailureKind::kStateLocked:
      return "state_locked";
    case FailureKind::kBucketMissing:
      return "bucket_missing";
    case FailureKind::kBackendChanged:
      return "backend_changed";
    case FailureKind::kCredentials:
      return "credentials";
    case FailureKind::kAccessDenied:
      return "access_denied";
    case FailureKind::kNetwork:
      return "network";
    case FailureKind::kPlanStale:
      return "plan_stale";
    case FailureKind::kInterrupted:
      return "interrupted";
    case FailureKind::kOther:
      return "other";
  }
  return "";
}

EngineFailure recognise_failure(std::string_view text) {
  EngineFailure failure{.message = std::string(trim(text))};
  const std::string flat = unwrapped(text);
  const auto* const sign =
      std::ranges::find_if(kSigns, [&](const Sign& one) { return flat.contains(one.text); });
  if (sign == kSigns.end()) return failure;
  failure.kind = sign->kind;
  // Without lock info the lock could not even be tried: what stopped it is in the rest of the
  // message.
  if (failure.kind == FailureKind::kStateLocked) {
    failure.lock = lock_from(text);
    if (!failure.lock) {
      const std::string_view rest =
          std::string_view(flat).substr(flat.find(sign->text) + sign->text.size());
      failure.kind = recognise_failure(rest).kind;
    }
  }
  return failure;
}

EngineFailure recognise_failure(const std::vector<EngineDiagnostic>& diagnostics) {
  std::optional<EngineFailure> first;
  for (const EngineDiagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity != Severity::kError) continue;
    std::string text = diagnostic.summary;
    if (!diagnostic.detail.empty()) text += "\n" + diagnostic.detail;
    EngineFailure failure = recognise_failure(text);
    if (failure.kind != FailureKind::kOther) return failure;
    if (!first) first = std::move(failure);
  }
  return first.value_or(EngineFailure{});
}

}  // namespace opta::terraform
