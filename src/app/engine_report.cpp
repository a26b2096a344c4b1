#include "app/engine_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace opta {

namespace {

using terraform::EngineDiagnostic;
using terraform::EngineFailure;
using terraform::FailureKind;

Span origin(const Layer& layer, const Stack& stack, const EngineDiagnostic& diagnostic) {
  if (diagnostic.range && diagnostic.range->file == kMainFile) {
    if (const auto span = stack.origins.at(diagnostic.range->begin_byte)) return *span;
  }
  return stack.origins.of_address(diagnostic.address).value_or(layer.name_span);
}

std::string parent_missing_help(const Layer& layer) {
  return fmt::format("apply the environment first: `opta apply -c {}`", layer.parent->path);
}

void add_engine_diagnostic(FrontEnd& front, const Layer& layer, const Stack& stack,
                           const EngineDiagnostic& diagnostic) {
  // What Terraform adds when another error has stopped it says nothing of its own.
  if (diagnostic.severity != Severity::kError || diagnostic.summary == "execution halted") return;
  Diagnostic& report = front.diagnostics.report(
      Code::kEngineFailed, origin(layer, stack, diagnostic), printable(diagnostic.summary));
  if (!diagnostic.detail.empty()) report.notes.push_back(printable(diagnostic.detail));
  if (!diagnostic.address.empty())
    report.notes.push_back("resource: " + printable(diagnostic.address));
  if (layer.parent && diagnostic.summary.find("remote state") != std::string::npos)
    report.help = parent_missing_help(layer);
}

Code code_of(FailureKind kind) {
  switch (kind) {
    case FailureKind::kStateLocked:
      return Code::kStateLocked;
    case FailureKind::kBucketMissing:
      return Code::kStateStorage;
    case FailureKind::kCredentials:
    case FailureKind::kAccessDenied:
      return Code::kCredentials;
    default:
      return Code::kEngineFailed;
  }
}

std::string help_of(const Layer& layer, FailureKind kind) {
  switch (kind) {
    case FailureKind::kStateLocked:
      return "wait for the other run to end; if it died, `opta force-unlock` shows whose lock it "
             "is and takes it away";
    case FailureKind::kBucketMissing:
      return layer.parent ? parent_missing_help(layer) : std::string("`opta apply` makes it");
    case FailureKind::kCredentials:
      return "log in, or set AWS_PROFILE; `aws sts get-caller-identity` shows who you are";
    case FailureKind::kAccessDenied:
      return fmt::format(
          "the file is for account {}; `aws sts get-caller-identity` shows who you are",
          layer.root().provider.account_id);
    case FailureKind::kNetwork:
      return "check the connection, then run the command again";
    case FailureKind::kPlanStale:
      return "somebody changed the layer meanwhile: run the command again for a new plan";
    default:
      return {};
  }
}

std::string summary_of(const EngineFailure& failure) {
  if (failure.kind == FailureKind::kStateLocked && failure.lock) {
    return fmt::format("the state is locked by {} since {} ({})", printable(failure.lock->who),
                       printable(failure.lock->created), printable(failure.lock->operation));
  }
  const std::string text = printable(trim(failure.message));
  return text.substr(0, text.find('\n'));
}

Exit finish(FrontEnd& front, FailureKind kind) {
  front.show_warnings();
  return kind == FailureKind::kInterrupted ? Exit::kInterrupted : Exit::kEngineFailed;
}

}  // namespace

Exit report_failure(FrontEnd& front, const Layer& layer, const EngineFailure& failure) {
  if (failure.kind == FailureKind::kBucketMissing && layer.parent) {
    front.diagnostics.report(
        Code::kStateStorage, layer.name_span,
        fmt::format("its environment `{}` was not applied yet", layer.parent->name),
        parent_missing_help(layer));
    return finish(front, failure.kind);
  }
  Diagnostic& report = front.diagnostics.report(code_of(failure.kind), layer.name_span,
                                                summary_of(failure), help_of(layer, failure.kind));
  if (failure.lock) {
    report.notes.push_back("lock: " + printable(failure.lock->id));
  } else if (const std::string words = printable(trim(failure.message));
             words.find('\n') != std::string::npos) {
    report.notes.push_back(words);
  }
  return finish(front, failure.kind);
}

Exit report_failure(FrontEnd& front, const Layer& layer, const Stack& stack,
                    const terraform::Outcome& outcome) {
  const EngineFailure& failure = *outcome.failure;
  const bool has_place = std::ranges::any_of(
      outcome.diagnostics,
      [](const EngineDiagnostic& diagnostic) { return diagnostic.severity == Severity::kError; });
  if (!has_place || code_of(failure.kind) != Code::kEngineFailed)
    return report_failure(front, layer, failure);
  for (const EngineDiagnostic& diagnostic : outcome.diagnostics)
    add_engine_diagnostic(front, layer, stack, diagnostic);
  return finish(front, failure.kind);
}

}  // namespace opta
