#include "layer/module_call.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <re2/re2.h>

#include "base/file_system.h"
#include "base/suggest.h"
#include "base/text.h"
#include "layer/message.h"

namespace opta {

namespace {

// Arguments of a module block that are Terraform's own.
constexpr std::string_view kReserved[] = {"count",     "depends_on", "for_each", "lifecycle",
                                          "providers", "source",     "version"};

const Value* source_value(const ModuleUse& use) {
  for (const std::string& name : use.definition->call->source) {
    const Value* value = use.find_argument(name);
    if (value != nullptr && value->kind != ValueKind::kNull) return value;
  }
  return nullptr;
}

// Where the folder stands in the stack: "files/NAME/source"; empty for an address.
std::string local_folder(const ModuleUse& use) {
  const Value* source = source_value(use);
  if (source == nullptr || source->parts.size() != 2) return {};
  return source->parts[1].text.substr(1);
}

// What one folder of Terraform declares.
struct Declared {
  std::vector<std::string> variables;
  std::vector<std::string> outputs;
};

void declared_in_hcl(const std::string& text, Declared& into) {
  static const RE2 block(R"re((?m)^\s*(variable|output)\s+"?([A-Za-z_][A-Za-z0-9_-]*)"?\s*\{)re");
  re2::StringPiece rest(text);
  std::string kind, name;
  while (RE2::FindAndConsume(&rest, block, &kind, &name))
    (kind == "variable" ? into.variables : into.outputs).push_back(name);
}

void declared_in_json(const std::string& text, Declared& into) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return;
  for (const auto& [kind, names] :
       {std::pair{"variable", &into.variables}, {"output", &into.outputs}}) {
    const auto found = json.find(kind);
    if (found == json.end() || !found->is_object()) continue;
    for (const auto& [name, body] : found->items()) names->push_back(name);
  }
}

Declared declared_in(const Layer& layer, const std::string& folder) {
  Declared declared;
  for (const UserFile& file : layer.files) {
    if (parent_folder(file.path) != folder) continue;
    if (file.path.ends_with(".tf")) declared_in_hcl(file.content, declared);
    if (file.path.ends_with(".tf.json")) declared_in_json(file.content, declared);
  }
  return declared;
}

class CallChecker {
 public:
  CallChecker(const Layer& layer, SourceMap& sources, Diagnostics& diagnostics)
      : layer_(layer), sources_(sources), diagnostics_(diagnostics) {}

  void check(const ModuleUse& use) {
    const std::string folder = local_folder(use);
    if (!folder.empty()) {
      declared_[use.name] = declared_in(layer_, folder);
      check_nested(use);
      check_version(use);
    }
    check_inputs(use, folder.empty() ? nullptr : &declared_[use.name]);
  }

  // References are read before the files are.
  void check_references(const ModuleUse& use) {
    std::vector<Reference> references;
    for (const Argument& argument : use.arguments) collect_references(argument.value, references);
    for (const Reference& reference : references) {
      if (reference.target != Reference::Target::kModule) continue;
      const auto found = declared_.find(reference.module);
      if (found == declared_.end()) continue;
      const std::vector<std::string>& outputs = found->second.outputs;
      if (std::ranges::find(outputs, reference.output) != outputs.end()) continue;
      std::string help = did_you_mean(reference.output, outputs);
      if (help.empty()) {
        help = outputs.empty() ? "it has no outputs"
                               : fmt::format("its outputs are {}", quoted_list(outputs));
      }
      diagnostics_.report(Code::kUnknownOutput, reference.span,
                          fmt::format("the Terraform of `{}` has no output `{}`", reference.module,
                                      shown(reference.output)),
                          std::move(help));
    }
  }

 private:
  void check_inputs(const ModuleUse& use, const Declared* declared) {
    const Value* inputs = use.find_argument(use.definition->call->inputs);
    if (inputs == nullptr) return;
    if (inputs->kind == ValueKind::kTemplate) {
      diagnostics_.report(Code::kReferenceNotAllowed, inputs->span,
                          "the names of the module's variables have to be known before the apply",
                          "write a map; its values may be outputs");
      return;
    }
    static const RE2 identifier("[A-Za-z_][A-Za-z0-9_-]*");
    for (const Entry& entry : inputs->entries) {
      if (has_said_enough(diagnostics_)) return;
      const bool reserved = std::ranges::find(kReserved, entry.key) != std::end(kReserved);
      if (reserved || !RE2::FullMatch(entry.key, identifier)) {
        diagnostics_.report(
            Code::kBadName, entry.key_span,
            fmt::format("no Terraform variable can be called `{}`", shown(entry.key)));
        continue;
      }
      if (declared == nullptr) continue;
      const std::vector<std::string>& known = declared->variables;
      if (std::ranges::find(known, entry.key) != known.end()) continue;
      std::string help = did_you_mean(entry.key, known);
      if (help.empty()) {
        help = known.empty() ? "it has no variables"
                             : fmt::format("its variables are {}", quoted_list(known));
      }
      diagnostics_.report(
          Code::kUnknownKey, entry.key_span,
          fmt::format("the Terraform of `{}` has no variable `{}`", use.name, entry.key),
          std::move(help));
    }
  }

  void check_version(const ModuleUse& use) {
    const Value* version = use.find_argument(use.definition->call->version);
    if (version == nullptr || version->kind == ValueKind::kNull) return;
    diagnostics_.report(Code::kFieldRelation, version->span, "a folder has no versions",
                        "take `version` out: it is for modules of a registry");
  }

  // The copy stands alone, so what its Terraform calls must lie in it.
  void check_nested(const ModuleUse& use) {
    static const RE2 call(R"re((?m)^\s*source\s*=\s*"(\.\.?(?:/[^"]*)?)")re");
    const std::string home = fmt::format("files/{}/", use.name);
    for (const UserFile& file : layer_.files) {
      if (!file.path.starts_with(home) || !file.path.ends_with(".tf")) continue;
      // Below the input's own folder.
      const std::string top = file.path.substr(0, file.path.find('/', home.size())) + "/";
      re2::StringPiece rest(file.content);
      re2::StringPiece path;
      while (RE2::FindAndConsume(&rest, call, &path)) {
        const std::string called =
            normal_path(join_path(parent_folder(file.path), path.as_string())) + "/";
        if (called.starts_with(top)) continue;
        const auto begin = static_cast<std::uint32_t>(path.data() - file.content.data());
        const SourceId source = sources_.add(file.from, file.content);
        Diagnostic& report = diagnostics_.report(
            Code::kInputFile, {source, begin, begin + static_cast<std::uint32_t>(path.size())},
            fmt::format("this module lies outside of the folder that `{}` names", use.name),
            "name a folder that holds both, and with `//` the one in it: `../modules//app`");
        if (const Value* value = source_value(use))
          report.labels.push_back({value->span, "the folder is named here"});
      }
    }
  }

  const Layer& layer_;
  SourceMap& sources_;
  Diagnostics& diagnostics_;
  std::map<std::string, Declared, std::less<>> declared_;  // by the module's name; of folders alone
};

}  // namespace

std::string source_of_call(const ModuleUse& use) {
  const std::string folder = local_folder(use);
  if (!folder.empty()) return "./" + folder;
  const Value* source = source_value(use);
  return source == nullptr ? std::string() : source->text;
}

void check_calls(const Layer& layer, SourceMap& sources, Diagnostics& diagnostics) {
  CallChecker checker(layer, sources, diagnostics);
  for (const ModuleUse& use : layer.modules) {
    if (use.definition->call) checker.check(use);
  }
  for (const ModuleUse& use : layer.modules) checker.check_references(use);
}

}  // namespace opta
