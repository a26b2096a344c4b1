// What `opta verify --report` hands to an auditor, put together before it becomes a page.
#pragma once

#include <string>
#include <vector>

#include "view/controls.h"
#include "view/verdicts_view.h"

namespace opta {

struct Fact {
  std::string name;   // "Layer"
  std::string value;  // "staging"
};

// A resource or object that a promise is about.
struct CoveredThing {
  std::string address;
  std::string_view verdict = {};  // "broken", "waived", "not known yet"
  std::string witness = {};       // of one that is not held
  std::string place = {};         // "opta.yaml:12:5", where the file decides it
  const Waiver* waiver = nullptr;
};

struct PromiseSection {
  const prove::Promise* promise = nullptr;
  std::string_view verdict;             // "held", "not applicable"
  bool is_broken = false;               // and not waived
  std::vector<CoveredThing> open = {};  // broken, or not known yet
  std::vector<std::string> held = {};   // addresses
};

// What was decided on.
struct EvidenceSubject {
  std::string name;               // "staging", or a plan's file
  std::vector<Fact> facts;        // date, names, versions
  std::vector<Fact> charts = {};  // release -> chart with version and digest
};

struct EvidenceReport {
  EvidenceSubject subject;
  std::vector<VerdictCount> counts = {};
  std::vector<PromiseSection> promises = {};
  std::vector<ControlEntry> controls = {};
};

// How the answers are to be read, one sentence each; Markdown's backticks alone stand in them.
const std::vector<Fact>& verdict_meanings();

EvidenceReport evidence_report(EvidenceSubject subject, const std::vector<prove::Verdict>& verdicts,
                               const CaseNotes& notes);

// More addresses than these are folded away.
inline constexpr std::size_t kShownAddressesMax = 8;

// Both end with a line end; nothing that they need stands elsewhere.
std::string evidence_markdown(const EvidenceReport& report);
std::string evidence_html(const EvidenceReport& report);

}  // namespace opta
