#include "app/layer_set.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/suggest.h"
#include "base/text.h"
#include "layer/document.h"
#include "layer/message.h"
#include "yaml/read.h"

namespace opta {

namespace {

// What the choice of layers needs to know of a file before it is checked.
struct Heading {
  std::string path;
  std::string real;  // without symlinks: by this an environment is known again
  Document document = {};
  bool readable = false;  // else the check says why
  const EnvironmentEntry* chosen = nullptr;
  std::string chosen_real = {};

  bool is_service() const { return document.has_environments; }
};

class Collection {
 public:
  Collection(FrontEnd& front, const LayerArguments& arguments)
      : front_(front), arguments_(arguments) {}

  std::optional<LayerSet> collect(const std::vector<std::string>& files) {
    headings_.reserve(files.size());
    for (const std::string& path : files) read_heading(path);
    choose();
    check_variables();
    if (!check_cycles() || front_.diagnostics.has_errors()) return std::nullopt;
    load();
    if (front_.diagnostics.has_errors()) return std::nullopt;
    check_names();
    check_anything();
    if (front_.diagnostics.has_errors()) return std::nullopt;
    connect();
    return std::move(set_);
  }

 private:
  void read_heading(const std::string& path) {
    Env& env = front_.env;
    Heading heading{.path = path, .real = env.disk.canonical(path).value_or(path)};
    auto text = env.disk.read(path, LayerLoader::kFileBytesMax);
    if (text) {
      // Mistakes are reported by the check, which reads the file once more.
      Diagnostics unheard;
      const SourceId source = front_.sources.add(path, *std::move(text));
      // The tree is not kept: of the document only texts are used from here on.
      if (const auto root = yaml::read(front_.sources, source, unheard)) {
        if (auto document = decode_document(*root, unheard)) {
          heading.document = *std::move(document);
          heading.readable = !heading.document.name.empty();
        }
      }
    }
    headings_.push_back(std::move(heading));
  }

  std::string entry_path(const Heading& heading, const EnvironmentEntry& entry) const {
    if (names_git_source(entry.path)) return {};
    const std::string path = normal_path(join_path(parent_folder(heading.path), entry.path));
    return front_.env.disk.canonical(path).value_or(path);
  }

  void leave_out(const Heading& heading, std::string reason) {
    set_.left_out.push_back({heading.path, std::move(reason)});
    left_out_.insert(&heading);
  }

  void choose() {
    for (Heading& heading : headings_) {
      if (!heading.readable || !heading.is_service()) continue;
      const auto& entries = heading.document.environments;
      if (entries.size() == 1 && !arguments_.environment) heading.chosen = &entries[0];
      if (arguments_.environment) {
        const auto found =
            std::ranges::find(entries, *arguments_.environment, &EnvironmentEntry::name);
        if (found != entries.end()) heading.chosen = &*found;
        if (found == entries.end() && !entries.empty()) {
          leave_out(heading,
                    fmt::format("has no environment `{}`, only {}", shown(*arguments_.environment),
                                quoted_list(names_of(entries, &EnvironmentEntry::name))));
        }
      }
      if (heading.chosen != nullptr) heading.chosen_real = entry_path(heading, *heading.chosen);
    }
    if (!arguments_.environment) return;
    for (const Heading& heading : headings_) {
      if (heading.readable && !heading.is_service() && !is_chosen_environment(heading) &&
          heading.document.name != *arguments_.environment)
        leave_out(heading, "is another environment");
    }
  }

  bool is_chosen_environment(const Heading& heading) const {
    return std::ranges::find(headings_, heading.real, &Heading::chosen_real) != headings_.end();
  }

  // A variable that no file declares is a slip.
  void check_variables() {
    for (const std::string& variable : arguments_.variables) {
      const std::string name = variable.substr(0, variable.find('='));
      const bool known = std::ranges::any_of(headings_, [&](const Heading& heading) {
        return !left_out_.contains(&heading) && declares(heading, name);
      });
      if (!known) {
        front_.diagnostics.report(Code::kUsage, {},
                                  fmt::format("no layer declares the variable `{}`", shown(name)),
                                  "`input_variables` in a file declares it");
      }
    }
  }

  static bool declares(const Heading& heading, const std::string& variable) {
    const auto& declared = heading.document.input_variables;
    return !heading.readable ||
           std::ranges::find(declared, variable, &InputVariable::name) != declared.end();
  }

  // An environment has no environment itself, so each circle is one mistake more than the check of
  // its files would say.
  bool check_cycles() {
    TaskGraph graph(headings_.size());
    for (std::size_t i = 0; i < headings_.size(); ++i) {
      if (headings_[i].chosen == nullptr) continue;
      const auto parent = std::ranges::find(headings_, headings_[i].chosen_real, &Heading::real);
      if (parent != headings_.end())
        graph[i].push_back(static_cast<std::size_t>(parent - headings_.begin()));
    }
    const auto cycle = find_cycle(graph);
    if (!cycle) return true;
    std::vector<std::string> paths;
    for (const std::size_t i : *cycle) paths.push_back(shown(headings_[i].path));
    const Heading& first = headings_[cycle->front()];
    Diagnostic& report = front_.diagnostics.report(
        Code::kEnvironment, first.chosen->path_span,
        cycle->size() == 1
            ? fmt::format("`{}` is its own environment", paths.front())
            : fmt::format("{} are each other's environments, in a circle", quoted_list(paths)),
        "`path` names the file of an environment: one with `providers`");
    for (std::size_t i = 1; i < cycle->size(); ++i)
      report.labels.push_back({headings_[(*cycle)[i]].chosen->path_span, "and this one's"});
    return false;
  }

  LayerArguments arguments_for(const Heading& heading) const {
    LayerArguments result{.config = heading.path, .format = arguments_.format};
    if (heading.chosen != nullptr) result.environment = heading.chosen->name;
    for (const std::string& variable : arguments_.variables) {
      if (declares(heading, variable.substr(0, variable.find('='))))
        result.variables.push_back(variable);
    }
    return result;
  }

  // Services first: with them come their environments, whose mistakes are to be said once.
  void load() {
    std::map<std::string, std::shared_ptr<const Layer>> parents;
    std::map<const Heading*, std::shared_ptr<const Layer>> layers;
    for (const Heading& heading : headings_) {
      if (left_out_.contains(&heading) || (heading.readable && !heading.is_service())) continue;
      const auto layer = front_.load(arguments_for(heading));
      if (layer && layer->parent) parents[heading.chosen_real] = layer->parent;
      layers[&heading] = layer;
    }
    for (const Heading& heading : headings_) {
      if (left_out_.contains(&heading) || layers.contains(&heading)) continue;
      const auto known = parents.find(heading.real);
      if (known != parents.end()) {
        layers[&heading] = known->second;
      } else if (!is_chosen_environment(heading)) {
        layers[&heading] = front_.load(arguments_for(heading));
      }
    }
    for (const bool services : {false, true}) {
      for (const Heading& heading : headings_) {
        const auto found = layers.find(&heading);
        if (found == layers.end() || !found->second || heading.is_service() != services) continue;
        add(heading, found->second);
      }
    }
  }

  void add(const Heading& heading, std::shared_ptr<const Layer> layer) {
    chosen_.push_back(&heading);
    set_.tasks.push_back({.title = title_of(*layer),
                          .arguments = arguments_for(heading),
                          .layer = std::move(layer)});
  }

  // Two files with one state would undo each other.
  void check_names() {
    std::map<std::string, const Layer*> seen;
    for (const LayerTask& task : set_.tasks) {
      const Layer& layer = *task.layer;
      const std::string state = fmt::format("{} {} {}", layer.root().provider.account_id,
                                            layer.state_bucket(), layer.name);
      const auto [first, fresh] = seen.emplace(state, &layer);
      if (fresh) continue;
      front_.diagnostics
          .report(Code::kSameLayer, layer.name_span,
                  fmt::format("two files are the layer `{}`", task.title),
                  "they would share one state: give one of them another name")
          .labels.push_back({first->second->name_span, "the other one"});
    }
  }

  void check_anything() {
    if (!set_.tasks.empty()) return;
    std::string help = "an Opta file has `modules` and `providers` or `environments`";
    if (arguments_.environment) {
      std::vector<std::string> names;
      for (const Heading& heading : headings_) {
        for (const EnvironmentEntry& entry : heading.document.environments)
          names.push_back(entry.name);
      }
      help = did_you_mean(*arguments_.environment, names);
    }
    front_.diagnostics.report(
        arguments_.environment ? Code::kEnvironmentChoice : Code::kFileUnreadable, {},
        arguments_.environment ? fmt::format("no layer of the folder has the environment `{}`",
                                             shown(*arguments_.environment))
                               : std::string("the folder has no Opta file"),
        std::move(help));
  }

  void connect() {
    set_.after.resize(set_.tasks.size());
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
      const auto parent = std::ranges::find(chosen_, chosen_[i]->chosen_real, &Heading::real);
      if (parent != chosen_.end())
        set_.after[i].push_back(static_cast<std::size_t>(parent - chosen_.begin()));
    }
  }

  FrontEnd& front_;
  const LayerArguments& arguments_;
  std::vector<Heading> headings_ = {};
  std::set<const Heading*> left_out_ = {};
  std::vector<const Heading*> chosen_ = {};  // chosen_[i] belongs to set_.tasks[i]
  LayerSet set_ = {};
};

}  // namespace

std::string title_of(const Layer& layer) {
  return layer.parent ? fmt::format("{}/{}", layer.parent->name, layer.name) : layer.name;
}

std::optional<LayerSet> collect_layers(FrontEnd& front, const std::vector<std::string>& files,
                                       const LayerArguments& arguments) {
  return Collection(front, arguments).collect(files);
}

}  // namespace opta
