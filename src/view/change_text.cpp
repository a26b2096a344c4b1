#include "view/change_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "view/action_words.h"
#include "view/fit.h"

namespace opta {

namespace {

constexpr std::size_t kFieldsMax = 6;
// A policy or a script is many lines long; in one line nobody reads more than this.
constexpr std::size_t kValueColumnsMin = 24;
constexpr std::size_t kIndent = 6;

std::string headline(const ResourceChange& change, const Style& style) {
  const ActionWords& words = action_words(change.action);
  const std::string address = printable(address_in_module(change));
  std::string_view sign = change.create_before_destroy ? "+/-" : words.sign;
  if (change.action == Action::kNone)
    sign = change.forgotten ? "x" : change.import_id.empty() ? ">" : "=";
  std::string text = fmt::format("  {:>3} {}", sign, address);
  if (change.action != Action::kNone) text += fmt::format("  {}", words.to_do);
  if (!change.deposed.empty()) text += ", a left-over of an unfinished replacement";
  if (change.create_before_destroy) text += ", the new one first";
  if (!change.previous_address.empty())
    text += fmt::format("  was {}", printable(change.previous_address));
  if (!change.import_id.empty())
    text += fmt::format("  takes over {}", printable(change.import_id));
  if (change.forgotten) text += "  is forgotten";
  const bool goes = change.action == Action::kDelete || change.action == Action::kReplace;
  return goes ? style.red(text) : text;
}

std::string warning(std::string_view label, const std::string& reason, std::size_t columns) {
  const std::string text =
      fmt::format("{}{} {}", std::string(kIndent, ' '), label, printable(reason));
  // The indentation is put back in front: `wrapped` sees words only.
  return std::string(kIndent, ' ') + wrapped(trim(text),
                                             columns > kIndent ? columns - kIndent : columns,
                                             label.size() + 1 + kIndent);
}

std::string dangers(const Assessment& assessment, const PlanTextOptions& options) {
  std::string text;
  const Style& style = options.style;
  if (assessment.risk == Risk::kLosesData) {
    text += style.bold_red(warning("LOSES DATA:", assessment.reason, options.columns)) + '\n';
  } else if (assessment.risk == Risk::kInterrupts) {
    text += style.red(warning("INTERRUPTS:", assessment.reason, options.columns)) + '\n';
  } else if (!assessment.reason.empty()) {
    text += style.dim(warning("note:", assessment.reason, options.columns)) + '\n';
  }
  if (assessment.exposes()) {
    text += style.yellow(warning("EXPOSES:", assessment.exposure, options.columns)) + '\n';
  }
  return text;
}

bool is_tag(const FieldChange& field) {
  return field.path.starts_with("tags_all") || field.path.starts_with("tags");
}

// The fields by which a person decides: what forces a replacement, or what changes to something
// that is known.
std::vector<const FieldChange*> telling_fields(const ResourceChange& change) {
  std::vector<const FieldChange*> fields;
  const auto take = [&](auto wanted) {
    for (const FieldChange& field : change.fields) {
      if (!is_tag(field) && wanted(field)) fields.push_back(&field);
    }
  };
  if (change.action == Action::kReplace) {
    take([](const FieldChange& field) { return field.forces_replacement; });
    take([](const FieldChange& field) {
      return !field.forces_replacement && !field.known_after_apply;
    });
  } else if (change.action == Action::kUpdate) {
    take([](const FieldChange& field) { return !field.known_after_apply; });
    if (fields.empty()) take([](const FieldChange&) { return true; });
  }
  return fields;
}

std::string field_line(const FieldChange& field, bool is_part_of_new,
                       const PlanTextOptions& options) {
  const std::string forces = field.forces_replacement ? "  (forces the replacement)" : "";
  const std::size_t taken = kIndent + forces.size();
  const std::size_t room =
      options.columns > taken + kValueColumnsMin ? options.columns - taken : kValueColumnsMin;
  std::string text = value_change_text({field.path, field.before, field.after,
                                        field.known_after_apply, field.sensitive, is_part_of_new});
  if (!options.detailed) text = cut_end(text, room);
  return fmt::format("{}{}{}\n", std::string(kIndent, ' '), text, forces);
}

}  // namespace

std::string address_in_module(const ResourceChange& change) {
  const std::string prefix = fmt::format("module.{}.", change.module);
  // An indexed module keeps its full address: the index says which one.
  return !change.module.empty() && change.address.starts_with(prefix)
             ? change.address.substr(prefix.size())
             : change.address;
}

bool changes_only_tags(const ResourceChange& change, const Assessment& assessment) {
  return change.action == Action::kUpdate && !assessment.is_dangerous() &&
         std::ranges::all_of(change.fields, is_tag);
}

std::string value_change_text(const ValueChange& change) {
  const std::string after = change.known_after_apply ? "known after apply"
                            : change.after.empty()   ? "nothing"
                                                     : change.after;
  std::string text;
  if (change.sensitive && change.known_after_apply) {
    text = "changes (sensitive, known after apply)";
  } else if (change.sensitive) {
    text = change.before.empty()  ? "is set (sensitive)"
           : change.after.empty() ? "is taken away (sensitive)"
                                  : "changes (sensitive)";
  } else if (change.before.empty() && (change.is_part_of_new || change.known_after_apply)) {
    text = after;
  } else {
    text = fmt::format("{} -> {}", change.before.empty() ? "nothing" : change.before, after);
  }
  return printable(fmt::format("{}: {}", change.name, text));
}

std::string change_text(const ResourceChange& change, const Assessment& assessment,
                        const PlanTextOptions& options) {
  std::string text = headline(change, options.style) + '\n' + dangers(assessment, options);
  if (options.detailed) {
    for (const FieldChange& field : change.fields) {
      text += field_line(field, change.action == Action::kCreate, options);
    }
    return text;
  }
  const std::vector<const FieldChange*> fields = telling_fields(change);
  for (std::size_t i = 0; i < std::min(fields.size(), kFieldsMax); ++i)
    text += field_line(*fields[i], false, options);
  if (fields.size() > kFieldsMax) {
    text += fmt::format("{}and {} more\n", std::string(kIndent, ' '),
                        counted(fields.size() - kFieldsMax, "field"));
  }
  return text;
}

}  // namespace opta
