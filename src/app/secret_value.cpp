#include "app/secret_value.h"

#include <fmt/format.h>

#include "base/dotenv.h"
#include "base/text.h"

namespace opta {

namespace {

std::string without_line_end(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

tl::unexpected<Exit> nothing_given(const CloudRoom& room, std::string_view from) {
  return tl::make_unexpected(room.fail(
      Code::kUsage,
      {.message = fmt::format("{} is empty; nothing was changed", from),
       .help = "`opta secret delete` takes a secret away, `--value \"\"` sets an empty one"}));
}

}  // namespace

std::string refuse_secret(std::string_view name, std::string_view value) {
  if (!is_variable_name(name)) {
    return fmt::format(
        "`{}` cannot name an environment variable: letters, digits and underscores, no digit first",
        printable(name));
  }
  if (value.contains('\0')) {
    return fmt::format("the value for `{}` holds a NUL byte, which no environment variable can",
                       name);
  }
  if (name.size() + value.size() + 2 > kVariableBytesMax) {
    return fmt::format("the value for `{}` is longer than the {} bytes of an environment variable",
                       name, kVariableBytesMax);
  }
  return {};
}

Step<std::string> take_secret_value(const CloudRoom& room, const SecretArguments& arguments) {
  Env& env = room.front().env;
  if (arguments.value) {
    env.err(
        "The value stands in your shell's history, and `ps` has shown it to all users of this "
        "machine; without `--value` it is asked for.\n");
    return *arguments.value;
  }
  Result<std::string> text = std::string();
  std::string from = "standard input";
  if (!arguments.file.empty()) {
    from = fmt::format("`{}`", printable(arguments.file));
    text = env.disk.read(arguments.file, kVariableBytesMax);
  } else if (arguments.from_stdin) {
    text = env.read_input(kVariableBytesMax);
  } else if (env.in_is_terminal) {
    from = "what you typed";
    const int before = env.interrupt_count();
    text = env.ask_hidden(fmt::format("Value for {} (not shown): ", arguments.name));
    if (env.interrupt_count() > before) {
      env.err("Interrupted; nothing was changed.\n");
      return tl::make_unexpected(Exit::kInterrupted);
    }
  } else {
    return tl::make_unexpected(
        room.fail(Code::kNoTerminal, {.message = "there is no terminal to ask for the value on",
                                      .help = "give it by `--stdin` or `--from-file FILE`"}));
  }
  if (!text) return tl::make_unexpected(room.fail(Code::kFileUnreadable, text.error()));
  std::string value = without_line_end(*std::move(text));
  if (value.empty()) return nothing_given(room, from);
  return value;
}

}  // namespace opta
