#include "edits.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "prove/configuration.h"

namespace opta::prove::mutation {

namespace {

bool has(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

json::json_pointer pointer(const std::string& path) {
  std::string text = "/" + path;
  std::ranges::replace(text, '.', '/');
  return json::json_pointer(text);
}

// `after_unknown` mirrors the attributes: what is set is known.
void make_known(json& unknown, const std::string& path) {
  json* at = &unknown;
  for (json::json_pointer rest = pointer(path); !rest.empty();) {
    if (at->is_boolean()) break;
    const std::string token = json::json_pointer(rest).to_string().substr(1);
    const std::string name = token.substr(0, token.find('/'));
    rest = token.contains('/') ? json::json_pointer(token.substr(token.find('/')))
                               : json::json_pointer();
    if (at->is_array()) {
      const auto index = static_cast<std::size_t>(std::stoul(name));
      if (index >= at->size()) return;
      at = &(*at)[index];
    } else {
      if (!at->contains(name)) return;
      at = &(*at)[name];
    }
  }
  *at = false;
}

void put(Scene& scene, const std::string& address, const std::string& path, const json& value) {
  json& change = scene.item(address)["change"];
  change["after"][pointer(path)] = value;
  make_known(change["after_unknown"], path);
}

json& configuration_of(Scene& scene, const std::string& address) {
  json& resources = scene.module_of(address)["resources"];
  const std::string block = without_indexes_of_address(address);
  for (json& resource : resources) {
    const std::string own = resource["address"];
    if (block == own || block.ends_with("." + own)) return resource;
  }
  // Within its module.
  const std::size_t name = block.rfind('.');
  const std::size_t type = block.rfind('.', name - 1);
  resources.push_back({{"address", block.substr(type == std::string::npos ? 0 : type + 1)},
                       {"mode", "managed"},
                       {"expressions", json::object()}});
  return resources.back();
}

void put_unknown(Scene& scene, const std::string& address, const std::string& path,
                 const json& expression) {
  json& change = scene.item(address)["change"];
  change["after"][pointer(path)] = nullptr;
  json& unknown = change["after_unknown"];
  const std::string first = path.substr(0, path.find('.'));
  if (unknown.contains(first) && unknown[first].is_boolean()) unknown[first] = json();
  unknown[pointer(path)] = true;
  json& expressions = configuration_of(scene, address)["expressions"];
  if (expression.is_null()) {
    expressions.erase(first);
  } else {
    expressions[pointer(path)] = expression;
  }
}

}  // namespace

Variants set(const std::string& path, const std::vector<json>& values) {
  Variants variants;
  for (const json& value : values) {
    variants.push_back({fmt::format("{} = {}", path, value.dump()),
                        [path, value](Scene& scene, const std::string& address) {
                          put(scene, address, path, value);
                        }});
  }
  return variants;
}

Variant unknown(const std::string& path) {
  return {path + " not known", [path](Scene& scene, const std::string& address) {
            put_unknown(scene, address, path, nullptr);
          }};
}

Variant refer(const std::string& path, const std::vector<std::string>& references) {
  return {fmt::format("{} from {}", path, references.front()),
          [path, references](Scene& scene, const std::string& address) {
            put_unknown(scene, address, path, {{"references", references}});
          }};
}

Variant dropped() {
  return {"dropped", [](Scene& scene, const std::string& address) {
            std::erase_if(scene.plan["resource_changes"].get_ref<json::array_t&>(),
                          [&](const json& item) { return item["address"] == address; });
          }};
}

Variants all(std::initializer_list<Variants> parts) {
  Variants together;
  for (const Variants& part : parts) together.insert(together.end(), part.begin(), part.end());
  return together;
}

Variant both_of(const Variant& first, const Variant& second) {
  return {first.name + ", " + second.name, [=](Scene& scene, const std::string& address) {
            first.edit(scene, address);
            second.edit(scene, address);
          }};
}

Finder each(const Names& types, const Variants& variants) {
  return each_where(types, [](const json&) { return true; }, variants);
}

Finder each_where(const Names& types, const std::function<bool(const json&)>& fits,
                  const Variants& variants) {
  return [=](const Scene& scene) {
    Mutants mutants;
    for (const std::string& address : scene.addresses(types)) {
      if (!fits(scene.after(address))) continue;
      for (const Variant& variant : variants)
        mutants.push_back({address + " " + variant.name,
                           [variant, address](Scene& to) { variant.edit(to, address); }});
    }
    return mutants;
  };
}

void add(Scene& scene, const NewResource& resource) {
  const std::string block = without_indexes_of_address(resource.address);
  const std::size_t name = block.rfind('.');
  const std::size_t before = block.rfind('.', name - 1);
  const std::size_t type = before == std::string::npos ? 0 : before + 1;
  json item{{"address", resource.address},
            {"mode", "managed"},
            {"type", block.substr(type, name - type)},
            {"name", block.substr(name + 1)},
            {"change",
             {{"actions", {"create"}},
              {"after", resource.after},
              {"after_unknown", {{"id", true}}},
              {"after_sensitive", json::object()}}}};
  if (resource.after.contains("id")) item["change"]["after_unknown"].erase("id");
  scene.plan["resource_changes"].push_back(std::move(item));
  for (const auto& [path, references] : resource.references)
    refer(path, references).edit(scene, resource.address);
}

Finder added(const std::vector<NewResource>& resources) {
  return [=](const Scene&) {
    Mutants mutants;
    for (const NewResource& resource : resources) {
      mutants.push_back({fmt::format("{} added: {}", resource.address, resource.after.dump()),
                         [resource](Scene& scene) { add(scene, resource); }});
    }
    return mutants;
  };
}

Finder where_there_is(std::string_view type, const Finder& find) {
  return [=](const Scene& scene) { return scene.has(type) ? find(scene) : Mutants(); };
}

Finder several(const std::vector<Finder>& finders) {
  return [=](const Scene& scene) {
    Mutants mutants;
    for (const Finder& find : finders) {
      for (Mutant& mutant : find(scene)) mutants.push_back(std::move(mutant));
    }
    return mutants;
  };
}

Finder after_change(const Change& first, const Finder& find) {
  return [=](const Scene& scene) {
    Scene changed = scene;
    first(changed);
    Mutants mutants = find(changed);
    for (Mutant& mutant : mutants) {
      mutant.change = [first, second = std::move(mutant.change)](Scene& to) {
        first(to);
        second(to);
      };
    }
    return mutants;
  };
}

Finder each_object(const Names& kinds, const std::function<bool(const KubeObject&)>& fits,
                   const std::vector<ObjectVariant>& variants) {
  return [=](const Scene& scene) {
    Mutants mutants;
    for (std::size_t r = 0; r < scene.releases.size(); ++r) {
      const std::vector<KubeObject>& objects = scene.releases[r].objects;
      for (std::size_t o = 0; o < objects.size(); ++o) {
        if (!has(kinds, objects[o].kind) || !fits(objects[o])) continue;
        for (const ObjectVariant& variant : variants) {
          mutants.push_back(
              {fmt::format("{} {}/{} {}", objects[o].kind, objects[o].object_namespace,
                           objects[o].name, variant.name),
               [=](Scene& to) { variant.edit(to.releases[r].objects[o]); }});
        }
      }
    }
    return mutants;
  };
}

ObjectVariant field(const std::string& path, const std::string& scalar) {
  return {
      fmt::format("{} = {}", path, scalar.empty() ? "nothing" : scalar), [=](KubeObject& object) {
        std::erase_if(object.fields, [&](const auto& field) {
          const std::string_view rest =
              std::string_view(field.first).substr(field.first.starts_with(path) ? path.size() : 0);
          return field.first.starts_with(path) &&
                 (rest.empty() || rest.front() == '.' || rest.front() == '[');
        });
        if (!scalar.empty()) object.fields[path] = {.text = scalar};
      }};
}

Finder each_field(const Names& kinds, std::string_view suffix, const std::vector<std::string>& to) {
  return [=](const Scene& scene) {
    Mutants mutants;
    for (std::size_t r = 0; r < scene.releases.size(); ++r) {
      for (const KubeObject& object : scene.releases[r].objects) {
        if (!has(kinds, object.kind)) continue;
        for (const auto& [path, value] : object.fields) {
          if (!path.ends_with(suffix)) continue;
          std::vector<ObjectVariant> variants;
          for (const std::string& scalar : to) variants.push_back(field(path, scalar));
          for (Mutant& mutant : each_object(
                   {object.kind}, [&](const KubeObject& other) { return &other == &object; },
                   variants)(scene))
            mutants.push_back(std::move(mutant));
        }
      }
    }
    return mutants;
  };
}

Finder each_release(
    const std::function<bool(const HelmRelease&)>& fits,
    const std::vector<std::pair<std::string, std::function<void(HelmRelease&)>>>& variants) {
  return [=](const Scene& scene) {
    Mutants mutants;
    for (std::size_t r = 0; r < scene.releases.size(); ++r) {
      if (!fits(scene.releases[r])) continue;
      for (const auto& [name, edit] : variants) {
        mutants.push_back({fmt::format("release {} {}", scene.releases[r].name, name),
                           [r, edit](Scene& to) { edit(to.releases[r]); }});
      }
    }
    return mutants;
  };
}

}  // namespace opta::prove::mutation
