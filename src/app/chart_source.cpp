#include "app/chart_source.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/lock_file.h"
#include "app/places.h"
#include "base/digest.h"
#include "exec/helm/dependency.h"
#include "exec/helm/pull.h"
#include "yaml/read.h"

namespace opta {

namespace {

constexpr std::uint64_t kChartBytesMax = 64U << 20U;
constexpr std::uint64_t kFileBytesMax = 4U << 20U;

struct ChartFile {
  std::string path;  // below the chart's folder
  std::string content;
};

Status read_tree(const FileSystem& library, const std::string& folder, const std::string& below,
                 std::vector<ChartFile>& into) {  // NOLINT(misc-no-recursion)
  for (const std::string& name : OPTA_TRY(library.list(join_path(folder, below)))) {
    const std::string path = below.empty() ? name : join_path(below, name);
    if (library.kind(join_path(folder, path)) == FileKind::kFolder) {
      OPTA_CHECK_OK(read_tree(library, folder, path, into));
    } else {
      into.push_back({path, OPTA_TRY(library.read(join_path(folder, path), kFileBytesMax))});
    }
  }
  return {};
}

// Helm reads no library but the disk's. A mark that is written last tells that all of it is there.
// `complete` may add to it before.
Result<Chart> write_chart(Env& env, const FileSystem& source, const std::string& folder,
                          const std::string& target,
                          const std::function<Status(const std::string&)>& complete = {}) {
  std::vector<ChartFile> files;
  OPTA_CHECK_OK(read_tree(source, folder, "", files));
  std::string text;
  for (const ChartFile& file : files) text += file.path + '\0' + sha256_hex(file.content) + '\n';
  const std::string hex = sha256_hex(text);
  Chart chart{.path = join_path(target, hex), .digest = "sha256:" + hex};
  const std::string mark = chart.path + ".complete";
  if (env.disk.kind(mark) == FileKind::kFile) return chart;
  OPTA_CHECK_OK(env.disk.remove_all(target));
  for (const ChartFile& file : files) {
    OPTA_CHECK_OK(env.disk.write(join_path(chart.path, file.path), file.content));
  }
  if (complete) OPTA_CHECK_OK(complete(chart.path));
  OPTA_CHECK_OK(env.disk.write(mark, ""));
  return chart;
}

Step<Chart> embedded_chart(EngineRoom& room, const ChartReference& chart) {
  auto written = write_chart(room.front().env, *room.front().library, "charts/" + chart.name,
                             join_path(room.workspace().folder(), "charts/" + chart.name));
  if (!written) return tl::make_unexpected(room.fail(Code::kDiskFailed, written.error()));
  return *std::move(written);
}

// The names of a chart's dependencies that its charts/ lacks; `file://` ones are read from the
// user's folder.
Result<bool> lacks_dependencies(const Env& env, const std::string& folder) {
  const std::string text = OPTA_TRY(env.disk.read(join_path(folder, "Chart.yaml"), kFileBytesMax));
  SourceMap sources;
  Diagnostics unheard;  // Helm says it when it reads the chart
  const auto root = yaml::read(sources, sources.add("Chart.yaml", text), unheard);
  const yaml::Node* list = root ? root->find("dependencies") : nullptr;
  if (list == nullptr) return false;
  const auto vendored = env.disk.list(join_path(folder, "charts"));
  for (const yaml::Node& item : list->items) {
    const yaml::Node* name = item.find("name");
    if (name == nullptr) continue;
    const bool there = vendored && std::ranges::any_of(*vendored, [&](const std::string& file) {
                         return file == name->text || file.starts_with(name->text + "-");
                       });
    if (!there) return true;
  }
  return false;
}

// Dependencies on folders beside the chart, in a copy that stands elsewhere.
Status make_paths_absolute(Env& env, const std::string& copy, const std::string& original) {
  const std::string file = join_path(copy, "Chart.yaml");
  std::string text = OPTA_TRY(env.disk.read(file, kFileBytesMax));
  const std::string home = OPTA_TRY(env.disk.canonical(original));
  constexpr std::string_view kRelative = "file://.";
  for (std::size_t at = text.find(kRelative); at != std::string::npos;
       at = text.find(kRelative, at + home.size())) {
    text.replace(at, kRelative.size(), "file://" + home + "/.");
  }
  return env.disk.write(file, text);
}

// A copy, so that the plan and the apply read the same, and nothing is written into the user's
// folder. It is made again only when the user's folder changes, so its dependencies stay too.
Step<Chart> local_chart(EngineRoom& room, const HelmSource& find_helm,
                        const ChartReference& chart) {
  Env& env = room.front().env;
  if (env.disk.kind(chart.path) == FileKind::kFile) {
    const auto bytes = env.disk.read(chart.path, kChartBytesMax);
    if (!bytes) return tl::make_unexpected(room.fail(Code::kChart, bytes.error()));
    return Chart{chart.path, "sha256:" + sha256_hex(*bytes)};
  }
  const auto complete = [&](const std::string& copy) -> Status {
    if (!chart.update_dependencies || !OPTA_TRY(lacks_dependencies(env, copy))) return {};
    OPTA_CHECK_OK(make_paths_absolute(env, copy, chart.path));
    const auto helm = find_helm();
    if (!helm) return fail("Helm is needed to fetch the chart's dependencies");
    const auto outcome = OPTA_TRY(helm::update_dependencies(*helm, {.chart = copy}));
    if (outcome.failure) return fail(outcome.failure->message);
    return {};
  };
  auto written = write_chart(
      env, env.disk, chart.path,
      join_path(room.workspace().folder(), "charts/local-" + sha256_hex(chart.path).substr(0, 16)),
      complete);
  if (!written) {
    return tl::make_unexpected(
        room.fail(Code::kChart, {.message = fmt::format("the chart `{}` cannot be read: {}",
                                                        chart.path, written.error().message)}));
  }
  return *std::move(written);
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
Step<std::string> fetch(EngineRoom& room, const HelmSource& find_helm,
                        const ChartReference& chart) {
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
  const auto helm = find_helm();
  if (!helm) return tl::make_unexpected(helm.error());
  const auto pulled = helm::pull(
      *helm,
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

Step<Chart> find_chart(EngineRoom& room, const HelmSource& helm, const ChartReference& chart) {
  if (chart.is_embedded()) return embedded_chart(room, chart);
  if (chart.is_local()) return local_chart(room, helm, chart);
  Env& env = room.front().env;
  const auto path = fetch(room, helm, chart);
  if (!path) return tl::make_unexpected(path.error());
  const auto bytes = env.disk.read(*path, kChartBytesMax);
  if (!bytes) return tl::make_unexpected(room.fail(Code::kChart, bytes.error()));
  const std::string digest = "sha256:" + sha256_hex(*bytes);
  const auto locked = locked_chart(env, room.layer(), chart.name, chart.version);
  if (!locked) return tl::make_unexpected(room.fail(Code::kFileUnreadable, locked.error()));
  if (locked->empty()) {
    // What was tried on the sandbox binds nobody.
    if (room.is_sandbox()) return Chart{*path, digest};
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
  return Chart{*path, digest};
}

Step<void> find_charts(EngineRoom& room, const HelmSource& helm) {
  for (const Release& release : room.stack().releases) {
    const auto chart = find_chart(room, helm, release.chart);
    if (!chart) return tl::make_unexpected(chart.error());
  }
  return {};
}

}  // namespace opta
