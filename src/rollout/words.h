// What kubelets, schedulers and API servers say in sentences, taken apart. Nobody promises their
// form, so each reader has an answer for words that it does not know: the words themselves.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace opta {

// Why an image was not pulled.
enum class ImageAnswer : std::uint8_t {
  kNotFound,
  kDenied,      // no credentials, wrong ones, or no such repository: registries do not tell which
  kNoHost,      // no such registry
  kNotReached,  // it does not answer
  kTooMany,     // it answers no more for now
  kNoPlatform,  // the image is for other processors
  kOther,
};
struct ImageWords {
  ImageAnswer answer = ImageAnswer::kOther;
  std::string words = {};  // without the stages that the request went through
};
// "Failed to pull image "a": rpc error: code = NotFound desc = …: not found"
ImageWords read_image_words(std::string_view message);

// Who refused an object, or did not answer.
enum class RefusalKind : std::uint8_t {
  kQuota,
  kPodSecurity,
  kLimitRange,
  kWebhookSilent,  // it must be asked and does not answer
  kWebhookNo,
  kServiceAccount,  // the pod's does not exist
  kOther,
};
struct RefusalWords {
  RefusalKind kind = RefusalKind::kOther;
  std::string by = {};  // the quota's or the webhook's name
  std::string service =
      {};  // of a webhook: "NAMESPACE/NAME"; empty where it is none of the cluster's
  std::string requested = {};
  std::string used = {};
  std::string limited = {};
  std::string words = {};  // the rest: what is violated, what the webhook says
};
RefusalWords read_refusal_words(std::string_view message);

// "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint {a: b}."
struct SchedulingWords {
  struct Reason {
    std::string text = {};  // "Insufficient cpu"
    int nodes = 0;          // 0: not of single nodes
  };
  int nodes = 0;  // that there are; 0: none, or not told
  std::vector<Reason> reasons = {};
};
SchedulingWords read_scheduling_words(std::string_view message);

// 139 -> "signal 11 (SIGSEGV)", 127 -> "exit code 127 (command not found)"
std::string describe_exit(int exit_code, int signal);

// Cluster's words as one line that a terminal can show, cut where they go on too long.
std::string one_line(std::string_view text);

}  // namespace opta
