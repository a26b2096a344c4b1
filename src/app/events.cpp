#include "app/events.h"

#include <algorithm>
#include <chrono>
#include <set>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/interrupt_stop.h"
#include "base/text.h"
#include "base/time_span.h"

namespace opta {

namespace {

using namespace std::chrono_literals;
using kubectl::ClusterEvent;

constexpr auto kLookPeriod = 2s;

// An event with where it stands.
struct PlacedEvent {
  std::string object_namespace;
  ClusterEvent event;

  // What makes it another one than those shown before: it may have happened again.
  std::string identity() const {
    return fmt::format("{}/{}/{}/{}/{}/{}/{}", object_namespace, event.object_kind,
                       event.object_name, event.reason, event.message, event.last_seen,
                       event.count);
  }
};

std::string rfc3339(std::chrono::system_clock::time_point time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     std::chrono::time_point_cast<std::chrono::seconds>(time));
}

bool has_prefix(std::string_view name, std::string_view prefix) {
  return name == prefix || (name.starts_with(prefix) && name[prefix.size()] == '-') ||
         (name.starts_with(prefix) && name[prefix.size()] == '.');
}

class EventReader {
 public:
  EventReader(const CloudRoom& room, kubectl::Context cluster, std::vector<EventPlace> places,
              Format format, std::string since)
      : room_(room),
        env_(room.front().env),
        cluster_(std::move(cluster)),
        places_(std::move(places)),
        is_json_(format == Format::kJson),
        since_(std::move(since)) {}

  Exit list() {
    const auto found = look();
    if (!found) return found.error();
    std::size_t warnings = 0;
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const PlacedEvent& one : *found) {
      warnings += one.event.is_warning ? 1 : 0;
      if (is_json_)
        list.push_back(json_of(one));
      else
        env_.out(text_of(one));
    }
    if (is_json_) {
      env_.out(nlohmann::ordered_json{{"layer", room_.layer().name}, {"events", list}}.dump(
                   -1, ' ', false, nlohmann::json::error_handler_t::replace) +
               "\n");
      return Exit::kDone;
    }
    if (found->empty()) {
      env_.err(since_.empty() ? "No events; a cluster forgets them after an hour.\n"
                              : "No events in that time.\n");
    } else if (warnings > 0) {
      env_.err(fmt::format("{} of {}; `opta logs` shows what containers say.\n",
                           counted(warnings, "warning"), counted(found->size(), "event")));
    }
    return Exit::kDone;
  }

  Exit follow() {
    const InterruptStop interrupt(env_);
    cluster_.stop = interrupt.token();
    while (!interrupt.is_interrupted()) {
      const auto found = look();
      if (interrupt.is_interrupted()) break;
      if (!found) return found.error();
      std::set<std::string> now;
      for (const PlacedEvent& one : *found) {
        now.insert(one.identity());
        if (shown_.contains(one.identity())) continue;
        env_.out(is_json_
                     ? json_of(one).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
                           "\n"
                     : text_of(one));
      }
      shown_ = std::move(now);  // what the cluster has forgotten does not come again
      interrupt.wait(kLookPeriod);
    }
    return Exit::kDone;
  }

 private:
  Step<std::vector<PlacedEvent>> look() const {
    std::vector<PlacedEvent> all;
    for (const EventPlace& place : places_) {
      auto answer = kubectl::events(cluster_, {.object_namespace = place.object_namespace});
      if (!answer) return tl::make_unexpected(room_.fail(Code::kClusterCommand, answer.error()));
      if (answer->failure && answer->failure->kind == ClusterFailureKind::kInterrupted) return all;
      if (answer->failure) return tl::make_unexpected(fail_cluster(room_, *answer->failure));
      for (ClusterEvent& event : answer->events) {
        if (!belongs(event, place) || event.last_seen < since_) continue;
        all.push_back({place.object_namespace, std::move(event)});
      }
    }
    std::ranges::stable_sort(all, {}, [](const PlacedEvent& one) { return one.event.last_seen; });
    return all;
  }

  static nlohmann::ordered_json json_of(const PlacedEvent& one) {
    return {{"time", one.event.last_seen},       {"warning", one.event.is_warning},
            {"namespace", one.object_namespace}, {"kind", one.event.object_kind},
            {"name", one.event.object_name},     {"reason", one.event.reason},
            {"message", one.event.message},      {"count", one.event.count}};
  }

  std::string text_of(const PlacedEvent& one) const {
    const ClusterEvent& event = one.event;
    std::string head = fmt::format("{} {} {} {}  {}", printable(event.last_seen),
                                   event.is_warning ? '!' : ' ', printable(event.object_kind),
                                   printable(event.object_name), printable(event.reason));
    if (event.is_warning && env_.out_colour) head = fmt::format("\x1b[33m{}\x1b[0m", head);
    std::string message(trim(event.message));
    std::ranges::replace(message, '\n', ' ');
    return fmt::format("{}  {}{}\n", head, printable(message),
                       event.count > 1 ? fmt::format("  ({} times)", event.count) : "");
  }

  const CloudRoom& room_;
  Env& env_;
  kubectl::Context cluster_;
  std::vector<EventPlace> places_;
  bool is_json_;
  std::string since_;  // RFC 3339; empty: all
  std::set<std::string> shown_;
};

}  // namespace

std::vector<EventPlace> event_places(const std::string& layer, const std::vector<Service>& services,
                                     std::string_view module) {
  std::vector<EventPlace> places;
  for (const Service& service : services) {
    if (!module.empty() && service.module != module) continue;
    auto place =
        std::ranges::find(places, service.release_namespace, &EventPlace::object_namespace);
    if (place == places.end())
      place = places.insert(places.end(), {.object_namespace = service.release_namespace});
    // The namespace that has the layer's name is the layer's own.
    if (module.empty() && service.release_namespace == layer) continue;
    // Objects of our chart are called like the module, in a namespace of the layer.
    place->prefixes.push_back(service.has_our_chart ? lower_case(service.module) : service.release);
  }
  return places;
}

bool belongs(const ClusterEvent& event, const EventPlace& place) {
  return place.prefixes.empty() ||
         std::ranges::any_of(place.prefixes, [&](const std::string& prefix) {
           return has_prefix(event.object_name, prefix);
         });
}

Exit events(Env& env, const EventsArguments& arguments) {
  FrontEnd front(env);
  const auto services = Services::open(front, arguments.service);
  if (!services) return services.error();
  // Of all services, unless one is named; a file without any is told of as by the other commands.
  if (!arguments.service.module.empty() || services->all().empty()) {
    if (const auto service = services->choose(); !service) return service.error();
  }
  std::string since;
  if (!arguments.since.empty()) {
    const auto length = parse_time_span(arguments.since);
    if (!length) {
      return services->room().fail(
          Code::kUsage,
          {.message = fmt::format("`--since {}` is no length of time", printable(arguments.since)),
           .help = "such as 90s, 10m, 1h30m or 2d"});
    }
    since = rfc3339(std::chrono::system_clock::now() - *length);
  }
  auto cluster = services->reach();
  if (!cluster) return cluster.error();
  EventReader reader(
      services->room(), *std::move(cluster),
      event_places(services->room().layer().name, services->all(), arguments.service.module),
      arguments.service.layer.format, std::move(since));
  return arguments.follow ? reader.follow() : reader.list();
}

}  // namespace opta
