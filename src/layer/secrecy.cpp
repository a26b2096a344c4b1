#include "layer/secrecy.h"

#include <algorithm>

#include <fmt/format.h>

namespace opta {

namespace {

bool is_text(const Value& value) {
  return value.kind == ValueKind::kString || value.kind == ValueKind::kTemplate;
}

// Walks through one module's arguments.
class SecrecyCheck {
 public:
  SecrecyCheck(const Layer& layer, const ModuleUse& use, Diagnostics& diagnostics)
      : layer_(layer), use_(use), diagnostics_(diagnostics) {
    for (const ReleaseDefinition& release : use.definition->releases) {
      if (!release.secret) continue;
      secret_inputs_.insert(secret_inputs_.end(), release.secret->inputs.begin(),
                            release.secret->inputs.end());
    }
  }

  void check() {
    for (const Field& input : use_.definition->inputs) {
      const auto argument = std::ranges::find(use_.arguments, input.name, &Argument::name);
      if (argument == use_.arguments.end()) continue;
      if (std::ranges::find(secret_inputs_, input.name) == secret_inputs_.end()) {
        refuse(argument->value, input.name);
        continue;
      }
      // Only the values of entries go to the Secret.
      for (const Value& item : argument->value.items) {
        for (const Entry& entry : item.entries) {
          if (entry.key != "value") refuse(entry.value, input.name);
        }
      }
      for (const auto& [name, value] : named_values(argument->value)) check_composed(*value);
    }
  }

 private:
  void refuse(const Value& value, std::string_view input) {
    std::vector<Reference> references;
    collect_references(value, references);
    for (const Reference& reference : references) {
      if (!is_secret(layer_, reference)) continue;
      diagnostics_.report(
          Code::kSecretInTheClear, reference.span,
          fmt::format("`{}` is a secret, and `{}` would show it", reference.output, input),
          secret_inputs_.empty()
              ? fmt::format("a k8s-service takes it by `links: [{}]`, or in its `env_vars`",
                            reference.module.empty() ? "NAME" : reference.module)
              : fmt::format("write it in `{}`: what holds a secret there is kept in a Kubernetes "
                            "Secret",
                            secret_inputs_.front()));
    }
  }

  // Terraform knows where the secret is and not what it is: it cannot compute with it.
  void check_composed(const Value& value) {
    for (const TemplatePart& part : value.parts) {
      for (const Reference& reference : part.references) {
        if (!is_secret(layer_, reference) || part.expression == reference.expression()) continue;
        diagnostics_.report(Code::kSecretInTheClear, reference.span,
                            fmt::format("an expression cannot compute with `{}`, which is a secret",
                                        reference.output),
                            fmt::format("write `${{{{{}}}}}` alone; text may stand around it",
                                        reference.expression()));
      }
    }
  }

  const Layer& layer_;
  const ModuleUse& use_;
  Diagnostics& diagnostics_;
  std::vector<std::string> secret_inputs_;
};

}  // namespace

bool is_secret(const Layer& layer, const Reference& reference) {
  const Output* output = layer.find_output(reference);
  return reference.secret || (output != nullptr && output->secret);
}

bool holds_secret(const Layer& layer, const Value& value) {
  std::vector<Reference> references;
  collect_references(value, references);
  return std::ranges::any_of(
      references, [&](const Reference& reference) { return is_secret(layer, reference); });
}

std::vector<std::pair<std::string_view, const Value*>> named_values(const Value& value) {
  std::vector<std::pair<std::string_view, const Value*>> values;
  for (const Entry& entry : value.entries) values.emplace_back(entry.key, &entry.value);
  for (const Value& item : value.items) {
    const Value* name = item.find("name");
    const Value* text = item.find("value");
    if (name != nullptr && text != nullptr && is_text(*name)) values.emplace_back(name->text, text);
  }
  return values;
}

void check_secrecy(const Layer& layer, Diagnostics& diagnostics) {
  for (const ModuleUse& use : layer.modules) SecrecyCheck(layer, use, diagnostics).check();
}

}  // namespace opta
