#include "rollout/words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"

namespace opta {

namespace {

constexpr std::size_t kLineBytesMax = 600;

struct ImageSign {
  std::string_view text;
  ImageAnswer answer;
};
// In this order: a refusal for want of credentials often says "not found" too. Words of containerd,
// CRI-O and Docker, and of the registries behind them, in small letters.
constexpr std::array kImageSigns = {
    ImageSign{"no match for platform", ImageAnswer::kNoPlatform},
    ImageSign{"no matching manifest", ImageAnswer::kNoPlatform},
    ImageSign{"no image found in image index for architecture", ImageAnswer::kNoPlatform},
    ImageSign{"toomanyrequests", ImageAnswer::kTooMany},
    ImageSign{"too many requests", ImageAnswer::kTooMany},
    ImageSign{"no such host", ImageAnswer::kNoHost},
    ImageSign{"server misbehaving", ImageAnswer::kNotReached},
    ImageSign{"unauthorized", ImageAnswer::kDenied},
    ImageSign{"authentication required", ImageAnswer::kDenied},
    ImageSign{"no basic auth credentials", ImageAnswer::kDenied},
    ImageSign{"authorization failed", ImageAnswer::kDenied},
    ImageSign{"access denied", ImageAnswer::kDenied},
    ImageSign{"forbidden", ImageAnswer::kDenied},
    ImageSign{"denied", ImageAnswer::kDenied},
    ImageSign{"i/o timeout", ImageAnswer::kNotReached},
    ImageSign{"connection refused", ImageAnswer::kNotReached},
    ImageSign{"connection reset", ImageAnswer::kNotReached},
    ImageSign{"no route to host", ImageAnswer::kNotReached},
    ImageSign{"network is unreachable", ImageAnswer::kNotReached},
    ImageSign{"tls handshake timeout", ImageAnswer::kNotReached},
    ImageSign{"deadline exceeded", ImageAnswer::kNotReached},
    ImageSign{"manifest unknown", ImageAnswer::kNotFound},
    ImageSign{"name unknown", ImageAnswer::kNotFound},
    ImageSign{"not found", ImageAnswer::kNotFound},
};

// The stages of a pull, each of which stands before what it got to hear.
constexpr std::array<std::string_view, 6> kImageStages = {"Failed to pull image \"",
                                                          "failed to pull and unpack image \"",
                                                          "failed to resolve reference \"",
                                                          "failed to copy: ",
                                                          "ErrImagePull: ",
                                                          "Back-off pulling image \""};

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Takes the text before `mark` and the mark; nothing when it is not there.
std::optional<std::string_view> take_until(std::string_view& text, std::string_view mark) {
  const std::size_t found = text.find(mark);
  if (found == text.npos) return std::nullopt;
  const std::string_view before = text.substr(0, found);
  text.remove_prefix(found + mark.size());
  return before;
}

// Between two marks, or nothing: "" where the second is missing means to the end.
std::string_view between(std::string_view text, std::string_view begin, std::string_view end) {
  if (!take_until(text, begin)) return {};
  return text.substr(0, end.empty() ? text.size() : text.find(end));
}

std::string_view without_stages(std::string_view text) {
  for (bool some = true; some;) {
    some = false;
    if (take(text, "rpc error: code = ")) {
      take_until(text, "desc = ");
      some = true;
    }
    for (const std::string_view stage : kImageStages) {
      std::string_view rest = text;
      if (!take(rest, stage)) continue;
      if (stage.ends_with('"') && !take_until(rest, "\": ")) continue;
      text = rest;
      some = true;
    }
  }
  return text;
}

int number_of(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Of the URL that a webhook is called by: "https://NAME.NAMESPACE.svc:443/…".
std::string service_of(std::string_view message) {
  const std::string_view host = between(message, "https://", "/");
  const std::string_view name = host.substr(0, host.find(".svc"));
  const std::size_t dot = name.find('.');
  if (name.size() == host.size() || dot == name.npos) return {};
  return fmt::format("{}/{}", name.substr(dot + 1), name.substr(0, dot));
}

RefusalWords quota_words(std::string_view rest) {
  RefusalWords words{.kind = RefusalKind::kQuota};
  words.by = std::string(rest.substr(0, rest.find_first_of(",:")));
  words.requested = std::string(between(rest, "requested: ", ", used: "));
  words.used = std::string(between(rest, "used: ", ", limited: "));
  words.limited = std::string(between(rest, "limited: ", ""));
  if (words.requested.empty())
    words.words = one_line(rest.substr(std::min(rest.size(), words.by.size() + 2)));
  return words;
}

struct SignalName {
  int number;
  std::string_view name;
};
constexpr std::array kSignals = {
    SignalName{1, "SIGHUP"},   SignalName{2, "SIGINT"},   SignalName{3, "SIGQUIT"},
    SignalName{4, "SIGILL"},   SignalName{6, "SIGABRT"},  SignalName{7, "SIGBUS"},
    SignalName{8, "SIGFPE"},   SignalName{9, "SIGKILL"},  SignalName{11, "SIGSEGV"},
    SignalName{13, "SIGPIPE"}, SignalName{15, "SIGTERM"},
};
constexpr int kSignalBase = 128;  // a shell's exit code for a signal is this and its number

}  // namespace

ImageWords read_image_words(std::string_view message) {
  const std::string_view rest = trim(without_stages(trim(message)));
  ImageWords words{.words = one_line(rest)};
  const std::string small = lower_case(rest);
  const auto* const sign = std::ranges::find_if(
      kImageSigns, [&](const ImageSign& one) { return small.contains(one.text); });
  if (sign != kImageSigns.end()) words.answer = sign->answer;
  return words;
}

RefusalWords read_refusal_words(std::string_view message) {
  RefusalWords words{.words = one_line(message)};
  std::string_view rest = message;
  if (take_until(rest, "exceeded quota: ")) return quota_words(rest);
  rest = message;
  if (take_until(rest, "failed quota: ")) return quota_words(rest);
  rest = message;
  if (take_until(rest, "failed calling webhook \"")) {
    words.kind = RefusalKind::kWebhookSilent;
    words.by = std::string(rest.substr(0, rest.find('"')));
    words.service = service_of(rest);
    take_until(rest, "\": ");
    words.words = one_line(rest);
    return words;
  }
  rest = message;
  if (take_until(rest, "admission webhook \"")) {
    words.kind = RefusalKind::kWebhookNo;
    words.by = std::string(rest.substr(0, rest.find('"')));
    if (take_until(rest, "denied the request: ")) words.words = one_line(rest);
    return words;
  }
  rest = message;
  if (take_until(rest, "violates PodSecurity ")) {
    words.kind = RefusalKind::kPodSecurity;
    words.words = one_line(rest);
    return words;
  }
  rest = message;
  if (take_until(rest, "is forbidden: ")) {
    words.words = one_line(rest);
    if (rest.contains("usage per ") || rest.contains("ratio per ")) {
      words.kind = RefusalKind::kLimitRange;
    } else if (rest.contains("service account")) {
      words.kind = RefusalKind::kServiceAccount;
    }
  }
  return words;
}

SchedulingWords read_scheduling_words(std::string_view message) {
  SchedulingWords words;
  std::string_view rest = message;
  if (rest.starts_with("no nodes available")) return words;
  if (rest.starts_with("0/")) {
    words.nodes = number_of(rest.substr(2));
    if (!take_until(rest, ": ")) return words;
  }
  // What pre-emption would do is said behind it.
  rest = rest.substr(0, rest.find(" preemption: "));
  while (rest.ends_with('.') || rest.ends_with(' ')) rest.remove_suffix(1);
  while (!rest.empty()) {
    // Taints are written with commas in braces by some versions.
    std::size_t end = 0;
    for (int depth = 0; end < rest.size(); ++end) {
      if (rest[end] == '{') ++depth;
      if (rest[end] == '}') --depth;
      if (depth <= 0 && rest.substr(end).starts_with(", ")) break;
    }
    std::string_view part = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(rest.size(), end + 2));
    SchedulingWords::Reason reason;
    if (const int nodes = number_of(part); nodes > 0) {
      reason.nodes = nodes;
      part = trim(part.substr(std::min(part.size(), part.find(' '))));
      if (part.starts_with("node(s) ")) part.remove_prefix(8);
    }
    reason.text = one_line(part);
    if (!reason.text.empty()) words.reasons.push_back(std::move(reason));
  }
  return words;
}

std::string describe_exit(int exit_code, int signal) {
  if (signal == 0 && exit_code > kSignalBase) signal = exit_code - kSignalBase;
  const auto* const found = std::ranges::find(kSignals, signal, &SignalName::number);
  if (found != kSignals.end()) return fmt::format("signal {} ({})", signal, found->name);
  const std::string_view meaning = exit_code == 126   ? " (it cannot be executed)"
                                   : exit_code == 127 ? " (command not found)"
                                                      : "";
  return fmt::format("exit code {}{}", exit_code, meaning);
}

std::string one_line(std::string_view text) {
  std::string line;
  for (const char letter : trim(text)) line += letter == '\n' || letter == '\r' ? ' ' : letter;
  if (line.size() > kLineBytesMax) {
    std::size_t end = kLineBytesMax;
    // Not in the middle of a letter.
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
    line = line.substr(0, end) + " …";
  }
  return printable(line);
}

}  // namespace opta
