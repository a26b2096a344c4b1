#include "catalog/decode_release.h"

#include "yaml/map_reader.h"

namespace opta {

namespace {

using yaml::Kind;
using yaml::MapReader;
using yaml::Node;

ChartReference decode_chart(MapReader& release, const Node& node, Diagnostics& diagnostics) {
  const Node* chart = node.find("chart");
  if (chart == nullptr || chart->kind != Kind::kMap) {
    return {.name = release.take_text("chart", true).value_or("")};
  }
  release.take("chart");
  MapReader reader(*chart, "a chart", diagnostics);
  ChartReference reference{.name = reader.take_text("name", true).value_or(""),
                           .repository = reader.take_text("repository", true).value_or(""),
                           .version = reader.take_text("version", true).value_or("")};
  reader.finish();
  return reference;
}

std::optional<ChartInputs> decode_chart_inputs(MapReader& release, const Node& node,
                                               Diagnostics& diagnostics) {
  const Node* chart = node.find("chart");
  if (chart == nullptr || chart->find("input") == nullptr) return std::nullopt;
  release.take("chart");
  MapReader reader(*chart, "a chart", diagnostics);
  ChartInputs inputs{
      .chart = reader.take_text("input", true).value_or(""),
      .repository = reader.take_text("repository", true).value_or(""),
      .version = reader.take_text("version", true).value_or(""),
      .update_dependencies = reader.take_text("update_dependencies", true).value_or("")};
  reader.finish();
  return inputs;
}

std::vector<std::string> decode_names(MapReader& release, const Node& node) {
  const Node* name = node.find("name");
  if (name != nullptr && name->kind == Kind::kList) return release.take_texts("name");
  return {release.take_text("name", true).value_or("")};
}

ReleaseDefinition decode_release(const Node& node, Diagnostics& diagnostics) {
  MapReader reader(node, "a release", diagnostics);
  ReleaseDefinition release;
  release.span = node.span;
  release.name_templates = decode_names(reader, node);
  release.namespace_template = reader.take_text("namespace", true).value_or("");
  release.chart_inputs = decode_chart_inputs(reader, node, diagnostics);
  if (!release.chart_inputs) release.chart = decode_chart(reader, node, diagnostics);
  release.when = reader.take_text("when").value_or("");
  release.after = reader.take_texts("after");
  release.timeout = reader.take_text("timeout").value_or(release.timeout);
  release.max_history = reader.take_text("max_history").value_or(release.max_history);
  release.required_values = reader.take_texts("required_values");
  if (const Node* labels = reader.take("namespace_labels", Kind::kMap)) {
    for (const yaml::Entry& label : labels->entries) {
      release.namespace_labels.emplace_back(label.key, label.value.text);
    }
  }
  release.crds = reader.take_boolean("crds").value_or(false);
  if (const Node* map = reader.take("secret", Kind::kMap)) {
    MapReader secret(*map, "a release's `secret`", diagnostics);
    release.secret = SecretDefinition{.name_template = secret.take_text("name", true).value_or(""),
                                      .inputs = secret.take_texts("inputs"),
                                      .links = secret.take_boolean("links").value_or(false)};
    if (auto type = secret.take_text("type")) release.secret->type = *std::move(type);
    if (const Node* entries = secret.take("entries", Kind::kMap)) {
      for (const yaml::Entry& entry : entries->entries) {
        release.secret->entries.emplace_back(entry.key, entry.value.text);
      }
    }
    secret.finish();
  }
  release.behind = reader.take_texts("behind");
  for (const auto& [key, flag] : {std::pair{"wait", &release.wait},
                                  {"wait_for_jobs", &release.wait_for_jobs},
                                  {"undo_on_failure", &release.undo_on_failure},
                                  {"clean_up_on_failure", &release.clean_up_on_failure},
                                  {"make_namespace", &release.make_namespace}}) {
    if (auto text = reader.take_text(key)) *flag = *std::move(text);
  }
  if (const Node* values = reader.take("values", Kind::kMap)) release.values = *values;
  if (const Node* map = reader.take("kept_values", Kind::kMap)) {
    MapReader kept(*map, "a release's `kept_values`", diagnostics);
    release.kept_values = KeptValues{.when = kept.take_text("when", true).value_or(""),
                                     .names = kept.take_texts("names")};
    kept.finish();
  }
  if (const Node* list = reader.take("values_when", Kind::kList)) {
    for (const Node& item : list->items) {
      MapReader conditional(item, "an item of `values_when`", diagnostics);
      ConditionalValues values{.when = conditional.take_text("when", true).value_or(""),
                               .values = {}};
      if (const Node* map = conditional.take("values", Kind::kMap, true)) values.values = *map;
      conditional.finish();
      release.values_when.push_back(std::move(values));
    }
  }
  reader.finish();
  return release;
}

}  // namespace

std::vector<ReleaseDefinition> decode_releases(const Node& list, Diagnostics& diagnostics) {
  std::vector<ReleaseDefinition> releases;
  for (const Node& node : list.items) {
    if (node.kind == Kind::kMap) {
      releases.push_back(decode_release(node, diagnostics));
    } else {
      diagnostics.report(Code::kWrongType, node.span, "a release is a map");
    }
  }
  return releases;
}

}  // namespace opta
