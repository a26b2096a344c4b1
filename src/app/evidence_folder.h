// `opta verify --report`: the evidence for an auditor, as files.
#pragma once

#include <string>
#include <vector>

#include "app/engine_room.h"
#include "app/plan_report.h"
#include "prove/cluster.h"
#include "view/evidence_report.h"

namespace opta {

// The layer's names and place, and the versions that were planned with.
EvidenceSubject layer_subject(const EngineRoom& room, const WholePlan& planned,
                              const prove::Cluster& cluster);

// With date, time and Opta's version.
EvidenceReport make_evidence(const Env& env, EvidenceSubject subject,
                             const std::vector<prove::Verdict>& verdicts, const CaseNotes& notes);
// Writes report.html and report.md, each in one step, and says so on err. An Error, before anything
// is written, when the folder has files of these names that are the user's, or is another
// subject's.
Status write_evidence(Env& env, const std::string& path, const std::string& subject,
                      const EvidenceReport& report);

}  // namespace opta
