// Verdicts for the views: one held, one broken, one not known, one about nothing.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "view/verdicts_view.h"

namespace opta::test {

class Judged {
 public:
  Judged() {
    add_resource("db", "module.db.aws_rds_cluster.this");
    add_resource("site", "module.site.aws_s3_bucket.this[\"<a|b>\"]");
    source_ = sources.add("my app/opta.yaml", "name: x\nmodules:\n  - {type: aws-s3, open: yes}\n");
    notes = {.sources = &sources, .place = [this](const prove::Case& one) {
               return one.about.module() == "site" ? Span{source_, 42, 45} : Span();
             }};
    verdicts = {{.promise = &held_, .holds = prove::Truth::kYes},
                {.promise = &broken_, .holds = prove::Truth::kNo},
                {.promise = &unknown_, .holds = prove::Truth::kUnknown},
                {.promise = &nothing_, .holds = prove::Truth::kYes}};
    verdicts[0].cases = {{.about = &resources_[0], .holds = prove::Truth::kYes}};
    verdicts[1].cases = {
        {.about = &resources_[0], .holds = prove::Truth::kYes},
        {.about = &resources_[1], .holds = prove::Truth::kNo, .witness = "internet -> <b>x|y"}};
    verdicts[2].cases = {
        {.about = &resources_[0], .holds = prove::Truth::kUnknown, .witness = "db.key"}};
  }
  Judged(const Judged&) = delete;
  Judged& operator=(const Judged&) = delete;

  void waive() {
    notes.waived = [](const prove::Promise& promise, const prove::Case&) {
      return promise.id == "B-01" ? std::optional(Waived{"A public *site*.", "2027-03-31"})
                                  : std::nullopt;
    };
  }
  // Held for so many more resources.
  void hold_for(std::size_t count) {
    while (resources_.size() < count) add_resource("more", "module.more.x.y");
    verdicts[0].cases.clear();
    for (const prove::Resource& resource : resources_)
      verdicts[0].cases.push_back({.about = &resource, .holds = prove::Truth::kYes});
  }

  SourceMap sources;
  CaseNotes notes;
  std::vector<prove::Verdict> verdicts;

 private:
  void add_resource(const char* module, const char* address) {
    resources_.emplace_back();
    resources_.back().module = module;
    resources_.back().address = address;
  }

  static prove::Promise promise(const char* id, const char* sentence) {
    return {.id = id,
            .sentence = sentence,
            .why = "Because.",
            .how = "`flag` is read.",
            .controls = "SOC 2 CC6.1",
            .fix = "Set `flag`.",
            .decide = nullptr};
  }

  prove::Promise held_ = promise("A-01", "All is well.");
  prove::Promise broken_ = promise("B-01", "No bucket is open.");
  prove::Promise unknown_ = promise("C-01", "Keys are ours.");
  prove::Promise nothing_ = promise("D-01", "Caches are closed.");
  std::deque<prove::Resource> resources_;
  SourceId source_ = 0;
};

}  // namespace opta::test
