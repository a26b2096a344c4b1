#include "diag/diagnostic.h"

#include <algorithm>

namespace opta {

namespace {

constexpr CodeInfo kInfos[] = {
#define OPTA_CODE(id, name, severity, title, explanation) \
  {id, Severity::severity, title, explanation},
#include "diag/codes.def"
#undef OPTA_CODE
};

}  // namespace

const CodeInfo& info(Code code) {
  return kInfos[static_cast<std::size_t>(code)];
}

const std::vector<Code>& all_codes() {
  static const std::vector<Code> codes = [] {
    std::vector<Code> list;
    for (std::size_t i = 0; i < std::size(kInfos); ++i) list.push_back(static_cast<Code>(i));
    return list;
  }();
  return codes;
}

Diagnostic& Diagnostics::report(Code code, Span span, std::string message, std::string help) {
  Diagnostic diagnostic{
      .code = code, .message = std::move(message), .span = span, .help = std::move(help)};
  const bool kept = all_.size() < kKeptMax;
  add(diagnostic);
  if (kept) return all_.back();
  overflow_ = std::move(diagnostic);
  return overflow_;
}

void Diagnostics::add(Diagnostic diagnostic) {
  (diagnostic.severity() == Severity::kError ? error_count_ : warning_count_)++;
  if (all_.size() >= kKeptMax) {
    ++dropped_count_;
    return;
  }
  all_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::vector<Diagnostic> result = all_;
  std::ranges::stable_sort(result, [](const Diagnostic& a, const Diagnostic& b) {
    const bool a_nowhere = !a.span, b_nowhere = !b.span;
    if (a_nowhere != b_nowhere) return b_nowhere;
    return a.span < b.span;
  });
  return result;
}

}  // namespace opta
