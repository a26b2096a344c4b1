#include "rollout/container_problems.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "rollout/words.h"

namespace opta {

namespace {

// Some programs end until what they need is there, and come up at the third or fourth start. Five
// starts take two and a half minutes.
constexpr int kCrashesFinal = 5;
constexpr int kMemoryCrashesFinal = 3;

struct ImageCase {
  ImageAnswer answer;
  std::string_view message;
  std::string_view advice;
  bool is_final;
};
constexpr std::array kImageCases = {
    ImageCase{ImageAnswer::kNotFound, "the registry has no image `{}`",
              "push this image, or put its name and tag right", true},
    ImageCase{ImageAnswer::kDenied, "the registry does not let the nodes pull `{}`",
              "put the name right (registries call missing repositories denied, too), or let the "
              "nodes' role read the repository; a registry outside of ECR must be public, or be "
              "mirrored into ECR",
              true},
    ImageCase{ImageAnswer::kNoHost, "no registry answers to the name in `{}`",
              "put the registry's name right", false},
    ImageCase{ImageAnswer::kNotReached, "the nodes do not reach the registry of `{}`",
              "see that the registry is up and that the nodes have a way to it", false},
    ImageCase{ImageAnswer::kTooMany, "the registry lets nobody pull `{}` for now: too many pulls",
              "wait, or keep a copy of the image in ECR", false},
    ImageCase{ImageAnswer::kNoPlatform, "`{}` is not built for the nodes' processors",
              "build the image for the nodes' architecture", true},
    ImageCase{ImageAnswer::kOther, "`{}` cannot be pulled", "put the image's name right", false},
};

class ContainerDoctor {
 public:
  ContainerDoctor(const PodLook& pod, const EventsOf& events) : pod_(pod), events_(events) {}

  std::vector<RolloutProblem> run() {
    for (const ContainerState& container : pod_.containers) look_at(container);
    return std::move(problems_);
  }

 private:
  RolloutProblem& add(const ContainerState& container, RolloutCause cause, std::string message,
                      std::string advice) {
    return problems_.emplace_back(RolloutProblem{.cause = cause,
                                                 .kind = "Pod",
                                                 .name = pod_.meta.name,
                                                 .container = container.name,
                                                 .message = std::move(message),
                                                 .advice = std::move(advice)});
  }

  void look_at(const ContainerState& container) {
    const std::string& waiting = container.waiting_reason;
    if (waiting == "InvalidImageName") return add_image_name(container);
    if (waiting == "ErrImagePull" || waiting == "ImagePullBackOff" ||
        waiting == "RegistryUnavailable" || waiting == "ErrImageNeverPull") {
      return add_image(container);
    }
    if (waiting == "CreateContainerConfigError") return add_config(container);
    if (waiting == "CreateContainerError" || waiting == "RunContainerError") {
      return add_start(container, container.waiting_message);
    }
    const bool restarts = waiting == "CrashLoopBackOff" || container.is_running;
    const auto& ended = container.ended ? container.ended
                        : restarts      ? container.previous
                                        : std::optional<Termination>();
    if (container.is_running && container.is_ready) return;
    if (ended && add_probe_kill(container, *ended)) return;
    const bool ended_well = ended && ended->exit_code == 0 && ended->signal == 0;
    if (ended && (!ended_well || waiting == "CrashLoopBackOff") && !is_old(container, *ended)) {
      return add_end(container, *ended);
    }
    if (container.is_running) add_probe(container);
  }

  // It runs again: what its readiness probe says now tells more than how it ended before.
  bool is_old(const ContainerState& container, const Termination& ended) const {
    return container.is_running && ended.reason != "OOMKilled" &&
           last_event(events_, "Unhealthy", container.name, "Readiness probe") != nullptr;
  }

  std::string image_of(const ContainerState& container) const {
    const ContainerSpec* const spec = pod_.find_spec(container.name);
    return spec == nullptr ? container.name : spec->image;
  }

  void add_image_name(const ContainerState& container) {
    RolloutProblem& problem =
        add(container, RolloutCause::kImage,
            fmt::format("`{}` is not the name of an image", image_of(container)),
            "write it as REGISTRY/REPOSITORY:TAG, in small letters");
    problem.blame = Blame::kImage;
    problem.facts.push_back(one_line(container.waiting_message));
    problem.is_final = true;
  }

  void add_image(const ContainerState& container) {
    const std::string image = image_of(container);
    // The event has what the registry said; the state repeats it in young versions only.
    const EventLook* const event = last_event(events_, "Failed", container.name, "pull image");
    const ImageWords words =
        read_image_words(event != nullptr ? event->message : container.waiting_message);
    const auto* const found = std::ranges::find(kImageCases, words.answer, &ImageCase::answer);
    RolloutProblem& problem =
        add(container, RolloutCause::kImage, fmt::format(fmt::runtime(found->message), image),
            std::string(found->advice));
    problem.blame = Blame::kImage;
    if (!words.words.empty()) {
      problem.facts.push_back(fmt::format("the answer was: {}", words.words));
    }
    problem.is_final = found->is_final &&
                       tries(events_, "Failed", container.name, "Failed to pull") >= kTriesFinal;
  }

  void add_config(const ContainerState& container) {
    const std::string words = one_line(container.waiting_message);
    const bool is_user = words.contains("runAsNonRoot") || words.contains("run as root") ||
                         words.contains("non-numeric user");
    RolloutProblem& problem =
        is_user ? add(container, RolloutCause::kStart,
                      "its image starts as root, or as a user without a number, and that is not "
                      "allowed",
                      "let the image's USER be a number above 0, or name the number of one")
                : add(container, RolloutCause::kConfig, words,
                      "make it in this namespace, or take out what refers to it");
    problem.blame = is_user ? Blame::kSecurity : Blame::kEnvironment;
    if (is_user) problem.facts.push_back(words);
    problem.is_final = tries(events_, "Failed", container.name, "Error: ") >= kTriesFinal;
  }

  void add_start(const ContainerState& container, std::string_view words) {
    RolloutProblem& problem =
        add(container, RolloutCause::kStart, "the container cannot be started",
            "see that the image has the command that is to run, and that it may be executed");
    problem.blame = Blame::kCommand;
    problem.facts.push_back(one_line(words));
    problem.is_final = container.restarts >= kCrashesFinal ||
                       tries(events_, "Failed", container.name, "Error: ") >= kTriesFinal;
  }

  // A probe that ends containers: the way they end says nothing then.
  bool add_probe_kill(const ContainerState& container, const Termination& ended) {
    if (ended.reason == "OOMKilled") return false;
    for (const std::string_view probe : {"startup", "liveness"}) {
      const std::string killing = fmt::format("failed {} probe", probe);
      if (last_event(events_, "Killing", container.name, killing) == nullptr) continue;
      const ContainerSpec* const spec = pod_.find_spec(container.name);
      const std::string asked = spec == nullptr      ? std::string()
                                : probe == "startup" ? spec->startup
                                                     : spec->liveness;
      RolloutProblem& problem =
          add(container, RolloutCause::kProbe,
              fmt::format("its {} probe ends it again and again", probe),
              probe == "startup"
                  ? "let it answer as soon as it has started, or give it more time to start"
                  : "let it answer as long as it is well, and sooner than the probe gives up");
      problem.blame = Blame::kLivenessProbe;
      add_probe_facts(problem, container, probe == "startup" ? "Startup" : "Liveness", asked);
      add_restarts(problem, container);
      problem.log_of = LogOf::kPrevious;
      return true;
    }
    return false;
  }

  void add_probe_facts(RolloutProblem& problem, const ContainerState& container,
                       std::string_view probe, const std::string& asked) const {
    if (!asked.empty()) problem.facts.push_back(fmt::format("asked is {}", asked));
    const std::string begin = fmt::format("{} probe failed: ", probe);
    if (const EventLook* event = last_event(events_, "Unhealthy", container.name, begin)) {
      problem.facts.push_back(fmt::format(
          "the answer was: {}", one_line(std::string_view(event->message).substr(begin.size()))));
    }
  }

  static void add_restarts(RolloutProblem& problem, const ContainerState& container) {
    if (container.restarts > 0) {
      problem.facts.push_back(
          fmt::format("started again {} so far",
                      counted(static_cast<std::size_t>(container.restarts), "time")));
    }
  }

  void add_end(const ContainerState& container, const Termination& ended) {
    if (ended.reason == "OOMKilled") return add_out_of_memory(container);
    if (ended.reason == "StartError" || ended.reason == "ContainerCannotRun") {
      return add_start(container, ended.message);
    }
    const bool ended_well = ended.exit_code == 0 && ended.signal == 0;
    RolloutProblem& problem = add(
        container, RolloutCause::kCrash,
        ended_well ? std::string("it ends by itself, with exit code 0")
                   : fmt::format("it ends with {}", describe_exit(ended.exit_code, ended.signal)),
        ended_well ? "let its command run for as long as the service shall"
                   : "mend what its last lines tell of");
    problem.blame = Blame::kCommand;
    if (!ended.message.empty()) problem.facts.push_back(one_line(ended.message));
    add_restarts(problem, container);
    problem.log_of = container.ended ? LogOf::kCurrent : LogOf::kPrevious;
    problem.is_final = !container.is_running && container.restarts >= kCrashesFinal;
  }

  void add_out_of_memory(const ContainerState& container) {
    const ContainerSpec* const spec = pod_.find_spec(container.name);
    const bool has_limit = spec != nullptr && !spec->memory_limit.empty();
    RolloutProblem& problem =
        add(container, RolloutCause::kOutOfMemory,
            has_limit ? fmt::format("it used up its memory, {}, and was ended", spec->memory_limit)
                      : std::string("its node ran out of memory, and it was ended"),
            has_limit ? "raise the limit, or find what takes so much memory"
                      : "let it ask for the memory that it needs");
    problem.blame = Blame::kMemoryLimit;
    add_restarts(problem, container);
    problem.log_of = container.ended ? LogOf::kCurrent : LogOf::kPrevious;
    problem.is_final = !container.is_running && container.restarts >= kMemoryCrashesFinal;
  }

  void add_probe(const ContainerState& container) {
    if (last_event(events_, "Unhealthy", container.name, "Startup probe") != nullptr) {
      RolloutProblem& problem =
          add(container, RolloutCause::kProbe, "its startup probe has not succeeded yet",
              "let it answer as soon as it has started, or give it more time to start");
      problem.blame = Blame::kLivenessProbe;
      const ContainerSpec* const spec = pod_.find_spec(container.name);
      add_probe_facts(problem, container, "Startup", spec == nullptr ? "" : spec->startup);
      problem.log_of = LogOf::kCurrent;
      return;
    }
    if (last_event(events_, "Unhealthy", container.name, "Readiness probe") == nullptr) return;
    RolloutProblem& problem =
        add(container, RolloutCause::kProbe, "it runs, and its readiness probe fails",
            "let it answer with success there, or ask at the path and port where it does");
    problem.blame = Blame::kReadinessProbe;
    const ContainerSpec* const spec = pod_.find_spec(container.name);
    add_probe_facts(problem, container, "Readiness", spec == nullptr ? "" : spec->readiness);
    problem.log_of = LogOf::kCurrent;
  }

  const PodLook& pod_;
  const EventsOf& events_;
  std::vector<RolloutProblem> problems_;
};

}  // namespace

std::vector<RolloutProblem> container_problems(const PodLook& pod, const EventsOf& events) {
  return ContainerDoctor(pod, events).run();
}

}  // namespace opta
