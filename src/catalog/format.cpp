#include "catalog/format.h"

#include <charconv>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/check.h"

namespace opta {

namespace {

// One number of a dotted quad or a prefix: decimal, no sign, no leading zero.
std::optional<std::uint32_t> parse_number(std::string_view text, std::uint32_t most) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text.front() == '0'))
    return std::nullopt;
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > most) return std::nullopt;
  return value;
}

std::string cidr_problem(std::string_view text) {
  const auto cidr = parse_cidr(text);
  if (!cidr) return "is not an IPv4 block such as `10.0.0.0/16`";
  if (cidr->has_host_bits()) {
    return fmt::format("has address bits beyond its prefix; the block is `{}`",
                       to_string(Cidr{cidr->address & cidr->mask(), cidr->prefix}));
  }
  return {};
}

std::string domain_problem(std::string_view text) {
  static const RE2 domain(
      R"(([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z][a-zA-Z0-9-]{0,61}[a-zA-Z0-9]\.?)");
  if (text.size() > 253) return "is longer than the 253 characters of a domain name";
  if (!RE2::FullMatch(re2::StringPiece(text.data(), text.size()), domain)) {
    return "is not a domain name such as `staging.example.com`";
  }
  return {};
}

std::string instance_type_problem(std::string_view text) {
  static const RE2 instance(R"([a-z0-9-]+\.[a-z0-9-]+)");
  if (!RE2::FullMatch(re2::StringPiece(text.data(), text.size()), instance)) {
    return "is not an instance type such as `t3.medium`";
  }
  if (text.ends_with(".micro") || text.ends_with(".nano")) {
    return "is too small for a Kubernetes node: the system's own pods do not fit";
  }
  return {};
}

std::string matched(const RE2& pattern, std::string_view text, std::string_view problem) {
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), pattern) ? std::string()
                                                                             : std::string(problem);
}

std::string arn_problem(std::string_view text) {
  static const RE2 arn(R"(arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:([0-9]{12}|aws)?:.+)");
  return matched(arn, text, "is not an ARN such as `arn:aws:iam::123456789012:role/name`");
}

std::string url_problem(std::string_view text) {
  static const RE2 url(R"([a-z][a-z0-9+.-]*://[^\s]+)");
  return matched(url, text, "is not a URL such as `https://example.com`");
}

std::string duration_problem(std::string_view text) {
  static const RE2 duration(R"(([0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h))+)");
  return matched(duration, text, "is not a duration such as `30s`, `5m` or `1h30m`");
}

std::string path_problem(std::string_view text) {
  constexpr std::size_t kPathMax = 4096;
  if (text.empty()) return "names no file";
  if (text.size() > kPathMax) return "is longer than a path can be";
  for (const unsigned char c : text) {
    if (c < 0x20 || c == 0x7f) return "has control characters, which no path should have";
  }
  return {};
}

struct Format {
  std::string_view name;
  std::string (*problem)(std::string_view);
  std::string_view file = {};  // what a path names
};
constexpr Format kFormats[] = {
    {"ipv4-cidr", cidr_problem},
    {"domain-name", domain_problem},
    {"aws-instance-type", instance_type_problem},
    {"aws-arn", arn_problem},
    {"url", url_problem},
    {"duration", duration_problem},
    {"file", path_problem, "a file"},
    {"folder", path_problem, "a folder"},
    {"text-file", path_problem, "a text file"},
    {"json-file", path_problem, "a JSON file"},
    {"yaml-file", path_problem, "a YAML file"},
    {"manifests", path_problem, "a file with Kubernetes objects"},
    {"chart", path_problem, "a local chart"},
    {"certificate-file", path_problem, "a file with certificates in PEM form"},
    {"private-key-file", path_problem, "a file with a private key in PEM form"},
    {"module-source", path_problem, "a folder with Terraform"},
};

}  // namespace

std::optional<Cidr> parse_cidr(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto prefix = parse_number(text.substr(slash + 1), 32);
  if (!prefix) return std::nullopt;
  std::string_view rest = text.substr(0, slash);
  std::uint32_t address = 0;
  for (int i = 0; i < 4; ++i) {
    const std::size_t dot = rest.find('.');
    if ((dot == std::string_view::npos) != (i == 3)) return std::nullopt;
    const auto byte = parse_number(rest.substr(0, dot), 255);
    if (!byte) return std::nullopt;
    address = address << 8 | *byte;
    rest = i == 3 ? std::string_view() : rest.substr(dot + 1);
  }
  return Cidr{address, static_cast<int>(*prefix)};
}

std::string to_string(const Cidr& cidr) {
  return fmt::format("{}.{}.{}.{}/{}", cidr.address >> 24, cidr.address >> 16 & 255,
                     cidr.address >> 8 & 255, cidr.address & 255, cidr.prefix);
}

bool is_format(std::string_view format) {
  for (const Format& known : kFormats) {
    if (known.name == format) return true;
  }
  return false;
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const Format& known : kFormats) names.emplace_back(known.name);
  return names;
}

std::string format_problem(std::string_view format, std::string_view text) {
  for (const Format& known : kFormats) {
    if (known.name == format) return known.problem(text);
  }
  OPTA_ASSERT(false);
}

std::string_view file_meaning(std::string_view format) {
  for (const Format& known : kFormats) {
    if (known.name == format) return known.file;
  }
  return {};
}

bool is_file_format(std::string_view format) {
  return !file_meaning(format).empty();
}

}  // namespace opta
