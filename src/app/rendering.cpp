#include "app/rendering.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include "app/chart_source.h"
#include "app/cluster_access.h"
#include "app/rendering_cache.h"
#include "base/digest.h"
#include "base/text.h"
#include "exec/helm/template.h"
#include "exec/helm/values_file.h"

namespace opta {

namespace {

// Helm reads a chart and works on one core.
constexpr std::size_t kRenderersMax = 4;

struct Job {
  const Release* release = nullptr;
  Chart chart = {};
  std::string values = {};
  std::string key = {};
  std::string path = {};  // of the kept rendering
  std::string text = {};  // where that is what is wanted
  std::vector<KubeObject> objects = {};
  bool done = false;
  std::optional<Error> error = {};
};

enum class Wanted : std::uint8_t { kObjects, kText };

class Renderer {
 public:
  Renderer(EngineRoom& room, const kubectl::Capabilities& capabilities, Wanted wanted)
      : room_(room), capabilities_(capabilities), wanted_(wanted) {}

  Step<std::vector<Job>> run(const InputValues& inputs) {
    std::vector<Job> jobs;
    for (const Release& release : room_.stack().releases) {
      auto job = prepare(release, inputs);
      if (!job) return tl::make_unexpected(job.error());
      jobs.push_back(*std::move(job));
    }
    if (std::ranges::any_of(jobs, [](const Job& job) { return !job.done; })) {
      if (const auto helm = find(); !helm) return tl::make_unexpected(helm.error());
      render_all(jobs);
    }
    bool failed = false;
    for (const Job& job : jobs) {
      if (job.error) say_failed(*job.release, *job.error);
      failed = failed || job.error;
    }
    if (failed) return tl::make_unexpected(Exit::kEngineFailed);
    return jobs;
  }

 private:
  Step<helm::Context> find() {
    if (!helm_) {
      auto found = find_helm(room_);
      if (!found) return found;
      helm_.emplace(*std::move(found));
    }
    return *helm_;
  }

  Step<Job> prepare(const Release& release, const InputValues& inputs) {
    auto chart = find_chart(room_, [this] { return find(); }, release.chart);
    if (!chart) return tl::make_unexpected(chart.error());
    Job job{
        .release = &release, .chart = *std::move(chart), .values = values_json(release, inputs)};
    std::string made_from =
        fmt::format("{}\n{}/{}\n{}\n{}\n{}\n", OPTA_VERSION, release.release_namespace,
                    release.name, job.chart.digest, sha256_hex(job.values), capabilities_.version);
    for (const std::string& version : capabilities_.api_versions) made_from += version + '\n';
    job.key = sha256_hex(made_from);
    job.path =
        join_path(room_.workspace().folder(),
                  fmt::format("renderings/{}.{}.json", release.release_namespace, release.name));
    if (wanted_ == Wanted::kText) return job;
    if (auto kept = read_rendering(room_.front().env.disk, job.path, job.key)) {
      job.objects = *std::move(kept);
      job.done = true;
    }
    return job;
  }

  void render_all(std::vector<Job>& jobs) const {
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
      for (std::size_t i = next++; i < jobs.size(); i = next++) {
        if (jobs[i].done) continue;
        if (auto rendered = render(jobs[i]); !rendered) jobs[i].error = rendered.error();
      }
    };
    std::vector<std::jthread> threads;
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    for (std::size_t i = 1; i < std::min({kRenderersMax, cores, jobs.size()}); ++i) {
      threads.emplace_back(work);
    }
    work();
  }

  Status render(Job& job) const {
    Env& env = room_.front().env;
    const Release& release = *job.release;
    const helm::ValuesFile values = OPTA_TRY(helm::ValuesFile::write(
        env.disk, join_path(room_.workspace().folder(), "values"),
        fmt::format("{}.{}", release.release_namespace, release.name), job.values));
    ClusterText answer =
        OPTA_TRY(helm::render(*helm_, {.release = release.name,
                                       .release_namespace = release.release_namespace,
                                       .chart = job.chart.path,
                                       .values_files = {values.path()},
                                       .kube_version = capabilities_.version,
                                       .api_versions = capabilities_.api_versions,
                                       // Who is told what is left out, is told of these too.
                                       .include_tests = wanted_ == Wanted::kText,
                                       .include_crds = true}));
    if (answer.failure) return fail(std::string(trim(answer.failure->message)));
    if (wanted_ == Wanted::kText) {
      job.text = std::move(answer.text);
      return {};
    }
    job.objects =
        OPTA_TRY(decode_manifest(answer.text, {.default_namespace = release.release_namespace,
                                               .unknown_marker = kKnownAfterApply}));
    // A full disk costs the next plan some time and nothing else.
    static_cast<void>(write_rendering(env.disk, job.path, job.key, job.objects));
    return {};
  }

  void say_failed(const Release& release, const Error& error) {
    Diagnostic& report = room_.front().diagnostics.report(
        Code::kReleaseFailed, release.span,
        fmt::format("the chart `{}` of the release `{}` cannot be rendered", release.chart.name,
                    release.name),
        error.help);
    report.notes.push_back(printable(trim(error.message)));
    room_.front().show_warnings();
  }

  EngineRoom& room_;
  const kubectl::Capabilities& capabilities_;
  const Wanted wanted_;
  std::optional<helm::Context> helm_;
};

}  // namespace

Step<std::vector<std::vector<KubeObject>>> render_releases(
    EngineRoom& room, const InputValues& inputs, const kubectl::Capabilities& capabilities) {
  auto jobs = Renderer(room, capabilities, Wanted::kObjects).run(inputs);
  if (!jobs) return tl::make_unexpected(jobs.error());
  std::vector<std::vector<KubeObject>> objects;
  for (Job& job : *jobs) objects.push_back(std::move(job.objects));
  return objects;
}

Step<std::vector<std::string>> render_texts(EngineRoom& room, const InputValues& inputs,
                                            const kubectl::Capabilities& capabilities) {
  auto jobs = Renderer(room, capabilities, Wanted::kText).run(inputs);
  if (!jobs) return tl::make_unexpected(jobs.error());
  std::vector<std::string> texts;
  for (Job& job : *jobs) texts.push_back(std::move(job.text));
  return texts;
}

kubectl::Capabilities wanted_capabilities(const Layer& layer) {
  const ModuleUse* cluster = layer.root().find_module_of_type("aws-eks");
  if (cluster == nullptr) return {};
  const auto version = std::ranges::find(cluster->arguments, "k8s_version", &Argument::name);
  if (version == cluster->arguments.end()) return {};
  return {.version = version->value.text};
}

}  // namespace opta
