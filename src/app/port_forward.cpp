#include "app/port_forward.h"

#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/interrupt_stop.h"
#include "app/pod_choice.h"
#include "base/text.h"
#include "exec/kubectl/port_forward.h"

namespace opta {

namespace {

constexpr int kPortMax = 65535;
constexpr int kUsersPortMin = 1024;
constexpr int kMoved = 8000;  // 80 becomes 8080, 443 becomes 8443

std::optional<int> decode_port(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port < 1 || port > kPortMax)
    return std::nullopt;
  return port;
}

int local_for(int remote) {
  return remote < kUsersPortMin ? remote + kMoved : remote;
}

Step<ForwardedPorts> find_ports(const CloudRoom& room, const Service& service,
                                const std::string& text) {
  if (!text.empty()) {
    if (const auto ports = decode_ports(text)) return *ports;
    return tl::make_unexpected(
        room.fail(Code::kUsage, {.message = fmt::format("`{}` names no ports", printable(text)),
                                 .help = "as 8080, or 9000:8080 for another one here"}));
  }
  const std::vector<int> ports = container_ports(*room.layer().find_module(service.module));
  if (ports.size() == 1) return ForwardedPorts{local_for(ports[0]), ports[0]};
  std::vector<std::string> names;
  for (const int port : ports) names.push_back(std::to_string(port));
  return tl::make_unexpected(room.fail(
      Code::kUsage,
      {.message = ports.empty() ? fmt::format("the file does not say which port `{}` listens on",
                                              service.module)
                                : fmt::format("`{}` listens on several ports: {}", service.module,
                                              quoted_list(names)),
       .help = fmt::format("say which: `opta port-forward {} PORT`", service.module)}));
}

// A store has no pod, so there is nothing in the cluster that a port could lead to.
std::optional<Exit> refuse_others(const Services& services, const std::string& module) {
  const CloudRoom& room = services.room();
  const ModuleUse* use = room.layer().find_module(module);
  if (use == nullptr) use = room.layer().root().find_module(module);
  if (use == nullptr) return std::nullopt;
  for (const Service& service : services.all()) {
    if (service.module == module) return std::nullopt;
  }
  const bool has_vpn = room.layer().root().find_module_of_type("aws-vpn") != nullptr;
  return room.fail(
      Code::kNoPod,
      {.message = fmt::format("`{}` ({}) runs outside of the cluster, so no port can lead to it",
                              module, use->definition->type),
       .help = has_vpn ? "the environment's VPN reaches what is private in its network"
                       : "what is private in the VPC is reached from inside: by `opta shell` of a "
                         "service that links to it, or by a VPN (`opta help vpn`)"});
}

}  // namespace

std::optional<ForwardedPorts> decode_ports(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto remote = decode_port(colon == std::string_view::npos ? text : text.substr(colon + 1));
  if (!remote) return std::nullopt;
  if (colon == std::string_view::npos) return ForwardedPorts{local_for(*remote), *remote};
  const auto local = decode_port(text.substr(0, colon));
  if (!local) return std::nullopt;
  return ForwardedPorts{*local, *remote};
}

std::vector<int> container_ports(const ModuleUse& use) {
  std::vector<int> ports;
  if (const Value* port = use.find_argument("port")) {
    for (const Entry& entry : port->entries) {
      if (entry.value.kind == ValueKind::kInteger)
        ports.push_back(static_cast<int>(entry.value.integer));
    }
  }
  if (const Value* list = use.find_argument("ports")) {
    for (const Value& item : list->items) {
      const Value* port = item.find("port");
      if (port != nullptr && port->kind == ValueKind::kInteger)
        ports.push_back(static_cast<int>(port->integer));
    }
  }
  return ports;
}

Exit port_forward(Env& env, const PortForwardArguments& arguments) {
  FrontEnd front(env);
  const auto services = Services::open(front, arguments.service);
  if (!services) return services.error();
  if (const auto refused = refuse_others(*services, arguments.service.module)) return *refused;
  const auto service = services->choose();
  if (!service) return service.error();
  const CloudRoom& room = services->room();
  const auto ports = find_ports(room, *service, arguments.ports);
  if (!ports) return ports.error();
  auto cluster = services->reach();
  if (!cluster) return cluster.error();
  const auto choice = find_pod(room, *cluster, *service);
  if (!choice) return choice.error();

  const InterruptStop interrupt(env);
  cluster->stop = interrupt.token();
  bool ready = false;
  const auto on_line = [&](std::string_view line) {
    if (ready || !line.starts_with("Forwarding from")) return;
    ready = true;
    env.out(arguments.service.layer.format == Format::kJson
                ? nlohmann::ordered_json{{"module", service->module},
                                         {"pod", choice->pod},
                                         {"local", ports->local},
                                         {"remote", ports->remote}}
                          .dump() +
                      "\n"
                : fmt::format("localhost:{} leads to port {} of {}; Ctrl-C ends it.\n",
                              ports->local, ports->remote, choice->pod));
  };
  const auto ended = kubectl::port_forward(*cluster,
                                           {.pod = choice->pod,
                                            .object_namespace = service->release_namespace,
                                            .local = ports->local,
                                            .remote = ports->remote},
                                           on_line);
  if (interrupt.is_interrupted()) return Exit::kDone;
  if (!ended) return room.fail(Code::kClusterCommand, ended.error());
  if (ended->failure && ended->failure->message.contains("unable to listen")) {
    return room.fail(
        Code::kClusterCommand,
        {.message = fmt::format("port {} of this machine cannot be taken", ports->local),
         .help = fmt::format("take another: `opta port-forward {} {}:{}`", service->module,
                             ports->local < kPortMax ? ports->local + 1 : kMoved, ports->remote)});
  }
  if (ended->failure) return fail_cluster(room, *ended->failure);
  return room.fail(Code::kClusterCommand,
                   {.message = fmt::format("the pod {} has ended", choice->pod),
                    .help = "run the command again: it takes another pod"});
}

}  // namespace opta
