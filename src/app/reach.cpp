#include "app/reach.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/report.h"
#include "base/text.h"
#include "prove/reach/store_reach.h"
#include "view/reach_view.h"

namespace opta {

namespace {

// "hello", "app/hello", "Deployment app/hello"; else all of a module of the file.
bool is_called(const prove::Pods& pods, std::string_view name) {
  const KubeObject& object = *pods.workload->content;
  return name == pods.name || name == object.name ||
         name == fmt::format("{}/{}", object.object_namespace, object.name);
}
bool is_of_module(const prove::Pods& pods, std::string_view name) {
  return name == pods.workload->release->module;
}

bool is_called(const prove::DataStore& store, std::string_view name) {
  return name == store.resource->address;
}
// Addresses of the environment begin with its name.
bool is_of_module(const prove::DataStore& store, std::string_view name) {
  return name == store.resource->module ||
         (store.resource->is_elsewhere &&
          store.resource->address.contains(fmt::format(": module.{}.", name)));
}

std::string name_of(const prove::Pods& pods) {
  return pods.name;
}
std::string name_of(const prove::DataStore& store) {
  return store.resource->address;
}

// The one that is meant; an error names those that there are.
template <typename T>
Result<const T*> choose(const std::vector<T>& all, const std::string& name, const char* what) {
  std::vector<const T*> found;
  for (const T& one : all) {
    if (is_called(one, name)) found.push_back(&one);
  }
  const bool is_exact = !found.empty();
  for (const T& one : all) {
    if (!is_exact && is_of_module(one, name)) found.push_back(&one);
  }
  if (found.size() == 1) return found.front();
  std::vector<std::string> names;
  for (const T& one : all) {
    const auto is_it = [&one](const T* other) { return other == &one; };
    if (found.empty() || std::ranges::any_of(found, is_it)) names.push_back(name_of(one));
  }
  return fail(found.empty() ? fmt::format("there is no {} `{}`", what, printable(name))
                            : fmt::format("`{}` is more than one {}", printable(name), what),
              names.empty() ? fmt::format("there is no {} at all", what)
                            : fmt::format("there are: {}", join(names, ", ")));
}

}  // namespace

Exit reach(EngineRoom& room, Proof proof, const VerifyArguments& arguments) {
  Env& env = room.front().env;
  if (auto added = add_surroundings(room, proof); !added) return added.error();
  const prove::Network network(proof.world);
  const prove::PodNetwork pods(proof.cluster);
  const std::vector<prove::DataStore> stores = prove::data_stores(proof.world);
  const auto from = choose(pods.all(), arguments.from, "workload");
  if (!from) return report_error(env, Code::kUsage, from.error());
  const auto to = choose(stores, arguments.to, "data store");
  if (!to) return report_error(env, Code::kUsage, to.error());
  const prove::Reaches reaches(proof.world, network, proof.cluster, pods);
  const ReachReport report{.from = (*from)->name,
                           .to = (*to)->resource->address,
                           .reach = reaches.to_store(**from, **to)};
  env.out(arguments.run.layer.format == Format::kJson ? reach_json(report) + "\n"
                                                      : reach_text(report));
  return Exit::kDone;
}

}  // namespace opta
