#include "diag/diagnostic.h"

#include <algorithm>
#include <tuple>

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
    list.reserve(std::size(kInfos));
    for (std::size_t i = 0; i < std::size(kInfos); ++i) list.push_back(static_cast<Code>(i));
    return list;
  }();
  return codes;
}

Diagnostic& Diagnostics::report(Code code, Span span, std::string message, std::string help) {
  Diagnostic diagnostic{
      .code = code, .message = std::move(message), .span = span, .help = std::move(help)};
  const bool error = diagnostic.severity() == Severity::kError;
  const bool kept = (error ? error_count_ : warning_count_) < kKeptMax;
  add(diagnostic);
  if (kept) return all_.back();
  overflow_ = std::move(diagnostic);
  return overflow_;
}

void Diagnostics::add(Diagnostic diagnostic) {
  // Each kind has its own room: warnings must not crowd out the errors.
  std::size_t& count = diagnostic.severity() == Severity::kError ? error_count_ : warning_count_;
  if (count++ >= kKeptMax) {
    ++dropped_count_;
    return;
  }
  all_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  // The index makes each key different, so that the order does not rest on a stable sort.
  std::vector<std::tuple<bool, Span, std::size_t>> order;
  order.reserve(all_.size());
  for (std::size_t i = 0; i < all_.size(); ++i) {
    order.emplace_back(!all_[i].span, all_[i].span, i);
  }
  std::ranges::sort(order);
  std::vector<Diagnostic> result;
  result.reserve(order.size());
  for (const auto& [nowhere, span, index] : order) result.push_back(all_[index]);
  return result;
}

}  // namespace opta
