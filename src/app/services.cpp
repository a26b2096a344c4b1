#include "app/services.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "app/cluster_access.h"
#include "base/suggest.h"
#include "base/text.h"

namespace opta {

namespace {

constexpr const char* kOurChart = "k8s-service";

bool is_service(const Layer& layer, const Release& release) {
  const ModuleUse* use = layer.find_module(release.module);
  return use != nullptr && use->definition->placement == Placement::kAny &&
         use->definition->releases.size() == 1;
}

}  // namespace

std::vector<Service> services_of(const Layer& layer, const std::vector<Release>& releases) {
  std::vector<Service> services;
  for (const ModuleUse& use : layer.modules) {
    const auto release = std::ranges::find(releases, use.name, &Release::module);
    if (release == releases.end() || !is_service(layer, *release)) continue;
    services.push_back(
        {.module = use.name,
         .release = release->name,
         .release_namespace = release->release_namespace,
         .has_our_chart = release->chart.is_embedded() && release->chart.name == kOurChart});
  }
  return services;
}

Step<Services> Services::open(FrontEnd& front, const ServiceArguments& arguments) {
  const auto layer = front.load(arguments.layer, false);
  if (!layer) return tl::make_unexpected(front.report(arguments.layer.format));
  Releases releases = emit_releases(*layer, front.diagnostics);
  if (front.diagnostics.has_errors()) {
    return tl::make_unexpected(front.report(arguments.layer.format));
  }
  // Warnings about the file are for those who change what it describes.
  front.diagnostics = Diagnostics();
  auto room = CloudRoom::open(front, layer, arguments.sandbox);
  if (!room) return tl::make_unexpected(room.error());
  return Services(*std::move(room), std::move(releases.all), arguments.module);
}

Step<Service> choose_service(const CloudRoom& room, const std::vector<Service>& services,
                             const std::string& module, std::string_view noun) {
  std::vector<std::string> names;
  for (const Service& service : services) names.push_back(service.module);
  const std::string& layer = room.layer().name;
  const auto stop = [&room](Code code, std::string message, std::string help) {
    return tl::make_unexpected(
        room.fail(code, {.message = std::move(message), .help = std::move(help)}));
  };
  if (!module.empty()) {
    const auto found = std::ranges::find(services, module, &Service::module);
    if (found != services.end()) return *found;
    std::string help = did_you_mean(module, names);
    if (help.empty() && !names.empty()) help = fmt::format("it has {}", quoted_list(names));
    return stop(Code::kUnknownModule,
                fmt::format("`{}` has no {} `{}`", layer, noun, printable(module)),
                std::move(help));
  }
  if (services.size() == 1) return services.front();
  if (services.empty()) {
    return stop(Code::kUsage, fmt::format("`{}` has no {}", layer, noun),
                "`-c FILE` names the file of a service");
  }
  return stop(Code::kUsage,
              fmt::format("`{}` has {}: {}", layer, counted(names.size(), "fitting module"),
                          quoted_list(names)),
              "say which with `--module NAME`");
}

Step<Service> Services::choose(ServiceKind kind) const {
  std::vector<Service> fitting;
  std::ranges::copy_if(all_, std::back_inserter(fitting), [kind](const Service& service) {
    return kind == ServiceKind::kAny || service.has_our_chart;
  });
  return choose_service(room_, fitting, module_,
                        kind == ServiceKind::kOurChart ? "k8s-service" : "service or chart");
}

Step<kubectl::Context> Services::reach() const {
  auto cluster = reach_cluster(room_);
  if (!cluster) return tl::make_unexpected(cluster.error());
  if (*cluster) return **std::move(cluster);
  if (room_.is_sandbox()) {
    return tl::make_unexpected(
        room_.fail(Code::kSandbox, {.message = "the sandbox has no cluster",
                                    .help = "`opta sandbox up --cluster` starts one"}));
  }
  const std::string& root = room_.layer().root().name;
  return tl::make_unexpected(
      room_.fail(Code::kEngineFailed,
                 {.message = fmt::format("`{}` has no cluster yet", root),
                  .help = fmt::format("`opta apply -c {}` makes it", room_.layer().root().path)}));
}

Exit fail_cluster(const CloudRoom& room, const ClusterFailure& failure) {
  std::string help;
  switch (failure.kind) {
    case ClusterFailureKind::kNotReachable:
      help = room.is_sandbox() ? "`opta sandbox status` says whether the cluster runs"
                               : "is the cluster there, and does your network reach it?";
      break;
    case ClusterFailureKind::kAccessDenied:
      help = "`aws sts get-caller-identity` shows who you are to the cluster";
      break;
    default:
      break;
  }
  return room.fail(Code::kClusterCommand,
                   {.message = fmt::format("kubectl says: {}", printable(trim(failure.message))),
                    .help = std::move(help)});
}

}  // namespace opta
