#include "layer/relations.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/text.h"
#include "catalog/format.h"
#include "layer/condition.h"
#include "layer/message.h"

namespace opta {

namespace {

// AWS: a VPC or subnet block is between /16 and /28.
constexpr int kShortestPrefix = 16;
constexpr int kLongestPrefix = 28;

struct Given {
  std::string name;
  const Value* value = nullptr;
  bool written = false;  // by the user, not a default
};

struct Block {
  Cidr cidr;
  Span span;
};

std::vector<Given> given(const ModuleUse& use, const std::vector<std::string>& names) {
  std::vector<Given> result;
  for (const std::string& name : names) {
    const auto found = std::ranges::find(use.arguments, name, &Argument::name);
    if (found == use.arguments.end()) continue;
    const Value& value = found->value;
    // `false` and empty values say "none": they are not in the way of another field.
    const bool empty = value.kind == ValueKind::kNull ||
                       (value.kind == ValueKind::kBoolean && !value.boolean) ||
                       (value.kind == ValueKind::kString && value.text.empty()) ||
                       (value.kind == ValueKind::kList && value.items.empty());
    result.push_back({name, &value, !empty && value.span != use.span});
  }
  return result;
}

std::vector<Block> blocks(const Value& value) {
  std::vector<Block> result;
  const auto add = [&](const Value& text) {
    if (const auto cidr = parse_cidr(text.text); cidr && !cidr->has_host_bits())
      result.push_back({*cidr, text.span});
  };
  if (value.kind == ValueKind::kString) add(value);
  for (const Value& item : value.items) add(item);
  return result;
}

void all_or_none(const std::vector<Given>& fields, const ModuleUse& use, Diagnostics& diagnostics) {
  std::vector<std::string> present, absent;
  Span place = use.span;
  for (const Given& field : fields) {
    (field.written ? present : absent).push_back(field.name);
    if (field.written) place = field.value->span;
  }
  if (present.empty() || absent.empty()) return;
  diagnostics.report(Code::kFieldRelation, place,
                     fmt::format("{} {} given without {}", quoted_list(present),
                                 present.size() == 1 ? "is" : "are", quoted_list(absent)),
                     "give all of them, or none");
}

void excludes(const std::vector<Given>& fields, Diagnostics& diagnostics) {
  const Given* first = nullptr;
  for (const Given& field : fields) {
    if (!field.written) continue;
    if (first == nullptr) {
      first = &field;
      continue;
    }
    Diagnostic& report =
        diagnostics.report(Code::kFieldRelation, field.value->span,
                           fmt::format("`{}` and `{}` exclude each other", first->name, field.name),
                           "take one of them out");
    report.labels.push_back({first->value->span, fmt::format("`{}` is given here", first->name)});
  }
}

void unique_items(const std::vector<Given>& fields, Diagnostics& diagnostics) {
  std::map<std::string, Span> seen;
  for (const Given& field : fields) {
    for (const Value& item : field.value->items) {
      if (item.kind != ValueKind::kString) continue;
      const auto [first, fresh] = seen.emplace(item.text, item.span);
      if (fresh) continue;
      Diagnostic& report = diagnostics.report(
          Code::kFieldRelation, item.span,
          fmt::format("`{}` stands twice in `{}`", shown(item.text), field.name));
      report.labels.push_back({first->second, "first here"});
    }
  }
}

void cidr_sizes(const std::vector<Block>& all, Diagnostics& diagnostics) {
  for (const Block& block : all) {
    if (block.cidr.prefix >= kShortestPrefix && block.cidr.prefix <= kLongestPrefix) continue;
    diagnostics.report(Code::kCidr, block.span,
                       fmt::format("`{}` is {} for a VPC or subnet", to_string(block.cidr),
                                   block.cidr.prefix < kShortestPrefix ? "too large" : "too small"),
                       "AWS takes blocks from /16 (65,536 addresses) to /28 (16)");
  }
}

void cidr_within(const std::vector<Given>& fields, const Value* outer, Diagnostics& diagnostics) {
  if (outer == nullptr) return;
  const std::vector<Block> bounds = blocks(*outer);
  if (bounds.size() != 1) return;
  cidr_sizes(bounds, diagnostics);
  for (const Given& field : fields) {
    for (const Block& block : blocks(*field.value)) {
      if (bounds[0].cidr.contains(block.cidr)) continue;
      Diagnostic& report =
          diagnostics.report(Code::kCidr, block.span ? block.span : field.value->span,
                             fmt::format("`{}` of `{}` lies outside `{}`", to_string(block.cidr),
                                         field.name, to_string(bounds[0].cidr)),
                             "choose blocks within the VPC's own block");
      if (bounds[0].span && bounds[0].span != block.span)
        report.labels.push_back({bounds[0].span, "the VPC's block"});
    }
  }
}

void cidr_disjoint(const std::vector<Given>& fields, Diagnostics& diagnostics) {
  std::vector<Block> all;
  std::vector<std::string> owners;
  for (const Given& field : fields) {
    for (const Block& block : blocks(*field.value)) {
      all.push_back({block.cidr, block.span ? block.span : field.value->span});
      owners.push_back(field.written ? fmt::format("`{}`", field.name)
                                     : fmt::format("the default of `{}`", field.name));
    }
  }
  cidr_sizes(all, diagnostics);
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (!all[i].cidr.overlaps(all[j].cidr)) continue;
      Diagnostic& report =
          diagnostics.report(Code::kCidr, all[i].span,
                             fmt::format("`{}` of {} overlaps `{}` of {}", to_string(all[i].cidr),
                                         owners[i], to_string(all[j].cidr), owners[j]),
                             "subnets share no address");
      if (all[j].span != all[i].span) report.labels.push_back({all[j].span, "the other block"});
      break;
    }
  }
}

void within_zones(const std::vector<Given>& fields, const RegionZones& region,
                  Diagnostics& diagnostics) {
  for (const Given& field : fields) {
    if (region.zones == 0 || field.value->items.size() <= static_cast<std::size_t>(region.zones))
      continue;
    std::string help = fmt::format("give `{}` one block for each zone", field.name);
    if (!region.wider.empty())
      help += fmt::format(", or choose a region with three: {}", quoted_list(region.wider, "or"));
    diagnostics.report(Code::kRegion, field.written ? field.value->span : region.region_span,
                       fmt::format("the region has {} availability zones, `{}` needs {}",
                                   region.zones, field.name, field.value->items.size()),
                       std::move(help));
    return;
  }
}

void module_name_not(const ModuleUse& use, const std::vector<std::string>& taken,
                     Diagnostics& diagnostics) {
  if (std::ranges::find(taken, use.name) == taken.end()) return;
  diagnostics.report(Code::kBadName, use.name_span,
                     fmt::format("a `{}` cannot be called `{}`", use.definition->type, use.name),
                     "that name is taken: give it another `name`");
}

void not_above(const std::vector<Given>& fields, const Given* limit, Diagnostics& diagnostics) {
  if (limit == nullptr || limit->value->kind != ValueKind::kInteger) return;
  for (const Given& field : fields) {
    if (field.value->kind != ValueKind::kInteger || field.value->integer <= limit->value->integer)
      continue;
    const Given& blamed = field.written || !limit->written ? field : *limit;
    diagnostics.report(Code::kFieldRelation, blamed.value->span,
                       fmt::format("`{}` ({}) is above `{}` ({})", field.name, field.value->integer,
                                   limit->name, limit->value->integer),
                       fmt::format("lower `{}` or raise `{}`", field.name, limit->name));
  }
}

void same_length(const std::vector<Given>& fields, Diagnostics& diagnostics) {
  for (const Given& field : fields) {
    if (field.value->kind != ValueKind::kList || fields[0].value->kind != ValueKind::kList)
      continue;
    if (field.value->items.size() == fields[0].value->items.size()) continue;
    diagnostics.report(Code::kFieldRelation, (field.written ? field : fields[0]).value->span,
                       fmt::format("`{}` has {}, `{}` has {}", fields[0].name,
                                   counted(fields[0].value->items.size(), "item"), field.name,
                                   counted(field.value->items.size(), "item")),
                       "give as many of one as of the other: one for each availability zone");
  }
}

void subset(const std::vector<Given>& fields, const Given* outer, Diagnostics& diagnostics) {
  if (outer == nullptr || outer->value->kind != ValueKind::kList) return;
  const auto& all = outer->value->items;
  if (!std::ranges::all_of(all, &Value::is_known)) return;
  const auto text = [](const Value& value) {
    return value.kind == ValueKind::kInteger ? std::to_string(value.integer) : value.text;
  };
  for (const Given& field : fields) {
    for (const Value& item : field.value->items) {
      if (!item.is_known() || std::ranges::find(all, text(item), text) != all.end()) continue;
      diagnostics.report(
          Code::kFieldRelation, item.span,
          fmt::format("`{}` of `{}` is not in `{}`", shown(text(item)), field.name, outer->name),
          fmt::format("add it there, or take it out of `{}`", field.name));
    }
  }
}

void at_least_one(const std::vector<Given>& fields, const ModuleUse& use,
                  Diagnostics& diagnostics) {
  if (std::ranges::any_of(fields, &Given::written)) return;
  std::vector<std::string> names;
  for (const Given& field : fields) names.push_back(field.name);
  diagnostics.report(
      Code::kMissingKey, use.type_span,
      fmt::format("`{}` lacks the field {}", use.definition->type, quoted_list(names, "or")),
      fmt::format("`opta help {}` describes it", use.definition->type));
}

void requires_other(const std::vector<Given>& fields, const Given* other,
                    Diagnostics& diagnostics) {
  for (const Given& field : fields) {
    if (!field.written || other == nullptr || other->written) continue;
    diagnostics.report(Code::kFieldRelation, field.value->span,
                       fmt::format("`{}` is given without `{}`", field.name, other->name),
                       fmt::format("add `{}`", other->name));
  }
}

void has_keys(const std::vector<Given>& fields, const std::vector<std::string>& keys,
              Diagnostics& diagnostics) {
  for (const Given& field : fields) {
    if (field.value->kind != ValueKind::kMap) continue;
    for (const std::string& key : keys) {
      if (field.value->find(key) != nullptr) continue;
      diagnostics.report(Code::kMissingKey, field.value->span,
                         fmt::format("`{}` lacks the key `{}`", field.name, key),
                         fmt::format("add `{}: …`", key));
    }
  }
}

std::string fill(std::string text, std::string_view key, std::string_view value) {
  for (std::size_t at = text.find(key); at != std::string::npos;
       at = text.find(key, at + value.size())) {
    text.replace(at, key.size(), value);
  }
  return text;
}

}  // namespace

void check_relations(const ModuleUse& use, const RegionZones& region, Diagnostics& diagnostics) {
  for (const Relation& relation : use.definition->relations) {
    if (!relation.when.empty() && !holds(relation.when, use)) continue;
    const std::vector<Given> fields = given(use, relation.fields);
    const std::vector<Given> other = given(use, {relation.other});
    const Given* limit = other.empty() ? nullptr : &other[0];
    if (relation.kind == "all_or_none")
      all_or_none(fields, use, diagnostics);
    else if (relation.kind == "excludes")
      excludes(fields, diagnostics);
    else if (relation.kind == "at_least_one")
      at_least_one(fields, use, diagnostics);
    else if (relation.kind == "requires")
      requires_other(fields, limit, diagnostics);
    else if (relation.kind == "has_keys")
      has_keys(fields, relation.values, diagnostics);
    else if (relation.kind == "unique_items")
      unique_items(fields, diagnostics);
    else if (relation.kind == "cidr_within")
      cidr_within(fields, limit ? limit->value : nullptr, diagnostics);
    else if (relation.kind == "cidr_disjoint")
      cidr_disjoint(fields, diagnostics);
    else if (relation.kind == "not_above")
      not_above(fields, limit, diagnostics);
    else if (relation.kind == "same_length")
      same_length(fields, diagnostics);
    else if (relation.kind == "subset")
      subset(fields, limit, diagnostics);
    else if (relation.kind == "zones")
      within_zones(fields, region, diagnostics);
    else if (relation.kind == "module_name_not")
      module_name_not(use, relation.values, diagnostics);
    else if (relation.kind != kCertificateRelation && relation.kind != kOwnNameRelation)
      diagnostics.report(Code::kValueNotAllowed, relation.span,
                         fmt::format("no check is called `{}`", relation.kind));
  }
}

void check_notices(const ModuleUse& use, Diagnostics& diagnostics) {
  for (const Notice& notice : use.definition->notices) {
    if (!holds(notice.when, use)) continue;
    const Value* value = value_at(use, notice.field);
    const bool written = value != nullptr && value->span && value->span != use.span;
    diagnostics.report(notice.is_error ? Code::kFieldRelation : Code::kFieldIdle,
                       written ? value->span : use.type_span, notice.message, notice.help);
  }
}

void check_namespace(const Layer& layer, Diagnostics& diagnostics) {
  static const RE2 pattern("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
  if (layer.name.empty() || RE2::FullMatch(layer.name, pattern)) return;
  const auto lives_in_it = [](const ReleaseDefinition& release) {
    return release.namespace_template.find("{layer_name}") != std::string::npos;
  };
  for (const ModuleUse& use : layer.modules) {
    if (std::ranges::none_of(use.definition->releases, lives_in_it)) continue;
    std::string name = lower_case(layer.name);
    name.erase(0, std::min(name.find_first_not_of('-'), name.size()));
    name.erase(name.find_last_not_of('-') + 1);
    Diagnostic& report = diagnostics.report(
        Code::kBadName, layer.name_span,
        fmt::format("`{}` cannot be the Kubernetes namespace that `{}` runs in", layer.name,
                    use.definition->type),
        fmt::format(
            "{}; a layer that stands already keeps its name: move `{}` to a file of its own",
            name.empty() ? std::string("name it with a letter") : "name it `" + name + "`",
            use.name));
    report.labels.push_back({use.type_span, "runs in the namespace of the layer's name"});
    report.notes.emplace_back(
        "a namespace has lower case letters, digits and hyphens, with a letter or digit at both "
        "ends");
    return;
  }
}

void check_name_limits(const ModuleUse& use, const Layer& layer, Diagnostics& diagnostics) {
  for (const NameLimit& limit : use.definition->name_limits) {
    std::string name = fill(limit.name_template, "{layer_name}", layer.name);
    name = fill(std::move(name), "{env_name}", layer.root().name);
    name = fill(std::move(name), "{org_name}", layer.root().org_name);
    name = fill(std::move(name), "{module_name}", use.name);
    if (name.size() <= limit.limit) continue;
    diagnostics.report(Code::kNameTooLong, use.name_span,
                       fmt::format("the {} `{}` has {} characters; AWS takes {}", limit.what, name,
                                   name.size(), limit.limit),
                       fmt::format("shorten the {} or the module's name by {}",
                                   layer.preview ? "preview's, the layer's" : "layer's",
                                   counted(name.size() - limit.limit, "character")));
  }
}

}  // namespace opta
