// The cluster, its nodes and what runs there.
#include "../edits.h"

namespace opta::prove::mutation {

namespace {

const Names kClusters = {"aws_eks_cluster"};

NewResource cluster(const json& encryption) {
  return {.address = "module.k8scluster.aws_eks_cluster.mutant",
          .after = {{"name", "mutant"}, {"encryption_config", encryption}}};
}

}  // namespace

std::vector<Mutator> kubernetes_mutators() {
  const std::string key = "encryption_config.0.provider.0.key_arn";
  return {
      {"K8S-01", "a cluster whose Secrets stand in the clear",
       each(kClusters,
            all({set("encryption_config", {nullptr, json::array()}),
                 set("encryption_config.0.resources", {nullptr, json::array(), json{"configmaps"}}),
                 set(key, {nullptr, ""}), set("encryption_config.0.provider", {json::array()})}))},
      {"K8S-01", "a new cluster whose Secrets stand in the clear",
       added({cluster(nullptr), cluster(json::array()),
              cluster({{{"resources", {"secrets"}}, {"provider", json::array()}}})})},
      {"K8S-01", "nobody knows how Secrets are kept",
       each(kClusters,
            {unknown("encryption_config"), unknown(key), unknown("encryption_config.0.resources")}),
       Demand::kNotHeld},
      {"K8S-02", "a repository for everybody",
       added({{.address = "aws_ecrpublic_repository.mutant",
               .after = {{"repository_name", "mutant"}}},
              {.address = "module.app.aws_ecrpublic_repository.mutant",
               .after = {{"repository_name", "app"}}},
              {.address = "module.k8sbase.aws_ecrpublic_repository.mutant[0]",
               .after = {{"repository_name", "base"}, {"catalog_data", json::array()}}}})},
  };
}

}  // namespace opta::prove::mutation
