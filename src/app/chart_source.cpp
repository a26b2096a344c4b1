#include "app/chart_source.h"

#include <fmt/format.h>

#include "app/lock_file.h"
#include "app/places.h"
#include "base/digest.h"
#include "exec/helm/pull.h"

namespace opta {

namespace {

constexpr std::uint64_t kChartBytesMax = 64U << 20U;
constexpr std::uint64_t kFileBytesMax = 4U << 20U;

Status write_tree(const FileSystem& from, const std::string& path,
                  FileSystem& disk,  // NOLINT(misc-no-recursion)
                  const std::string& target) {
  for (const std::string& name : OPTA_TRY(from.list(path))) {
    const std::string below = join_path(path, name);
    if (from.kind(below) == FileKind::kFolder) {
      OPTA_CHECK_OK(write_tree(from, below, disk, join_path(target, name)));
    } else {
      OPTA_CHECK_OK(disk.write(join_path(target, name), OPTA_TRY(from.read(below, kFileBytesMax))));
    }
  }
  return {};
}

Step<std::string> embedded_chart(EngineRoom& room, const ChartReference& chart) {
  Env& env = room.front().env;
  std::string target = join_path(room.workspace().folder(), "charts/" + chart.name);
  Status written = env.disk.remove_all(target);
  if (written)
    written = write_tree(*room.front().library, "charts/" + chart.name, env.disk, target);
  if (!written) return tl::make_unexpected(room.fail(Code::kDiskFailed, written.error()));
  return target;
}

// A mirror names a folder unless it is an address.
std::string mirror_folder(const std::string& mirror) {
  constexpr std::string_view kFile = "file://";
  if (mirror.starts_with(kFile)) return mirror.substr(kFile.size());
  return mirror.find("://") == std::string::npos ? mirror : std::string();
}

// Where archives of this source are kept: what one repository calls by a name and version need not
// be what another does.
std::string archive_folder(const Env& env, const std::string& repository) {
  constexpr std::size_t kDigestLetters = 16;
  return join_path(cache_folder(env), "charts/" + sha256_hex(repository).substr(0, kDigestLetters));
}

// The archive from the mirror folder or the repository, in our cache.
Step<std::string> fetch(EngineRoom& room, const helm::Context& helm, const ChartReference& chart) {
  Env& env = room.front().env;
  const std::string file = fmt::format("{}-{}.tgz", chart.name, chart.version);
  const std::string mirror(value_of(env.variables, "OPTA_CHART_MIRROR"));
  if (const std::string named = mirror_folder(mirror); !named.empty()) {
    std::string path = join_path(named, file);
    if (env.disk.kind(path) == FileKind::kFile) return path;
    return tl::make_unexpected(room.fail(
        Code::kChart,
        {.message = fmt::format("the chart mirror has no `{}`", file),
         .help = "`--chart-mirror` names a folder with NAME-VERSION.tgz files, or a repository"}));
  }
  const std::string repository = mirror.empty() ? chart.repository : mirror;
  const std::string folder = archive_folder(env, repository);
  std::string path = join_path(folder, file);
  if (env.disk.kind(path) == FileKind::kFile) return path;
  if (auto made = env.disk.make_folders(folder); !made) {
    return tl::make_unexpected(room.fail(Code::kDiskFailed, made.error()));
  }
  const auto pulled = helm::pull(
      helm,
      {.chart = chart.name, .repository = repository, .version = chart.version, .folder = folder});
  if (!pulled) return tl::make_unexpected(room.fail(Code::kChart, pulled.error()));
  if (pulled->failure) {
    return tl::make_unexpected(room.fail(
        Code::kChart, {.message = fmt::format("the chart `{}` cannot be fetched: {}", file,
                                              pulled->failure->message),
                       .help = "check the connection, or name a mirror with `--chart-mirror`"}));
  }
  return path;
}

}  // namespace

Step<std::string> chart_path(EngineRoom& room, const helm::Context& helm,
                             const ChartReference& chart) {
  if (chart.is_embedded()) return embedded_chart(room, chart);
  Env& env = room.front().env;
  auto path = fetch(room, helm, chart);
  if (!path) return path;
  const auto bytes = env.disk.read(*path, kChartBytesMax);
  if (!bytes) return tl::make_unexpected(room.fail(Code::kChart, bytes.error()));
  const std::string digest = "sha256:" + sha256_hex(*bytes);
  const auto locked = locked_chart(env, room.layer(), chart.name, chart.version);
  if (!locked) return tl::make_unexpected(room.fail(Code::kFileUnreadable, locked.error()));
  if (locked->empty()) {
    // What was tried on the sandbox binds nobody.
    if (room.is_sandbox()) return path;
    if (auto kept = lock_chart(env, room.layer(), chart.name, chart.version, digest); !kept) {
      return tl::make_unexpected(room.fail(Code::kDiskFailed, kept.error()));
    }
  } else if (*locked != digest) {
    // Not from our cache again: the next run may have another mirror.
    if (parent_folder(parent_folder(*path)) == join_path(cache_folder(env), "charts"))
      static_cast<void>(env.disk.remove_all(*path));
    return tl::make_unexpected(room.fail(
        Code::kChart,
        {.message = fmt::format("the chart `{}` {} is not the one of `opta.lock`: {}, not {}",
                                chart.name, chart.version, digest, *locked),
         .help = "somebody has replaced it: find out who. To take the new one, remove its line "
                 "from `opta.lock`"}));
  }
  return path;
}

}  // namespace opta
