// The ways to change a resource of a plan and an object of a cluster. A path is "rule.0.action".
#pragma once

#include "mutator.h"

namespace opta::prove::mutation {

// Of one resource or object, once it is found.
struct Variant {
  std::string name;
  std::function<void(Scene&, const std::string& address)> edit;
};
using Variants = std::vector<Variant>;
using Names = std::vector<std::string_view>;

// The attribute is known, and is each of these in turn; null is what Terraform writes for absent.
Variants set(const std::string& path, const std::vector<json>& values);
// Nobody says what it is, nor where it is from.
Variant unknown(const std::string& path);
// It is known after the apply, from these of the same module: "aws_kms_key.this.arn".
Variant refer(const std::string& path, const std::vector<std::string>& references);
Variant dropped();
Variants all(std::initializer_list<Variants> parts);
// Both, one after the other.
Variant both_of(const Variant& first, const Variant& second);

// Each resource of the types by each variant.
Finder each(const Names& types, const Variants& variants);
// Those whose attributes fit.
Finder each_where(const Names& types, const std::function<bool(const json& after)>& fits,
                  const Variants& variants);

struct NewResource {
  std::string address;  // "module.base.aws_vpc.mutant"
  json after = json::object();
  // What is known after the apply, and from what.
  std::vector<std::pair<std::string, std::vector<std::string>>> references = {};
};
void add(Scene& scene, const NewResource& resource);
// Each as a mutant of its own.
Finder added(const std::vector<NewResource>& resources);

// What is only done in some scenes.
Finder where_there_is(std::string_view type, const Finder& find);
Finder several(const std::vector<Finder>& finders);
// The mutants of `find`, in a scene that this was done to first.
Finder after_change(const Change& first, const Finder& find);

// Objects of these kinds that have fields with this suffix (empty: all).
using ObjectEdit = std::function<void(KubeObject&)>;
struct ObjectVariant {
  std::string name;
  ObjectEdit edit;
};
Finder each_object(const Names& kinds, const std::function<bool(const KubeObject&)>& fits,
                   const std::vector<ObjectVariant>& variants);
// The fields below the path go, and it is this JSON scalar; nothing: it is absent.
ObjectVariant field(const std::string& path, const std::string& scalar);
// Each field that ends so, by each of the values, as a mutant of its own; "" takes it away.
Finder each_field(const Names& kinds, std::string_view suffix, const std::vector<std::string>& to);
Finder each_release(
    const std::function<bool(const HelmRelease&)>& fits,
    const std::vector<std::pair<std::string, std::function<void(HelmRelease&)>>>& variants);

}  // namespace opta::prove::mutation
