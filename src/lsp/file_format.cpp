#include "lsp/file_format.h"

#include <algorithm>

namespace opta::lsp {

namespace {

Shape of(Type type) {
  Shape shape;
  shape.type = type;
  return shape;
}

Shape text() {
  return of(Type::kString);
}

Shape object(std::vector<Field> fields) {
  Shape shape = of(Type::kObject);
  shape.fields = std::move(fields);
  return shape;
}

Shape list_of(Shape item) {
  Shape shape = of(Type::kList);
  shape.items.push_back(std::move(item));
  return shape;
}

Field optional(std::string name, Shape shape, std::string description) {
  Field field;
  field.name = std::move(name);
  field.shape = std::move(shape);
  field.description = std::move(description);
  return field;
}

Field required(std::string name, Shape shape, std::string description) {
  Field field = optional(std::move(name), std::move(shape), std::move(description));
  field.required = true;
  return field;
}

Shape provider_shape(const Catalog& catalog) {
  Shape region = text();
  if (const Cloud* cloud = catalog.find_cloud(FileFormat::kCloud)) {
    for (const auto& [name, zones] : cloud->region_zones) region.one_of.push_back(name);
  }
  return object(
      {required("region", std::move(region), "The region that the environment stands in."),
       required("account_id", text(),
                "The AWS account, 12 digits. Opta stops when the credentials are of another.")});
}

std::vector<Field> module_head() {
  return {required("type", text(), "The module's full or generic type."),
          optional("name", text(),
                   "The module's name in this file: letters and digits. The type without hyphens "
                   "unless it is written."),
          optional("depends_on", list_of(text()),
                   "Modules of this file that are made before this one.")};
}

Shape gitops_shape() {
  Shape tool = text();
  tool.one_of = {"argocd", "flux"};
  return object(
      {required("tool", std::move(tool), "Who deploys the service in Opta's place."),
       required("repository", text(), "The repository's URL, without credentials."),
       optional("path", text(), "Its folder with the manifests: the layer's name by default."),
       optional("branch", text(), "`main` by default."),
       optional("namespace", text(), "Of the tool: `argocd` or `flux-system` by default."),
       optional("secret", text(),
                "Flux: the Secret in its namespace with the repository's credentials.")});
}

Shape preview_shape() {
  return object({optional("expires", text(),
                          "How long a preview lasts after its last apply: `12h`, `3d` by default."),
                 optional("modules", of(Type::kMap),
                          "Fields that differ in a preview, by the module's name.")});
}

Shape waiver_shape() {
  return object(
      {required("promise", text(), "Which one: `opta verify --list` shows them."),
       optional("module", text(), "Its resources alone; else all of the file."),
       required("reason", text(), "Why it may be broken here."),
       required("expires", text(), "The last day on which the waiver counts: `2027-03-31`.")});
}

Shape file_shape(const Catalog& catalog) {
  Shape environment =
      object({required("name", text(), "What `--env` chooses the environment by."),
              required("path", text(),
                       "The environment's file: relative to this one, absolute, or "
                       "`git@HOST:ORG/REPO.git//PATH?ref=BRANCH`."),
              optional("variables", of(Type::kMap), "Values of this file's variables there."),
              optional("vars", of(Type::kMap), "Another word for `variables`.")});
  Shape variable = object(
      {required("name", text(), "The variable's name: `{vars.NAME}` stands for its value."),
       optional("default", of(Type::kAny), "The value when none is given; without it one must be."),
       optional("description", text(), "What it is for.")});
  return object(
      {required("name", text(), "The layer's name: letters, digits and hyphens."),
       optional("org_name", text(),
                "The organisation, at most 15 lower case letters, digits and hyphens. Of an "
                "environment only, and required there."),
       optional("providers", object({optional("aws", provider_shape(catalog), "Amazon's cloud.")}),
                "Where the environment is built: exactly one cloud. What makes a file an "
                "environment."),
       optional("environments", list_of(std::move(environment)),
                "The environments that the service can stand in. What makes a file a service."),
       optional("input_variables", list_of(std::move(variable)),
                "Variables of this file, for `{vars.NAME}`."),
       optional("gitops", gitops_shape(),
                "Of a service: Argo CD or Flux deploys it from a repository."),
       required("modules", list_of(of(Type::kAny)), "What the layer is made of."),
       optional("preview", preview_shape(), "Of a service: what is different in a preview of it."),
       optional("waivers", list_of(waiver_shape()),
                "Security promises that may be broken here until a day.")});
}

void add_alternatives(const Shape& shape, std::vector<const Shape*>& shapes) {
  if (shape.any_of.empty()) shapes.push_back(&shape);
  for (const Shape& alternative : shape.any_of) shapes.push_back(&alternative);
}

}  // namespace

FileFormat::FileFormat(const Catalog& catalog)
    : file_(file_shape(catalog)), untyped_module_(object(module_head())), catalog_(catalog) {
  for (const ModuleDefinition& module : catalog.modules()) {
    std::vector<Field> fields = module_head();
    if (module.takes_tags()) {
      fields.push_back(optional("tags", of(Type::kMap), "Tags of yours, beside Opta's own."));
    }
    std::ranges::copy(module.inputs, std::back_inserter(fields));
    modules_.emplace(module.type, object(std::move(fields)));
  }
}

const ModuleDefinition* FileFormat::module(std::string_view type) const {
  return catalog_.find(type, kCloud);
}

Slot FileFormat::slot(const Outline& outline, std::size_t branch) const {
  // From the root down; an outline is as deep as its text, so no recursion.
  std::vector<std::size_t> way;
  for (std::size_t at = branch; at != Branch::kNone; at = outline[at].parent) way.push_back(at);
  const std::size_t module = module_around(outline, branch);
  Slot slot{.shapes = {&file_}};
  for (auto at = way.rbegin() + 1; at != way.rend(); ++at) {
    Slot inner;
    if (*at == module) {
      const ModuleDefinition* definition = this->module(outline.value(module, "type"));
      inner.shapes = {definition == nullptr ? &untyped_module_
                                            : &modules_.find(definition->type)->second};
      slot = std::move(inner);
      continue;
    }
    const bool is_item = outline[*at].is_item;
    for (const Shape* shape : slot.shapes) {
      if (is_item != (shape->type == Type::kList) || shape->type == Type::kAny) continue;
      if (!shape->items.empty()) add_alternatives(shape->items[0], inner.shapes);
      if (const Field* field = find_field(shape->fields, outline[*at].key)) {
        if (inner.field == nullptr) inner.field = field;
        add_alternatives(field->shape, inner.shapes);
      }
    }
    slot = std::move(inner);
  }
  return slot;
}

std::vector<const Field*> FileFormat::fields(const Outline& outline, std::size_t branch) const {
  std::vector<const Field*> fields;
  const Slot slot = this->slot(outline, branch);
  for (const Shape* shape : slot.shapes) {
    for (const Field& field : shape->fields) fields.push_back(&field);
  }
  return fields;
}

std::size_t module_around(const Outline& outline, std::size_t branch) {
  std::size_t below = Branch::kNone;
  for (std::size_t at = branch; at != Outline::kRoot; at = outline[at].parent) {
    if (outline[at].parent == Outline::kRoot)
      return outline[at].key == "modules" && below != Branch::kNone && outline[below].is_item
                 ? below
                 : Branch::kNone;
    below = at;
  }
  return Branch::kNone;
}

std::vector<std::string_view> keys_below(const Outline& outline, std::size_t from,
                                         std::size_t branch) {
  std::vector<std::string_view> keys;
  for (std::size_t at = branch; at != from && at != Outline::kRoot; at = outline[at].parent) {
    if (!outline[at].is_item) keys.insert(keys.begin(), outline[at].key);
  }
  return keys;
}

}  // namespace opta::lsp
