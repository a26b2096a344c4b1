#include "plan/risk.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "plan/exposure.h"
#include "plan/resource_type.h"

namespace opta {

namespace {

// When a change of a field matters.
enum class When : std::uint8_t {
  kAny,
  kOnRestart,  // at once with apply_immediately, else in the maintenance window: then it is low
  kLowered,
  kToZero,
  kFromZero,  // zero or nothing means "for ever"
  kRemoved,   // a value goes or becomes another
  kTurnedOff,
};

struct UpdateRule {
  std::string_view type;
  std::string_view path;
  When when;
  Risk risk;
  std::string_view reason;
};

constexpr auto kUpdateRules = std::to_array<UpdateRule>({
#define OPTA_UPDATE(type, path, when, risk, reason) {#type, path, When::when, Risk::risk, reason},
#include "plan/update_rules.def"
#undef OPTA_UPDATE
});

// What nobody notices while it changes.
constexpr std::array<std::string_view, 5> kHarmless = {"tags", "tags_all", "labels", "description",
                                                       "timeouts"};

bool is_below(std::string_view path, std::string_view prefix) {
  if (prefix.empty()) return true;
  return path.starts_with(prefix) &&
         (path.size() == prefix.size() || path[prefix.size()] == '.' || path[prefix.size()] == '[');
}

bool is_harmless(const FieldChange& field) {
  return std::ranges::any_of(kHarmless,
                             [&](std::string_view prefix) { return is_below(field.path, prefix); });
}

std::optional<double> number(std::string_view text) {
  // Kubernetes and older providers write numbers as text.
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    text = text.substr(1, text.size() - 2);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool holds(When when, const FieldChange& field) {
  const double before = number(field.before).value_or(0);
  const std::optional<double> after =
      field.after.empty() && !field.known_after_apply ? 0 : number(field.after);
  switch (when) {
    case When::kAny:
    case When::kOnRestart:
      return true;
    case When::kLowered:
      return after && *after > 0 && *after < before;
    case When::kToZero:
      return after && *after == 0 && before > 0;
    case When::kFromZero:
      return before == 0 && after && *after > 0;
    case When::kRemoved:
      return !field.before.empty();
    case When::kTurnedOff:
      return field.before == "true" && field.after != "true";
  }
  return false;
}

bool is_text(const std::string* value, std::string_view wanted) {
  return value != nullptr && *value == wanted;
}

void raise(Assessment& assessment, Risk risk, std::string reason) {
  const bool says_more = risk == assessment.risk && assessment.reason.empty();
  if (risk < assessment.risk || (risk == assessment.risk && !says_more)) return;
  assessment.risk = risk;
  assessment.reason = std::move(reason);
}

Assessment assess_update(const ResourceChange& change) {
  Assessment assessment;
  const bool at_once = is_text(value_after(change, "apply_immediately"), "true");
  for (const FieldChange& field : change.fields) {
    if (is_harmless(field)) continue;
    raise(assessment, Risk::kLow, {});
    const std::string plain = without_indexes(field.path);
    for (const UpdateRule& rule : kUpdateRules) {
      if (rule.type != change.type || !is_below(plain, rule.path) || !holds(rule.when, field))
        continue;
      if (rule.when == When::kOnRestart && !at_once) {
        raise(assessment, Risk::kLow,
              fmt::format("in the next maintenance window {}", rule.reason));
      } else {
        raise(assessment, rule.risk, std::string(rule.reason));
      }
    }
  }
  return assessment;
}

// What the resource's own settings say about its end.
std::string caveats(const ResourceChange& change) {
  std::string text;
  const auto before = [&](std::string_view path) { return value_before(change, path); };
  if (is_text(before("skip_final_snapshot"), "true")) {
    text += "; no final snapshot is kept";
  } else if (is_text(before("skip_final_snapshot"), "false") ||
             before("final_snapshot_identifier") != nullptr) {
    text += "; a final snapshot is kept";
  }
  if (is_text(before("deletion_protection"), "true") ||
      is_text(before("deletion_protection_enabled"), "true")) {
    text += "; deletion protection is on, so the cloud will refuse";
  }
  for (const char* force : {"force_destroy", "force_delete"}) {
    if (is_text(before(force), "true"))
      text += fmt::format("; {} is on, so it goes even when it is in use", force);
    if (is_text(before(force), "false")) text += "; the cloud refuses while something is in it";
  }
  for (const char* window : {"deletion_window_in_days", "recovery_window_in_days"}) {
    const std::string* days = before(window);
    if (days != nullptr && number(*days).value_or(0) > 0)
      text += fmt::format("; for {} days this can be taken back", *days);
  }
  return text;
}

Assessment assess_end(const ResourceChange& change) {
  const bool replaces = change.action == Action::kReplace;
  const bool made_first = replaces && change.create_before_destroy;
  const ResourceType* type = find_resource_type(change.type);
  if (type == nullptr) {
    return {
        Risk::kInterrupts,
        fmt::format("it is not known what a `{}` holds: look at it before you go on", change.type)};
  }
  if (!change.deposed.empty())
    return {Risk::kLow, "what an unfinished replacement left over is removed"};
  if (is_text(value_before(change, "skip_destroy"), "true"))
    return {Risk::kLow, "it stays in the cloud (skip_destroy)"};
  switch (type->holds) {
    case Holds::kData:
      return {Risk::kLosesData,
              fmt::format("{} this {} deletes {}{}", replaces ? "replacing" : "deleting", type->one,
                          type->loss, caveats(change))};
    case Holds::kTrafficUnlessMadeFirst:
      if (made_first)
        return {Risk::kLow, fmt::format("the new {} is made before the old one goes", type->one)};
      [[fallthrough]];
    case Holds::kTraffic: {
      std::string loss(type->loss);
      if (loss.empty()) loss = "traffic through it stops";
      if (made_first)
        return {Risk::kInterrupts,
                fmt::format("the new {} is made first, but {}", type->one, loss)};
      if (replaces)
        return {Risk::kInterrupts, fmt::format("until the new {} stands, {}", type->one, loss)};
      return {Risk::kInterrupts, loss};
    }
    case Holds::kNothing:
      return {Risk::kLow, replaces ? std::string() : std::string(type->loss)};
  }
  return {};
}

bool deletes_bucket(const Plan& plan, const std::string& module) {
  return std::ranges::any_of(plan.changes, [&](const ResourceChange& change) {
    return change.module == module && change.type == "aws_s3_bucket" &&
           change.action == Action::kDelete;
  });
}

}  // namespace

std::string_view to_string(Risk risk) {
  switch (risk) {
    case Risk::kNone:
      return "none";
    case Risk::kLow:
      return "low";
    case Risk::kInterrupts:
      return "interrupts";
    case Risk::kLosesData:
      return "loses_data";
  }
  return "none";
}

Assessment assess(const ResourceChange& change) {
  Assessment assessment;
  switch (change.action) {
    case Action::kNone:
      if (change.forgotten)
        assessment = {Risk::kLow, "it leaves Opta's care; the thing itself stays in the cloud"};
      break;
    case Action::kRead:
    case Action::kCreate:
      break;
    case Action::kUpdate:
      assessment = assess_update(change);
      break;
    case Action::kDelete:
    case Action::kReplace:
      assessment = assess_end(change);
      break;
  }
  assessment.exposure = exposure_of(change);
  return assessment;
}

PlanRisk assess(const Plan& plan) {
  PlanRisk result;
  result.of.reserve(plan.changes.size());
  for (const ResourceChange& change : plan.changes) {
    Assessment assessment = assess(change);
    // A bucket that goes with its guard is not opened.
    if (change.action == Action::kDelete && assessment.exposes() &&
        deletes_bucket(plan, change.module)) {
      assessment.exposure.clear();
    }
    result.worst = std::max(result.worst, assessment.risk);
    result.loses_data_count += assessment.risk == Risk::kLosesData ? 1 : 0;
    result.interrupts_count += assessment.risk == Risk::kInterrupts ? 1 : 0;
    result.exposes_count += assessment.exposes() ? 1 : 0;
    result.of.push_back(std::move(assessment));
  }
  return result;
}

}  // namespace opta
