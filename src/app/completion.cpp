#include <fmt/format.h>

#include "app/look.h"

namespace opta {

namespace {

// The words come from the program itself (`opta completion words`), so that no list stands twice.
constexpr std::string_view kBash = R"sh(_opta() {
  local words
  words=$(opta completion words "${COMP_WORDS[1]}" 2>/dev/null)
  if [ "$COMP_CWORD" -eq 1 ]; then words=$(opta completion words 2>/dev/null); fi
  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
  if [ ${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")); fi
}
complete -F _opta opta
)sh";

constexpr std::string_view kZsh = R"sh(#compdef opta
_opta() {
  local -a list
  if (( CURRENT == 2 )); then
    list=(${(f)"$(opta completion words 2>/dev/null)"})
  else
    list=(${(f)"$(opta completion words $words[2] 2>/dev/null)"})
  fi
  compadd -a list
  _files
}
compdef _opta opta
)sh";

constexpr std::string_view kFish =
    R"sh(complete -c opta -n __fish_use_subcommand -f -a '(opta completion words 2>/dev/null)'
complete -c opta -n 'not __fish_use_subcommand' -a '(opta completion words (commandline -opc)[2] 2>/dev/null)'
)sh";

}  // namespace

Exit completion(Env& env, const std::string& shell) {
  if (shell == "bash")
    env.out(kBash);
  else if (shell == "zsh")
    env.out(kZsh);
  else
    env.out(kFish);
  return Exit::kDone;
}

}  // namespace opta
