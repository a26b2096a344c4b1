#include "app/places.h"

#include <pwd.h>
#include <unistd.h>

namespace opta {

std::string opta_folder(const Env& env, const Layer& layer) {
  // An environment's own path may come out of a git repository; the work stands where the user is.
  const std::string here = layer.path.starts_with("git@") ? "." : parent_folder(layer.path);
  return join_path(env.disk.canonical(here).value_or(here), ".opta");
}

std::string cache_folder(const Env& env) {
  const std::string_view cache = value_of(env.variables, "XDG_CACHE_HOME");
  if (!cache.empty()) return join_path(cache, "opta");
  std::string home(value_of(env.variables, "HOME"));
  if (home.empty()) {
    const passwd* user = ::getpwuid(::getuid());
    home = user != nullptr ? user->pw_dir : "/tmp";
  }
  return join_path(home, ".cache/opta");
}

std::string layer_folder(const Env& env, const Layer& layer, bool sandbox) {
  std::string folder =
      join_path(opta_folder(env, layer), sandbox ? "sandbox" : layer.provider.cloud);
  if (layer.parent) folder = join_path(folder, layer.parent->name);
  return join_path(folder, layer.name);
}

Status make_layer_folder(Env& env, const Layer& layer, bool sandbox) {
  const std::string ignore = join_path(opta_folder(env, layer), ".gitignore");
  if (env.disk.kind(ignore) == FileKind::kMissing) OPTA_CHECK_OK(env.disk.write(ignore, "*\n"));
  return env.disk.make_folders(layer_folder(env, layer, sandbox));
}

}  // namespace opta
