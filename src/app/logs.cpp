#include "app/logs.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/interrupt_stop.h"
#include "app/services.h"
#include "base/text.h"
#include "base/time_span.h"
#include "exec/kubectl/logs.h"
#include "view/pod_colours.h"

namespace opta {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr int kTail = 100;       // lines of each container, unless told otherwise
constexpr int kFollowTail = 10;  // the same where what comes is what matters
// Each is a kubectl of its own, of some 40 MB.
constexpr std::size_t kFollowedMax = 50;
// How soon a new pod is seen.
constexpr auto kLookPeriod = 2s;
constexpr auto kRetryPauseMax = 60s;

struct LogWish {
  int tail = kTail;  // below 0: all
  std::chrono::seconds since{0};
};

Step<LogWish> decode_wish(const CloudRoom& room, const LogsArguments& arguments) {
  LogWish wish{.tail = arguments.follow ? kFollowTail : kTail};
  if (!arguments.since.empty()) {
    const auto since = parse_time_span(arguments.since);
    if (!since) {
      return tl::make_unexpected(room.fail(
          Code::kUsage,
          {.message = fmt::format("`--since {}` is no length of time", printable(arguments.since)),
           .help = "such as 90s, 10m, 1h30m or 2d"}));
    }
    wish = {.tail = -1, .since = *since};
  }
  const std::string& tail = arguments.tail;
  if (tail == "all") wish.tail = -1;
  if (tail.empty() || tail == "all") return wish;
  const auto [end, error] = std::from_chars(tail.data(), tail.data() + tail.size(), wish.tail);
  if (error == std::errc() && end == tail.data() + tail.size() && wish.tail >= 0) return wish;
  return tl::make_unexpected(room.fail(
      Code::kUsage, {.message = fmt::format("`--tail {}` is no number of lines", printable(tail)),
                     .help = "a number, or `all`"}));
}

// The stream that all logs go to, a whole line at a time.
class LogOutput {
 public:
  LogOutput(Env& env, Format format)
      : env_(env), is_json_(format == Format::kJson), prefixes_(env.out_colour && !is_json_) {}

  void print(const LogSource& source, std::string_view line) {
    const std::scoped_lock lock(mutex_);
    ++lines_;
    if (is_json_) {
      const nlohmann::ordered_json json = {
          {"pod", source.pod}, {"container", source.container}, {"line", line}};
      env_.out(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
      return;
    }
    // Whoever writes into a log must not steer the terminal of whoever reads it.
    env_.out(prefixes_.of(source.pod, source.container) + printable(line) + "\n");
  }
  void say(const std::string& text) {
    const std::scoped_lock lock(mutex_);
    env_.err(text + "\n");
  }
  std::size_t lines() const { return lines_; }

 private:
  Env& env_;
  bool is_json_;
  std::mutex mutex_;
  PodPrefixes prefixes_;
  std::size_t lines_ = 0;
};

// A service's logs, read by one kubectl for each container.
class LogReader {
 public:
  LogReader(const CloudRoom& room, const kubectl::Context& cluster, const Service& service,
            const LogsArguments& arguments, LogWish wish)
      : room_(room),
        cluster_(cluster),
        service_(service),
        arguments_(arguments),
        wish_(wish),
        output_(room.front().env, arguments.service.layer.format) {}

  Exit run() {
    auto pods = look();
    if (!pods) return pods.error();
    if (const auto unknown = unknown_container(*pods)) return *unknown;
    return arguments_.follow ? follow(*std::move(pods)) : read(*pods);
  }

 private:
  struct Stream {
    LogSource source;
    std::atomic<bool> over = false;
    std::jthread thread = {};
  };

  struct Taken {
    std::optional<Clock::time_point> ended_at = {};  // nothing: its stream goes on
    int breaks = 0;
  };

  Step<std::vector<kubectl::Pod>> look() const {
    auto answer = kubectl::pods(cluster_, {.object_namespace = service_.release_namespace,
                                           .selector = service_.selector()});
    if (!answer) return tl::make_unexpected(room_.fail(Code::kClusterCommand, answer.error()));
    if (answer->failure) return tl::make_unexpected(fail_cluster(room_, *answer->failure));
    return std::move(answer->pods);
  }

  std::optional<Exit> unknown_container(const std::vector<kubectl::Pod>& pods) const {
    if (arguments_.container.empty() || pods.empty()) return std::nullopt;
    std::set<std::string> names;
    for (const kubectl::Pod& pod : pods) {
      for (const kubectl::PodContainer& container : pod.containers) names.insert(container.name);
    }
    if (names.contains(arguments_.container)) return std::nullopt;
    return room_.fail(
        Code::kUsage,
        {.message = fmt::format("no pod of `{}` has a container `{}`", service_.module,
                                printable(arguments_.container)),
         .help = fmt::format("they have {}", quoted_list({names.begin(), names.end()}))});
  }

  Exit read(const std::vector<kubectl::Pod>& pods) {
    const InterruptStop interrupt(room_.front().env);
    kubectl::Context cluster = cluster_;
    cluster.stop = interrupt.token();
    bool failed = false;
    for (const LogSource& source : log_sources(pods, arguments_.container)) {
      // The log before the last start is asked for: not all have one.
      if (arguments_.previous && source.restarts == 0) continue;
      failed |= !stream(cluster, source, options(source, wish_.tail, wish_.since));
      if (interrupt.is_interrupted()) return Exit::kInterrupted;
    }
    for (const std::string& text : silent_containers(pods, arguments_.container)) output_.say(text);
    if (failed) return Exit::kEngineFailed;
    if (output_.lines() == 0) say_nothing(pods);
    return Exit::kDone;
  }

  void say_nothing(const std::vector<kubectl::Pod>& pods) {
    if (pods.empty()) {
      output_.say(fmt::format("`{}` has no pods; `opta events` shows why, if it should have some.",
                              service_.module));
    } else if (arguments_.previous) {
      output_.say("No container has started again, so there is no log before.");
    } else {
      output_.say(fmt::format("{} of `{}` wrote nothing{}.", counted(pods.size(), "pod"),
                              service_.module, wish_.since > 0s ? " in that time" : ""));
    }
  }

  // Until Ctrl-C. Pods that come are taken up, and containers that start again.
  Exit follow(std::vector<kubectl::Pod> pods) {
    const InterruptStop interrupt(room_.front().env);
    kubectl::Context cluster = cluster_;
    cluster.stop = interrupt.token();
    if (pods.empty())
      output_.say(fmt::format("`{}` has no pods; waiting for some.", service_.module));
    for (const std::string& text : silent_containers(pods, arguments_.container)) output_.say(text);
    bool first = true;
    bool lost = false;  // the cluster did not answer the last time
    while (!interrupt.is_interrupted()) {
      take_up(cluster, pods, first);
      first = false;
      interrupt.wait(kLookPeriod);
      if (interrupt.is_interrupted()) break;
      auto answer = kubectl::pods(cluster, {.object_namespace = service_.release_namespace,
                                            .selector = service_.selector()});
      const bool answers = answer && !answer->failure;
      if (answers) pods = std::move(answer->pods);
      if (!answers && !lost && !interrupt.is_interrupted())
        output_.say("The cluster does not answer; trying on.");
      lost = !answers;
    }
    streams_.clear();  // joins
    return Exit::kDone;
  }

  void take_up(const kubectl::Context& cluster, const std::vector<kubectl::Pod>& pods, bool first) {
    for (const Stream& one : streams_) {
      if (one.over) ++taken_[one.source].breaks, taken_[one.source].ended_at = Clock::now();
    }
    std::erase_if(streams_, [](const Stream& one) { return one.over.load(); });
    for (const LogSource& source : log_sources(pods, arguments_.container)) {
      const auto known = taken_.find(source);
      const bool again = known != taken_.end();
      if (again && !is_broken(source, known->second)) continue;
      if (streams_.size() == kFollowedMax) {
        if (!told_of_limit_)
          output_.say(
              fmt::format("More than {} containers write; the others are left out. "
                          "`--container NAME` asks for some.",
                          kFollowedMax));
        told_of_limit_ = true;
        return;
      }
      // Of what is there when the command begins, the end; of what comes later, all; of a log that
      // broke off, what it has written since.
      kubectl::LogsOptions asked = options(source, -1, 0s);
      if (first) asked = options(source, wish_.tail, wish_.since);
      if (again) asked = options(source, -1, since(known->second.ended_at));
      taken_[source].ended_at.reset();
      Stream& one = streams_.emplace_back(source);
      one.thread = std::jthread([this, &one, &cluster, asked] {
        stream(cluster, one.source, asked);
        one.over = true;
      });
    }
  }

  // A connection that ended while the container goes on. It is tried again, ever more seldom.
  static bool is_broken(const LogSource& source, const Taken& taken) {
    const auto pause = std::min<std::chrono::seconds>(kLookPeriod * taken.breaks, kRetryPauseMax);
    return source.is_running && taken.ended_at && Clock::now() - *taken.ended_at >= pause;
  }
  static std::chrono::seconds since(const std::optional<Clock::time_point>& moment) {
    return std::chrono::ceil<std::chrono::seconds>(Clock::now() - *moment);
  }

  kubectl::LogsOptions options(const LogSource& source, int tail,
                               std::chrono::seconds since) const {
    return {.pod = source.pod,
            .container = source.container,
            .object_namespace = service_.release_namespace,
            .previous = arguments_.previous,
            .tail = tail,
            .since = since,
            .follow = arguments_.follow};
  }

  // False when it failed for another reason than Ctrl-C; that was said.
  bool stream(const kubectl::Context& cluster, const LogSource& source,
              const kubectl::LogsOptions& asked) {
    const auto outcome = kubectl::stream_logs(
        cluster, asked, [&](std::string_view line) { output_.print(source, line); });
    std::string why;
    if (!outcome) {
      why = outcome.error().message;
    } else if (outcome->failure && outcome->failure->kind != ClusterFailureKind::kInterrupted) {
      why = outcome->failure->message;
    }
    if (why.empty()) return true;
    output_.say(fmt::format("{} [{}] cannot be read: {}", source.pod, source.container,
                            printable(trim(why))));
    return false;
  }

  const CloudRoom& room_;
  const kubectl::Context& cluster_;
  const Service& service_;
  const LogsArguments& arguments_;
  LogWish wish_;
  LogOutput output_;
  std::map<LogSource, Taken> taken_;
  bool told_of_limit_ = false;
  std::list<Stream> streams_;  // last: its threads use the others
};

}  // namespace

std::vector<LogSource> log_sources(const std::vector<kubectl::Pod>& pods,
                                   std::string_view container) {
  std::vector<LogSource> sources;
  for (const kubectl::Pod& pod : pods) {
    for (const kubectl::PodContainer& one : pod.containers) {
      if (!one.has_started || (!container.empty() && one.name != container)) continue;
      sources.push_back({pod.name, one.name, one.restarts, one.is_running});
    }
  }
  return sources;
}

std::vector<std::string> silent_containers(const std::vector<kubectl::Pod>& pods,
                                           std::string_view container) {
  std::vector<std::string> silent;
  for (const kubectl::Pod& pod : pods) {
    if (pod.is_leaving) continue;
    for (const kubectl::PodContainer& one : pod.containers) {
      if (one.has_started || (!container.empty() && one.name != container)) continue;
      const std::string& reason = one.reason.empty() ? pod.reason : one.reason;
      silent.push_back(fmt::format("{} [{}] has not started{}", pod.name, one.name,
                                   reason.empty() ? "" : ": " + printable(reason)));
    }
  }
  return silent;
}

Exit logs(Env& env, const LogsArguments& arguments) {
  FrontEnd front(env);
  const auto services = Services::open(front, arguments.service);
  if (!services) return services.error();
  const auto service = services->choose();
  if (!service) return service.error();
  const auto wish = decode_wish(services->room(), arguments);
  if (!wish) return wish.error();
  const auto cluster = services->reach();
  if (!cluster) return cluster.error();
  return LogReader(services->room(), *cluster, *service, arguments, *wish).run();
}

}  // namespace opta
