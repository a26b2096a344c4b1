#include "app/running_objects.h"

#include "app/services.h"
#include "exec/kubectl/get.h"

namespace opta {

Step<std::vector<KubeObject>> running_objects(const CloudRoom& room,
                                              const kubectl::Context& cluster,
                                              const std::vector<ObjectName>& names) {
  if (names.empty()) return std::vector<KubeObject>();
  std::vector<kubectl::ObjectReference> references;
  for (const ObjectName& name : names) {
    references.push_back({name.api_version, name.kind, name.object_namespace, name.name});
  }
  const auto answer = kubectl::get_objects(cluster, references);
  if (!answer) return tl::make_unexpected(room.fail(Code::kClusterCommand, answer.error()));
  if (answer->failure) return tl::make_unexpected(fail_cluster(room, *answer->failure));
  auto objects = decode_objects(answer->text);
  if (!objects) return tl::make_unexpected(room.fail(Code::kClusterCommand, objects.error()));
  return *std::move(objects);
}

}  // namespace opta
