#include <fmt/format.h>

#include "prove/promises/objects.h"
#include "prove/promises/secret_words.h"

namespace opta::prove {

namespace {

// What only points at a secret, or turns it off: a switch, a number, another variable.
bool is_harmless(std::string_view value) {
  return value.empty() || value == "true" || value == "false" || value == "none" ||
         value.find_first_not_of("0123456789") == std::string_view::npos ||
         (value.starts_with("$(") && value.ends_with(')'));
}

// The texts of a map or list of settings, by the name that each has.
void judge_setting(std::string_view name, const std::string& path, const Word& value,
                   Finding& finding) {
  if (is_secret_name(name)) {
    if (!value.is_known) {
      finding.lower(Truth::kUnknown, path, value);
    } else if (!is_harmless(value.text)) {
      finding.lower(Truth::kNo, path + " has the name of a secret and a value in the clear");
    }
  }
  if (is_secret_value(value.text)) finding.lower(Truth::kNo, path + " looks like a secret");
}

void judge_workload(const Object& workload, Cases& cases) {
  const KubeObject& object = *workload.content;
  Finding finding(&workload);
  constexpr std::string_view kValue = ".value";
  for (const std::string& container : containers(object)) {
    for (const std::string_view field : fields_below(object, container + ".env[")) {
      if (!field.ends_with(kValue)) continue;
      const std::string path(field.substr(0, field.size() - kValue.size()));
      judge_setting(field_text(object, path + ".name"), path, word_at(object, field), finding);
    }
    for (const char* list : {"args", "command"}) {
      for (const std::string& path : elements(object, below(container, list)))
        judge_setting("", path, word_at(object, path), finding);
    }
  }
  cases.push_back(std::move(finding).done());
}

void judge_config_map(const Object& map, Cases& cases) {
  Finding finding(&map);
  for (const char* name : {"data", "binaryData"}) {
    for (const auto& [key, value] : entries(*map.content, name))
      judge_setting(key, below(name, key), value, finding);
  }
  cases.push_back(std::move(finding).done());
}

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const Object* workload : evidence.cluster.workloads()) {
    if (!is_third_party(*workload->release)) judge_workload(*workload, cases);
  }
  for (const Object* map : evidence.cluster.of_kind("ConfigMap")) {
    if (!is_third_party(*map->release)) judge_config_map(*map, cases);
  }
  return cases;
}

}  // namespace

extern const Promise kK8s16;
const Promise kK8s16 = {
    .id = "K8S-16",
    .sentence = "No password and no key stands in the clear in a workload or a ConfigMap.",
    .why =
        "Who may look at pods sees their variables, and Helm keeps them in each revision; Secrets "
        "are encrypted, and reading them is a right of its own.",
    .how =
        "In what charts of Opta's and of the user's own make: no variable, argument or entry that "
        "is called like a secret (`..._PASSWORD`, `..._TOKEN`, `..._API_KEY`) has a value in the "
        "clear, and none looks like one: a private key, a key of a well-known provider, an address "
        "with a password. What only the apply tells is judged by its name; outputs that are marked "
        "as secret Opta writes into Secrets.",
    .controls = "SOC 2 CC6.1; CIS Kubernetes 5.4.1",
    .fix = "Set it with `opta secret update`, or take it from a module's output.",
    .decide = decide,
    .reads_objects = true,
};

}  // namespace opta::prove
