#include <fmt/format.h>

#include "app/doctor/checks.h"
#include "app/state_lock.h"
#include "app/state_outputs.h"
#include "base/text.h"
#include "exec/aws/acm.h"
#include "exec/aws/bucket.h"
#include "exec/aws/sts.h"
#include "exec/json.h"
#include "exec/tools.h"

namespace opta {

namespace {

constexpr const char* kAccount = "account";
constexpr const char* kState = "state";
constexpr const char* kCertificates = "certificates";

// Nothing where the CLI is missing: the tools' examination has said so.
std::optional<aws::Cli> cli_of(const CloudRoom& room) {
  if (!find_tool(Tool::kAws, room.environment())) return std::nullopt;
  const auto cli = room.aws_cli();
  if (!cli) return std::nullopt;
  return *cli;
}

struct Setting {
  const char* name;
  std::vector<std::string> arguments;
  bool (*holds)(std::string_view answer);
};

void check_settings(const aws::Cli& cli, const aws::Bucket& bucket, Findings& findings) {
  const Setting settings[] = {
      {"versioning", aws::get_bucket_versioning_arguments(bucket), aws::is_versioned},
      {"encryption", aws::get_bucket_encryption_arguments(bucket), aws::is_encrypted},
      {"public access block", aws::get_public_access_block_arguments(bucket),
       aws::blocks_public_access}};
  std::vector<std::string> missing;
  for (const Setting& setting : settings) {
    const auto answer = aws::call(cli, setting.arguments);
    if (!answer || answer->failure || !setting.holds(answer->text)) missing.push_back(setting.name);
  }
  Finding finding{.area = kState, .subject = "bucket " + bucket.name, .text = {}};
  if (missing.empty()) {
    finding.text = "versioned, encrypted, shut to the public";
  } else {
    finding.health = Health::kBroken;
    finding.text = fmt::format("lacks {}, or it cannot be asked", quoted_list(missing));
    finding.help = "an `opta apply` from a folder without `.opta` puts its settings right";
  }
  findings.push_back(std::move(finding));
}

}  // namespace

void check_identity(const CloudRoom& room, Findings& findings) {
  const auto cli = cli_of(room);
  if (!cli) return;
  const std::string region = room.bucket().region;
  const auto answer = aws::get_caller_identity(*cli);
  if (!answer || answer->failure) {
    findings.push_back(
        {.area = kAccount,
         .subject = "credentials",
         .health = Health::kBroken,
         .text = answer ? std::string(trim(answer->failure->message)) : answer.error().message,
         .help = "`aws sso login` or `aws configure`; `aws sts get-caller-identity` "
                 "shows whose they are"});
    return;
  }
  const aws::Identity& who = answer->identity;
  const bool fits = who.account == room.bucket().owner;
  findings.push_back({.area = kAccount,
                      .subject = "credentials",
                      .health = fits ? Health::kGood : Health::kBroken,
                      .text = fits ? who.arn
                                   : fmt::format("{} is of account {}, and the file is for {}",
                                                 who.arn, who.account, room.bucket().owner),
                      .help = fits ? std::string() : "choose another profile: AWS_PROFILE"});
  findings.push_back({.area = kAccount, .subject = "region", .text = region});
}

void check_state(const CloudRoom& room, Findings& findings) {
  const auto cli = cli_of(room);
  if (!cli) return;
  const aws::Bucket bucket = room.bucket();
  const auto there = aws::call(*cli, aws::head_bucket_arguments(bucket));
  if (!there || there->failure) {
    const bool missing = there && (there->failed_with("404") || there->failed_with("NoSuchBucket"));
    if (!missing) {
      findings.push_back(not_told(kState, "bucket " + bucket.name,
                                  there ? there->failure->message : there.error().message));
      return;
    }
    findings.push_back({.area = kState,
                        .subject = "bucket " + bucket.name,
                        .text = "not there yet: nothing was applied"});
    return;
  }
  check_settings(*cli, bucket, findings);
  const auto lock = find_lock(*cli, bucket, room.layer().name);
  if (!lock || lock->failure) {
    findings.push_back(
        not_told(kState, "lock", lock ? lock->failure->message : lock.error().message));
  } else if (!lock->lock) {
    findings.push_back({.area = kState, .subject = "lock", .text = "nobody holds it"});
  } else {
    findings.push_back({.area = kState,
                        .subject = "lock",
                        .health = Health::kAttention,
                        .text = fmt::format("held by {} since {} ({})", lock->lock->who,
                                            lock->lock->created, lock->lock->operation),
                        .help = "wait for that run; if it is dead, `opta force-unlock` takes the "
                                "lock away"});
  }
}

void check_acm(const CloudRoom& room, Findings& findings) {
  const auto cli = cli_of(room);
  if (!cli) return;
  const auto outputs = read_state_outputs(room, room.layer().root().name);
  if (!outputs) return;
  for (const auto& [name, output] : *outputs) {
    const lenient::Json value = lenient::parse(output.json);
    if (!value.is_string()) continue;
    const std::string arn = value.get<std::string>();
    if (!arn.starts_with("arn:aws:acm:")) continue;
    const auto certificate = aws::describe_certificate(*cli, arn);
    if (!certificate || certificate->failure) {
      findings.push_back(
          not_told(kCertificates, name,
                   certificate ? certificate->failure->message : certificate.error().message));
      continue;
    }
    const std::string subject = "ACM " + certificate->domain;
    if (certificate->status != "ISSUED") {
      findings.push_back({.area = kCertificates,
                          .subject = subject,
                          .health = Health::kBroken,
                          .text = certificate->status,
                          .help = "the zone of the domain has to be delegated to its name servers: "
                                  "`opta output` lists them"});
    } else if (certificate->ends) {
      findings.push_back(
          certificate_finding(subject, *certificate->ends, room.front().env.today()));
    }
  }
}

}  // namespace opta
