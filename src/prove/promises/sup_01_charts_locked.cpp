#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "prove/promises/objects.h"

namespace opta::prove {

namespace {

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "1.2.3", "v1.2.3-rc.1": one version, and no range of them.
bool is_exact(std::string_view version) {
  if (version.starts_with('v')) version.remove_prefix(1);
  const std::size_t core_end = version.find_first_of("-+");
  std::string_view core = version.substr(0, core_end);
  for (int part = 0; part < 3; ++part) {
    const std::size_t dot = std::min(core.find('.'), core.size());
    if (!is_number(core.substr(0, dot))) return false;
    if (part == 2) return dot == core.size() && version.find_first_of(" <>=~^*|,") == version.npos;
    core.remove_prefix(std::min(dot + 1, core.size()));
  }
  return false;
}

bool is_digest(std::string_view digest) {
  constexpr std::string_view kPrefix = "sha256:";
  constexpr std::size_t kLetters = 64;
  return digest.starts_with(kPrefix) && digest.size() == kPrefix.size() + kLetters &&
         digest.find_first_not_of("0123456789abcdef", kPrefix.size()) == digest.npos;
}

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const HelmRelease& release : evidence.cluster.releases()) {
    if (!is_third_party(release)) continue;
    Finding finding(&release);
    const ChartReference& chart = release.chart;
    finding.lower(truth(is_exact(chart.version)),
                  fmt::format("the chart {} has the version `{}`", chart.name, chart.version));
    if (release.digest.empty()) {
      finding.lower(Truth::kUnknown,
                    fmt::format("opta.lock has no digest of {} {} yet; the first run in the cloud "
                                "writes it",
                                chart.name, chart.version));
    } else {
      finding.lower(
          truth(is_digest(release.digest)),
          fmt::format("what opta.lock says of {} {} is no digest", chart.name, chart.version));
    }
    cases.push_back(std::move(finding).done());
  }
  return cases;
}

}  // namespace

extern const Promise kSup01;
const Promise kSup01 = {
    .id = "SUP-01",
    .sentence = "Every third-party chart is pinned to an exact version and a digest.",
    .why =
        "A version that moves, or an archive that somebody replaced, would bring code into the "
        "cluster that nobody chose.",
    .how =
        "Each release of a chart from a repository names one version, and `opta.lock` has its "
        "SHA-256; a run refuses an archive that differs. On the sandbox nothing is locked. Images "
        "that charts name are not looked at.",
    .controls = "SOC 2 CC6.8, CC8.1",
    .fix = "Write the exact version, and commit `opta.lock`.",
    .decide = decide,
};

}  // namespace opta::prove
