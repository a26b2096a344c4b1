#include "run.h"

#include <array>
#include <atomic>
#include <csignal>
#include <exception>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

#include "base/digest.h"
#include "prove/decode_world.h"
#include "prove/verdict.h"

namespace opta::prove::mutation {

namespace {

constexpr int kThreads = 2;

struct Answer {
  Truth holds = Truth::kUnknown;
  std::string witness;  // of the first broken case
};
using Answers = std::map<std::string_view, Answer>;

Answers decide(Scene scene) {
  const auto world = world_of(std::move(scene.plan));
  if (!world) throw std::runtime_error(world.error().message);
  const Cluster cluster(std::move(scene.releases));
  Answers answers;
  for (const Verdict& verdict : decide_all(*world, cluster)) {
    Answer answer{.holds = verdict.holds, .witness = {}};
    for (const Case& one : verdict.cases) {
      if (one.holds == Truth::kNo && answer.witness.empty() && !one.about.address().empty())
        answer.witness = one.witness;
    }
    answers[verdict.promise->id] = std::move(answer);
  }
  return answers;
}

std::string to_text(const KubeObject& object) {
  std::string text = fmt::format("{}|{}|{}|{}|{}", object.api_version, object.kind,
                                 object.object_namespace, object.name, object.is_hook);
  for (const auto& [path, value] : object.fields)
    text += fmt::format("|{}={}{}{}", path, value.text, value.sensitive, value.known_after_apply);
  return text;
}

// The same for two scenes that are the same evidence.
std::string digest_of(const Scene& scene) {
  std::string text = scene.plan.dump();
  for (const HelmRelease& release : scene.releases) {
    text += fmt::format("|{}|{}|{}|{}|{}|{}", release.release_namespace, release.name,
                        release.chart.name, release.chart.repository, release.chart.version,
                        release.digest);
    for (const KubeObject& object : release.objects) text += to_text(object);
  }
  return sha256_hex(text);
}

// What a thread is at; printed by the handler, should the prover abort.
thread_local std::array<char, 512> at_now;

void note(const std::string& text) {
  const std::size_t size = text.copy(at_now.data(), at_now.size() - 2);
  at_now[size] = '\n';
  at_now[size + 1] = '\0';
}

void say_where(int signal) {
  constexpr std::string_view kWhat = "the prover died at ";
  static_cast<void>(!write(STDERR_FILENO, kWhat.data(), kWhat.size()));
  static_cast<void>(
      !write(STDERR_FILENO, at_now.data(), std::char_traits<char>::length(at_now.data())));
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

struct Task {
  const Scene* scene = nullptr;
  const Answers* before = nullptr;
  const Mutator* mutator = nullptr;  // null: harmless
  std::string_view what;
  Mutant mutant;

  std::string address() const { return fmt::format("{}: {}: {}", scene->name, what, mutant.place); }
};

class Runner {
 public:
  explicit Runner(Report& report) : report_(report) {}

  void good(const Scene& scene) {
    note("good " + scene.name);
    for (const auto& [id, answer] : decide(scene)) {
      if (answer.holds == Truth::kNo)
        fail(fmt::format("good evidence {} breaks {}: {}", scene.name, id, answer.witness));
    }
  }

  void add(const Scene& scene, const std::vector<Mutator>& mutators,
           const std::vector<Harmless>& harmless) {
    const Answers& before = *befores_.emplace_back(std::make_unique<Answers>(decide(scene)));
    seen_.insert(digest_of(scene));
    for (const Mutator& mutator : mutators) {
      for (Mutant& mutant : mutator.find(scene)) {
        tasks_.push_back({&scene, &before, &mutator, mutator.what, std::move(mutant)});
        used_.insert(&mutator);
      }
    }
    for (const Harmless& change : harmless) {
      for (Mutant& mutant : change.find(scene))
        tasks_.push_back({&scene, &before, nullptr, change.what, std::move(mutant)});
    }
  }

  void run() {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([this] {
        for (std::size_t at = next_++; at < tasks_.size(); at = next_++) run(tasks_[at]);
      });
    }
  }

  bool was_used(const Mutator& mutator) const { return used_.contains(&mutator); }

 private:
  void fail(std::string what) {
    const std::lock_guard lock(mutex_);
    report_.failures.push_back(std::move(what));
  }

  // Nothing where the same evidence was there before.
  std::optional<Answers> answers_of(const Task& task) {
    note(task.address());
    Scene scene = *task.scene;
    task.mutant.change(scene);
    {
      const std::string digest = digest_of(scene);
      const std::lock_guard lock(mutex_);
      if (!seen_.insert(digest).second) return std::nullopt;
    }
    return decide(std::move(scene));
  }

  void run(const Task& task) try {
    const auto answers = answers_of(task);
    if (!answers) return;
    if (task.mutator == nullptr) {
      judge_harmless(task, *answers);
    } else {
      judge(task, *answers);
    }
  } catch (const std::exception& error) {
    fail(fmt::format("{} threw: {}", task.address(), error.what()));
  }

  void judge_harmless(const Task& task, const Answers& answers) {
    for (const auto& [id, answer] : answers) {
      if (answer.holds < task.before->at(id).holds)
        fail(fmt::format("false alarm of {}: {}: {}", id, task.address(), answer.witness));
    }
    const std::lock_guard lock(mutex_);
    ++report_.harmless;
  }

  void judge(const Task& task, const Answers& answers) {
    const std::string_view id = task.mutator->promise;
    const auto found = answers.find(id);
    if (found == answers.end()) return fail(fmt::format("no promise {}: {}", id, task.address()));
    const Truth before = task.before->at(id).holds;
    const bool asks_for_no = task.mutator->demand == Demand::kBroken;
    const bool is_caught = asks_for_no ? found->second.holds == Truth::kNo && before != Truth::kNo
                                       : found->second.holds != Truth::kYes;
    std::string others;
    for (const auto& [other, answer] : answers) {
      const bool is_new = answer.holds == Truth::kNo && task.before->at(other).holds != Truth::kNo;
      if (other != id && is_new) others += fmt::format(" {}", other);
    }
    if (!is_caught) {
      fail(fmt::format("{} does not catch ({}): {}", id,
                       others.empty() ? "nor does another" : "but" + others, task.address()));
    } else if (asks_for_no && found->second.witness.empty()) {
      fail(fmt::format("{} catches without a witness: {}", id, task.address()));
    }
    const std::lock_guard lock(mutex_);
    Count& count = report_.mutants[std::string(id)];
    ++(asks_for_no ? count.broken : count.not_held);
    if (!others.empty()) ++report_.also_broken;
  }

  Report& report_;
  std::vector<std::unique_ptr<Answers>> befores_;
  std::vector<Task> tasks_;
  std::set<const Mutator*> used_;
  std::set<std::string> seen_;
  std::mutex mutex_;
  std::atomic<std::size_t> next_ = 0;
};

std::vector<Mutator> all_mutators() {
  std::vector<Mutator> all;
  for (const auto& topic :
       {data_mutators(), identity_mutators(), kubernetes_mutators(), network_mutators(),
        cloud_mutators(), object_mutators(), rights_mutators()})
    all.insert(all.end(), topic.begin(), topic.end());
  return all;
}

}  // namespace

Report run(const Scenes& scenes) {
  std::signal(SIGABRT, say_where);
  std::signal(SIGSEGV, say_where);
  Report report;
  Runner runner(report);
  const std::vector<Mutator> mutators = all_mutators();
  const std::vector<Harmless> harmless = harmless_changes();
  for (const Scene& scene : scenes.good) runner.good(scene);
  for (const Scene* scene : {&scenes.before, &scenes.whole}) runner.add(*scene, mutators, harmless);
  runner.run();
  report.mutators = mutators.size();
  for (const Mutator& mutator : mutators) {
    if (!runner.was_used(mutator))
      report.failures.push_back(
          fmt::format("{} finds no place: {}", mutator.promise, mutator.what));
  }
  for (const Promise* promise : all_promises()) {
    const auto found = report.mutants.find(promise->id);
    if (found == report.mutants.end() || found->second.broken == 0)
      report.failures.push_back(fmt::format("no mutant shows that {} can be broken", promise->id));
  }
  return report;
}

}  // namespace opta::prove::mutation
