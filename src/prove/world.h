// What will exist once a plan is applied, or what exists: every resource with its attributes. The
// promises are decided on this and not on the file, so modules of others count as ours do.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "prove/value.h"

namespace opta::prove {

class Configuration;

struct Resource {
  std::string address;   // "module.base[0].aws_subnet.private[1]"
  std::string block;     // without any index: "module.base.aws_subnet.private"
  std::string place;     // with its own index alone
  std::string module;    // "base": of Opta's file; empty at the root
  std::string type;      // "aws_subnet"
  bool is_data = false;  // only read
  // Of another layer, as that layer's state has it: nothing is promised of it here.
  bool is_elsewhere = false;
  Value values;
  // Attributes that the configuration writes; nothing where there is no configuration to look at.
  std::optional<std::set<std::string, std::less<>>> written = {};

  // The configuration is there and says nothing of it: the value is what the provider finds.
  bool leaves_open(std::string_view attribute) const {
    return written && !written->contains(attribute);
  }
};

// The resources that a value names.
struct Named {
  std::vector<const Resource*> may_be;
  // It is one of these, or, of a list, all of these together. Otherwise something else may be
  // named, too.
  bool is_complete = false;
  // It is taken from one of several places, or from all of them: references do not tell which.
  bool is_choice = false;

  bool may_include(const Resource& resource) const;
  // Exactly this one.
  const Resource* only() const;
};

class World {
 public:
  World() = default;
  // `account`: whose the world is; empty where that is not told. `configuration`: what the
  // resources were made from; null where that is not told.
  explicit World(std::vector<Resource> resources, std::string account = {},
                 std::shared_ptr<const Configuration> configuration = nullptr);
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  World(World&&) = default;
  World& operator=(World&&) = default;

  // The same world with what stands beside it.
  World beside(std::vector<Resource> others) &&;

  // Whether the plan takes away or changes something of the type: what other resources tell of it,
  // may be as it was before.
  bool changes(std::string_view type) const { return changed_types_.contains(type); }
  void note_change(std::string type) { changed_types_.insert(std::move(type)); }

  // The plan leaves something out: by `-target`, or until a later one.
  bool is_partial() const { return is_partial_; }
  void note_partial() { is_partial_ = true; }

  const std::vector<Resource>& all() const { return resources_; }
  // The AWS account that all of it is in: "123456789012"; empty where that is not known.
  const std::string& account() const { return account_; }
  // Managed ones and those that are only read, in the plan's order.
  const std::vector<const Resource*>& of_type(std::string_view type) const;
  // Those of the type that a text, an unknown value or a list of such names, by id, ARN or name.
  Named named_by(const Value& value, std::string_view type) const;
  // Of the resource's module of Opta's file, the inputs that the attribute is made from.
  std::vector<std::string> inputs(const Resource& resource, std::string_view attribute) const;

 private:
  using Index = std::map<std::string, std::vector<const Resource*>, std::less<>>;

  std::vector<Resource> resources_;
  std::set<std::string, std::less<>> changed_types_;
  bool is_partial_ = false;
  std::string account_;
  std::shared_ptr<const Configuration> configuration_;
  Index by_type_;
  Index unmade_by_type_;  // without an id yet
  Index by_block_;
  Index by_identity_;  // "id", "arn" and the names by which others are named
};

}  // namespace opta::prove
