#include "prove/promises/promises.h"
#include "prove/promises/resource_policy.h"

namespace opta::prove {

namespace {

// Whether the statement lets in whoever asks.
Truth lets_in_all(const PolicyStatement& statement) {
  const Truth open = both(opposite(statement.denies), statement.is_of_everybody);
  // A condition may keep out all strangers, or nobody.
  return statement.conditions.empty() ? open : both(open, Truth::kUnknown);
}

Truth is_public(const World& world, const Resource& policy) {
  const auto documents = policies_of(world, policy.values.at("policy"));
  Truth open = documents.empty() ? Truth::kUnknown : Truth::kNo;
  for (const GivenPolicy& document : documents) {
    Truth of_this = document.has_no_others ? Truth::kNo : Truth::kUnknown;
    for (const PolicyStatement& statement : document.statements)
      of_this = either(of_this, lets_in_all(statement));
    // Of several documents it may be any.
    const bool is_sure = document.has_these && documents.size() == 1;
    open = either(open, is_sure ? of_this : both(of_this, Truth::kUnknown));
  }
  return open;
}

Cases decide(const Evidence& evidence) {
  const World& world = evidence.world;
  Cases cases;
  for (const Resource* repository : managed(world, "aws_ecrpublic_repository"))
    cases.push_back(
        {.about = repository, .holds = Truth::kNo, .witness = "everybody can pull from it"});
  for (const Resource* repository : managed(world, "aws_ecr_repository"))
    cases.push_back({.about = repository, .holds = Truth::kYes});
  for (const char* type : {"aws_ecr_repository_policy", "aws_ecr_registry_policy"}) {
    for (const Resource* policy : managed(world, type))
      cases.push_back(attribute(*policy, "policy", opposite(is_public(world, *policy))));
  }
  return cases;
}

}  // namespace

extern const Promise kK8s02;
const Promise kK8s02 = {
    .id = "K8S-02",
    .sentence = "No image repository is public.",
    .why = "An image holds code, and often more than one meant to put into it.",
    .how =
        "The plan has no repository of ECR Public, and no policy of a repository or of the "
        "registry lets in everybody. Whether a condition keeps strangers out is not decided.",
    .controls = "SOC 2 CC6.1",
    .fix = "Use `aws_ecr_repository`, and name accounts in its policy.",
    .decide = decide,
    .forbids = true,
};

}  // namespace opta::prove
