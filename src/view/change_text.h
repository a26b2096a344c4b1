// One changed resource of a plan, as lines of text. A part of view/plan_text.h.
#pragma once

#include <string>

#include "view/plan_text.h"

namespace opta {

// "module.data.aws_s3_bucket.files" -> "aws_s3_bucket.files", for lines that stand under their
// module.
std::string address_in_module(const ResourceChange& change);

// The headline, the danger, the fields. In the short form only the fields that matter.
std::string change_text(const ResourceChange& change, const Assessment& assessment,
                        const PlanTextOptions& options);

// Nothing but tags and descriptions: what nobody has to look at one by one.
bool changes_only_tags(const ResourceChange& change, const Assessment& assessment);

// `path: "a" -> "b"`, `arn: known after apply`, `password: changes (sensitive)`
struct ValueChange {
  const std::string& name;
  const std::string& before;
  const std::string& after;
  bool known_after_apply = false;
  bool sensitive = false;
  bool is_part_of_new =
      false;  // of something that is made: that there was nothing before goes without saying
};
std::string value_change_text(const ValueChange& change);

}  // namespace opta
