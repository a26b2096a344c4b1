#include "app/force_unlock.h"

#include <fmt/format.h>

#include "app/consent.h"
#include "app/state_lock.h"
#include "base/text.h"

namespace opta {

Exit force_unlock(Env& env, const RunArguments& arguments) {
  FrontEnd front(env);
  auto opened = EngineRoom::open(front, arguments, Purpose::kLook);
  if (!opened) return opened.error();
  EngineRoom& room = **opened;
  const auto has_state = room.prepare_state();
  if (!has_state) return has_state.error();
  const auto lock = *has_state ? read_lock(room) : Step<std::optional<terraform::StateLock>>();
  if (!lock) return lock.error();
  if (!*lock) {
    env.out(fmt::format("`{}` is not locked.\n", room.layer().name));
    return Exit::kDone;
  }
  env.err(fmt::format(
      "`{}` is locked:\n  by         {}\n  since      {}\n  operation  {}\n  id         {}\n",
      room.layer().name, printable((*lock)->who), printable((*lock)->created),
      printable((*lock)->operation), printable((*lock)->id)));
  if (const Exit consent =
          ask(env,
              "\nIf that run still works, taking its lock can damage the state. Take it? [yes/no] ",
              "yes", arguments.auto_approve);
      consent != Exit::kDone)
    return consent;
  if (const auto released = release_lock(room, (*lock)->id); !released) return released.error();
  env.out("The lock is released.\n");
  return Exit::kDone;
}

}  // namespace opta
