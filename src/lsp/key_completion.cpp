#include "lsp/key_completion.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "lsp/markdown.h"

namespace opta::lsp {

namespace {

class KeyCompleter {
 public:
  KeyCompleter(const Scene& scene, const Place& place, const CompletionOptions& options)
      : scene_(scene), outline_(scene.file->outline), place_(place), options_(options) {}

  std::vector<Completion> complete() {
    switch (place_.kind) {
      case Place::Kind::kNowhere:
        break;
      case Place::Kind::kKey:
        keys_of(outline_[place_.branch].parent, place_.branch);
        break;
      case Place::Kind::kValue:
        // The first key of an entry: `- ty`.
        if (outline_[place_.branch].is_item) keys_of(place_.branch, Branch::kNone);
        break;
      case Place::Kind::kGap:
        keys_of(place_.branch, Branch::kNone);
        if (!is_flow_gap()) new_items();
        break;
    }
    return std::move(items_);
  }

 private:
  bool is_flow_gap() const {
    const char opening = outline_[place_.branch].opening;
    return opening == '{' || opening == '[';
  }

  // `written`: the key that is being completed, which may stay what it is.
  void keys_of(std::size_t owner, std::size_t written) {
    std::set<std::string_view> there;
    for (const std::size_t child : outline_[owner].children) {
      if (child != written) there.insert(outline_[child].key);
    }
    const bool has_colon = written != Branch::kNone && outline_[written].has_colon;
    for (const Field* field : scene_.format.fields(outline_, owner)) {
      if (!there.insert(field->name).second || !field->ignored.empty()) continue;
      if (owner == Outline::kRoot && !belongs(field->name)) continue;
      Completion item{.kind = CompletionKind::kKey,
                      .label = field->name,
                      .detail = detail(*field),
                      .doc = field_markdown(*field),
                      .insert = field->name,
                      .replaced = place_.word,
                      .rank = rank(*field),
                      .is_deprecated = !field->deprecated.empty()};
      if (!has_colon) finish(*field, item);
      items_.push_back(std::move(item));
    }
  }

  static int rank(const Field& field) {
    if (field.required) return 0;
    return field.deprecated.empty() ? 1 : 2;
  }

  static std::string detail(const Field& field) {
    std::string text(field.shape.any_of.empty() ? to_string(field.shape.type) : "");
    if (field.required) text += text.empty() ? "required" : ", required";
    return text;
  }

  // A file that is one kind of layer already does not need the keys of the other.
  bool belongs(std::string_view key) const {
    const auto has = [&](std::string_view other) {
      return outline_.child(Outline::kRoot, other) != Branch::kNone;
    };
    if (key == "environments") return !has("providers") && !has("org_name");
    if (key == "providers" || key == "org_name") return !has("environments");
    return true;
  }

  // What follows the key: its colon, and the beginning of what it holds.
  void finish(const Field& field, Completion& item) const {
    item.insert += ':';
    const Type type = field.shape.type;
    const bool nested = type == Type::kObject || (type == Type::kMap && !field.shape.items.empty());
    const bool is_list = type == Type::kList && !field.shape.items.empty();
    const bool in_flow = is_flow_gap() || outline_[place_.branch].is_flow;
    if ((!nested && !is_list) || in_flow) {
      item.insert += ' ';
      item.goes_on = type == Type::kBoolean || !field.shape.one_of.empty() || field.name == "type";
      return;
    }
    if (!options_.several_lines) return;
    item.insert += '\n';
    item.insert.append(static_cast<std::size_t>(place_.column) + 2, ' ');
    if (is_list) item.insert += "- ";
    item.goes_on = true;
  }

  // On an empty line below a list.
  void new_items() {
    const Slot slot = scene_.format.slot(outline_, place_.branch);
    for (const Shape* shape : slot.shapes) {
      if (shape->type != Type::kList) continue;
      const bool is_modules = outline_[place_.branch].parent == Outline::kRoot &&
                              outline_[place_.branch].key == "modules";
      if (is_modules) return add_item("type", "A module.");
      if (shape->items.empty()) return;
      for (const Field& field : shape->items[0].fields) {
        if (field.required) return add_item(field.name, field.description);
      }
    }
  }

  void add_item(const std::string& key, const std::string& doc) {
    const std::string text = fmt::format("- {}: ", key);
    items_.push_back({.kind = CompletionKind::kKey,
                      .label = std::string(trim(text)),
                      .detail = "a new entry",
                      .doc = doc,
                      .insert = text,
                      .replaced = place_.word,
                      .goes_on = key == "type"});
  }

  const Scene& scene_;
  const Outline& outline_;
  const Place& place_;
  const CompletionOptions& options_;
  std::vector<Completion> items_;
};

}  // namespace

std::vector<Completion> complete_key(const Scene& scene, const Place& place,
                                     const CompletionOptions& options) {
  return KeyCompleter(scene, place, options).complete();
}

}  // namespace opta::lsp
