#include "app/sweep.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "exec/aws/objects.h"
#include "view/live.h"

namespace opta {

namespace {

constexpr std::uint64_t kNoteBytesMax = 1U << 20U;
// A load balancer's network interfaces go some minutes after it, and its security group after them.
constexpr std::chrono::seconds kPatience{300};

std::string note_path(EngineRoom& room) {
  return join_path(room.workspace().folder(), "cluster.json");
}

std::string place_of(const EngineRoom& room) {
  const Provider& provider = room.layer().provider;
  return provider.account_id + "/" + provider.region;
}

Step<std::string> read_state(EngineRoom& room, const aws::Cli& cli) {
  const auto answer = aws::get_object(cli, room.bucket(), room.layer().name);
  if (!answer) return tl::make_unexpected(room.fail(Code::kStateStorage, answer.error()));
  if (answer->failed_with("404") || answer->failed_with("NoSuchKey")) return std::string();
  if (answer->failure)
    return tl::make_unexpected(room.fail_aws(Code::kStateStorage, *answer->failure));
  return answer->text;
}

// A cluster of this name that the state does not have is not the one that the note is of.
Step<bool> is_free(EngineRoom& room, const aws::Cli& cli, const std::string& cluster) {
  const auto answer = aws::call(cli, {"eks", "describe-cluster", "--name", cluster});
  if (!answer) return tl::make_unexpected(room.fail(Code::kLeftover, answer.error()));
  return answer->failed_with("ResourceNotFoundException");
}

Step<ClusterTraces> find_traces(EngineRoom& room, const aws::Cli& cli) {
  Env& env = room.front().env;
  const auto state = read_state(room, cli);
  if (!state) return tl::make_unexpected(state.error());
  ClusterTraces traces = read_traces(*state, room.stack());
  if (!traces.empty()) {
    // A destroy that stops half-way may leave a state without the cluster.
    if (auto noted = env.disk.write(note_path(room), traces_note(traces, place_of(room))); !noted)
      return tl::make_unexpected(room.fail(Code::kDiskFailed, noted.error()));
    return traces;
  }
  const auto note = env.disk.read(note_path(room), kNoteBytesMax);
  if (!note) return ClusterTraces();
  ClusterTraces noted = read_traces_note(*note, place_of(room));
  if (noted.empty()) return noted;
  const auto free = is_free(room, cli, noted.cluster);
  if (!free) return tl::make_unexpected(free.error());
  if (!*free) return ClusterTraces();
  noted.managed = std::move(traces.managed);
  noted.dns_owner = traces.dns_owner;
  noted.dns_prefix = traces.dns_prefix;
  // Terraform has destroyed the zones that its state no longer has.
  noted.zones = std::move(traces.zones);
  return noted;
}

std::string line_of(const Leftover& leftover) {
  std::string line = fmt::format("{} {}", to_string(leftover.kind),
                                 leftover.name.empty() ? leftover.id : leftover.name);
  if (!leftover.name.empty() && leftover.name != leftover.id)
    line += fmt::format(" ({})", leftover.id);
  return printable(line);
}

}  // namespace

Step<Sweep> Sweep::prepare(EngineRoom& room, const aws::Cli& cli) {
  if (room.layer().kind != LayerKind::kEnvironment) return Sweep(room, cli, {}, {});
  auto traces = find_traces(room, cli);
  if (!traces) return tl::make_unexpected(traces.error());
  auto list = find_leftovers(cli, *traces);
  if (!list) return tl::make_unexpected(room.fail(Code::kLeftover, list.error()));
  Sweep sweep(room, cli, *std::move(traces), *std::move(list));
  sweep.warn_of_unknown(sweep.list_);
  return sweep;
}

void Sweep::warn_of_unknown(const LeftoverList& list) const {
  for (const std::string& kind : list.not_asked) {
    room_->front().diagnostics.report(
        Code::kLeftoversUnknown, room_->layer().name_span,
        fmt::format("AWS does not say what the cluster's controllers made: {}", printable(kind)),
        "look for it yourself, or take the right to list it and run the command again");
  }
  if (!list.not_asked.empty()) room_->front().show_warnings();
}

void Sweep::report(Format format) const {
  if (empty()) return;
  const Env& env = room_->front().env;
  if (format == Format::kJson) {
    nlohmann::ordered_json resources = nlohmann::ordered_json::array();
    for (const Leftover& leftover : list_.found) {
      resources.push_back(
          {{"type", to_string(leftover.kind)}, {"id", leftover.id}, {"name", leftover.name}});
    }
    env.out(nlohmann::ordered_json{{"kind", "made_by_controllers"},
                                   {"cluster", traces_.cluster},
                                   {"resources", std::move(resources)}}
                .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
            "\n");
    return;
  }
  std::string text = fmt::format(
      "\nMade by controllers in the cluster `{}`, and removed with it:\n", traces_.cluster);
  for (const Leftover& leftover : list_.found) text += fmt::format("  - {}\n", line_of(leftover));
  env.out(text);
}

Exit Sweep::clear(Format format, bool network_only) {
  Env& env = room_->front().env;
  if (traces_.empty()) return Exit::kDone;
  // Again: controllers have cleaned up since, and have perhaps made something more.
  auto list = find_leftovers(*cli_, traces_);
  if (!list) return room_->fail(Code::kLeftover, list.error());
  if (!network_only) warn_of_unknown(*list);
  if (network_only)
    std::erase_if(list->found,
                  [](const Leftover& leftover) { return !blocks_network(leftover.kind); });
  const EventSink to_json =
      format == Format::kJson ? json_event_lines(env.out) : EventSink([](const Event&) {});
  const int before = env.interrupt_count();
  const auto failures = remove_leftovers(
      *cli_, traces_, list->found, kPatience,
      [&](const Leftover& leftover) {
        env.err(fmt::format("removed {}\n", line_of(leftover)));
        to_json({.kind = EventKind::kResourceFinished,
                 .address = fmt::format("controllers.{}", to_string(leftover.kind)),
                 .id = leftover.id,
                 .action = Action::kDelete});
      },
      [&] { return env.interrupt_count() > before; });
  if (!failures) return room_->fail(Code::kLeftover, failures.error());
  for (const RemovalFailure& failure : *failures) {
    Diagnostic& report = room_->front().diagnostics.report(
        Code::kLeftover, room_->layer().name_span,
        fmt::format("the {} cannot be removed", line_of(failure.leftover)),
        "put that right, or remove it by hand, and run `opta destroy` again");
    report.notes.push_back(printable(trim(failure.message)));
  }
  room_->front().show_warnings();
  if (env.interrupt_count() > before) return Exit::kInterrupted;
  return failures->empty() ? Exit::kDone : Exit::kEngineFailed;
}

Exit Sweep::clear_network(Format format) {
  return clear(format, true);
}

Exit Sweep::clear_rest(Format format) {
  // What was Terraform's is gone: what bears such a name now is somebody else's making.
  traces_.managed.clear();
  traces_.zones.clear();
  return clear(format, false);
}

void Sweep::forget() {
  static_cast<void>(room_->front().env.disk.remove_all(note_path(*room_)));
}

}  // namespace opta
