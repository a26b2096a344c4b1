#include "exec/terraform/force_unlock.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace opta::terraform {

namespace {

constexpr std::size_t kLockIdLimitBytes = 128;

}  // namespace

bool is_lock_id(std::string_view text) {
  const auto is_allowed = [](char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '-' || letter == '_';
  };
  return !text.empty() && text.size() <= kLockIdLimitBytes && text.front() != '-' &&
         std::ranges::all_of(text, is_allowed);
}

std::vector<std::string> force_unlock_arguments(const std::string& lock_id) {
  return {"force-unlock", "-force", lock_id};
}

Result<Outcome> force_unlock(const Context& context, const std::string& lock_id) {
  if (!is_lock_id(lock_id)) return fail(fmt::format("`{}` is not the id of a lock", lock_id));
  const TextOutcome answer = OPTA_TRY(run_for_text(context, force_unlock_arguments(lock_id)));
  return Outcome{.failure = answer.failure};
}

}  // namespace opta::terraform
