#include "base/result.h"

#include <system_error>

#include <fmt/format.h>

namespace opta {

tl::unexpected<Error> fail_os(std::string_view what, int os_error) {
  return fail(fmt::format("{}: {}", what, std::generic_category().message(os_error)), {}, os_error);
}

}  // namespace opta
