#include "view/evidence_report.h"

namespace opta {

const std::vector<Fact>& verdict_meanings() {
  static const std::vector<Fact> meanings = {
      {"held", "for each thing that the promise is about it was shown to be so."},
      {"broken", "it is not so for at least one thing; the witness says why."},
      {"waived",
       "it is broken, and the file lets it through until a day that it names, for a reason that it "
       "gives."},
      {"not known yet",
       "it cannot be known before the apply, or from what was looked at. It is never counted as "
       "held."},
      {"not applicable", "nothing of the kind that the promise is about is there."}};
  return meanings;
}

EvidenceReport evidence_report(EvidenceSubject subject, const std::vector<prove::Verdict>& verdicts,
                               const CaseNotes& notes) {
  EvidenceReport report{.subject = std::move(subject), .counts = count_verdicts(verdicts)};
  std::vector<const prove::Promise*> promises;
  for (const prove::Verdict& verdict : verdicts) {
    promises.push_back(verdict.promise);
    PromiseSection section{.promise = verdict.promise,
                           .verdict = verdict_word(verdict),
                           .is_broken = prove::is_broken(verdict)};
    for (const prove::Case& one : verdict.cases) {
      if (one.holds == prove::Truth::kYes) {
        section.held.push_back(one.about.address());
        continue;
      }
      section.open.push_back({.address = one.about.address(),
                              .verdict = case_word(one),
                              .witness = one.witness,
                              .place = notes.place_text(one),
                              .waiver = one.waiver});
    }
    report.promises.push_back(std::move(section));
  }
  report.controls = control_index(promises);
  return report;
}

}  // namespace opta
