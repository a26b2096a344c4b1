// Result<T>: a value, or the reason why the world did not give one.
//
// Problems in the user's files are data (see diag/diagnostic.h). A Result is for failures of the
// world: a file that cannot be read, a program that cannot be started. A broken invariant aborts
// (base/check.h).
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace opta {

// What went wrong, in words for the user: `message` says what, `help` says what to do (may be
// empty).
struct Error {
  std::string message;
  std::string help = {};
  int os_error = 0;  // errno where the operating system said no, else 0
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> fail(std::string message, std::string help = {}, int os_error = 0) {
  return tl::make_unexpected(Error{std::move(message), std::move(help), os_error});
}

// `fail` for a failed system call: adds the text of `os_error`.
tl::unexpected<Error> fail_os(std::string_view what, int os_error);

}  // namespace opta

// Evaluates to the value of a Result, or returns its error from the function.
#define OPTA_TRY(expression)                                                          \
  ({                                                                                  \
    auto&& opta_result_ = (expression);                                               \
    if (!opta_result_) return ::tl::make_unexpected(std::move(opta_result_).error()); \
    std::move(opta_result_).value();                                                  \
  })

// The same for a Status.
#define OPTA_CHECK_OK(expression)                                                     \
  do {                                                                                \
    auto&& opta_status_ = (expression);                                               \
    if (!opta_status_) return ::tl::make_unexpected(std::move(opta_status_).error()); \
  } while (false)
