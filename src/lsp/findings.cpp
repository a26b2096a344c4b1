#include "lsp/findings.h"

#include <fmt/format.h>

#include "lsp/place.h"

namespace opta::lsp {

namespace {

Extent first_line(const FileView& file) {
  return TextLines(file.text).line(0);
}

// Where the file names the other one.
Extent mention(const FileView& file, const std::string& other) {
  for (const Branch& branch : file.outline.branches()) {
    if (!branch.value.empty() && path_from(file, branch.value) == other) return branch.value_extent;
  }
  // `.yaml` and `.yml` stand for each other.
  const std::string stem = other.substr(0, other.rfind('.'));
  for (const Branch& branch : file.outline.branches()) {
    if (branch.value.ends_with(".yaml") || branch.value.ends_with(".yml")) {
      const std::string path = path_from(file, branch.value);
      if (path.substr(0, path.rfind('.')) == stem) return branch.value_extent;
    }
  }
  return first_line(file);
}

Related related_to(const SourceMap& sources, Span span, std::string message) {
  const Source& source = sources.get(span.source);
  return {.path = source.path(),
          .extent = {span.begin, span.end},
          .text = source.text(),
          .message = std::move(message)};
}

Finding finding_of(const FileView& file, const CheckResult& result, const Diagnostic& diagnostic) {
  Finding finding{.code = diagnostic.code,
                  .severity = diagnostic.severity() == Severity::kError ? FindingSeverity::kError
                                                                        : FindingSeverity::kWarning,
                  .message = diagnostic.message,
                  .help = diagnostic.help};
  if (diagnostic.code == Code::kGitSource && result.left_out_git)
    finding.severity = FindingSeverity::kInformation;
  for (const std::string& note : diagnostic.notes) finding.message += "\n" + note;
  if (!diagnostic.help.empty()) finding.message += "\n" + diagnostic.help;
  if (!diagnostic.span) {
    finding.extent = first_line(file);
  } else if (result.sources.get(diagnostic.span.source).path() == file.path) {
    finding.extent = {diagnostic.span.begin, diagnostic.span.end};
  } else {
    const Source& other = result.sources.get(diagnostic.span.source);
    finding.extent = mention(file, other.path());
    finding.message =
        fmt::format("{}: {}", result.sources.describe(diagnostic.span), finding.message);
    finding.help.clear();  // it is about the other file's text
    finding.related.push_back(related_to(result.sources, diagnostic.span, diagnostic.message));
  }
  for (const Label& label : diagnostic.labels) {
    if (label.span) finding.related.push_back(related_to(result.sources, label.span, label.text));
  }
  return finding;
}

}  // namespace

std::vector<Finding> findings_in(const FileView& file, const CheckResult& result) {
  std::vector<Finding> findings;
  findings.reserve(result.diagnostics.size());
  for (const Diagnostic& diagnostic : result.diagnostics)
    findings.push_back(finding_of(file, result, diagnostic));
  return findings;
}

}  // namespace opta::lsp
