#include "app/secret.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/declared_secrets.h"
#include "app/manual_secret.h"
#include "app/report.h"
#include "app/secret_users.h"
#include "app/secret_value.h"
#include "base/base64.h"
#include "base/dotenv.h"
#include "base/suggest.h"
#include "base/text.h"
#include "layer/secrecy.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kFileBytesMax = 4U << 20U;

// A service's manual Secret, reached and read.
class SecretStore {
 public:
  static Step<SecretStore> open(FrontEnd& front, const SecretArguments& arguments) {
    auto services = Services::open(front, arguments.service);
    if (!services) return tl::make_unexpected(services.error());
    auto service = services->choose(ServiceKind::kOurChart);
    if (!service) return tl::make_unexpected(service.error());
    auto cluster = services->reach();
    if (!cluster) return tl::make_unexpected(cluster.error());
    auto values = read_manual_secret(services->room(), *cluster, service->release_namespace);
    if (!values) return tl::make_unexpected(values.error());
    return SecretStore(*std::move(services), *std::move(service), *std::move(cluster),
                       *std::move(values));
  }

  const CloudRoom& room() const { return services_.room(); }
  Env& env() const { return room().front().env; }
  const Service& service() const { return service_; }
  const SecretValues& values() const { return values_; }
  const ModuleUse& use() const { return *room().layer().find_module(service_.module); }
  const Release& release() const {
    return *std::ranges::find(services_.releases(), service_.module, &Release::module);
  }

  Exit fail_unknown(const std::string& name) const {
    std::vector<std::string> names;
    for (const auto& [known, value] : values_) names.push_back(known);
    std::string help = did_you_mean(name, names);
    if (help.empty()) help = "`opta secret list` shows which there are";
    return room().fail(Code::kSecretUnknown,
                       {.message = fmt::format("`{}` has no secret `{}` that was set by hand",
                                               service_.module, printable(name)),
                        .help = std::move(help)});
  }

  // What is the same already is left out.
  Exit change(SecretChanges changes, const SecretArguments& arguments) const {
    std::erase_if(changes, [this](const auto& one) {
      const auto now = values_.find(one.first);
      return now != values_.end() && one.second && now->second == *one.second;
    });
    std::vector<SecretUser> restarted;
    if (!changes.empty()) {
      if (auto done = change_manual_secret(services_, cluster_, service_, changes); !done)
        return done.error();
      say_changed(changes);
      if (arguments.restart) {
        auto users = restart_secret_users(room(), cluster_,
                                          {.release = service_.release,
                                           .object_namespace = service_.release_namespace,
                                           .secret = kManualSecret,
                                           .timeout = std::chrono::seconds(release().timeout_s)});
        if (!users) return users.error();
        restarted = *std::move(users);
      }
    }
    report_change(changes, restarted, arguments);
    return Exit::kDone;
  }

 private:
  SecretStore(Services services, Service service, kubectl::Context cluster, SecretValues values)
      : services_(std::move(services)),
        service_(std::move(service)),
        cluster_(std::move(cluster)),
        values_(std::move(values)) {}

  // Before the restart, which may fail.
  void say_changed(const SecretChanges& changes) const {
    std::vector<std::string> set;
    std::vector<std::string> gone;
    for (const auto& [name, value] : changes) (value ? set : gone).push_back(name);
    if (!set.empty()) env().err(fmt::format("Stored {}.\n", quoted_list(set)));
    if (!gone.empty()) env().err(fmt::format("Deleted {}.\n", quoted_list(gone)));
    const Value* variables = use().find_argument("env_vars");
    if (variables == nullptr) return;
    for (const auto& [name, value] : named_values(*variables)) {
      if (!changes.contains(name) || holds_secret(room().layer(), *value)) continue;
      env().err(fmt::format(
          "! `env_vars` of the file sets `{}`, too, and wins: the secret has no effect.\n", name));
    }
  }

  void report_change(const SecretChanges& changes, const std::vector<SecretUser>& restarted,
                     const SecretArguments& arguments) const {
    if (arguments.service.layer.format == Format::kJson) {
      Json json = {{"layer", room().layer().name},
                   {"module", service_.module},
                   {"set", Json::array()},
                   {"deleted", Json::array()},
                   {"restarted", Json::array()}};
      for (const auto& [name, value] : changes) json[value ? "set" : "deleted"].push_back(name);
      for (const SecretUser& user : restarted)
        json["restarted"].push_back({{"kind", user.kind}, {"name", user.name}});
      env().out(json.dump() + "\n");
      return;
    }
    if (changes.empty()) {
      env().out("Nothing was changed: that is what stands there already.\n");
      return;
    }
    for (const SecretUser& user : restarted)
      env().out(fmt::format("{} {} runs with the change: its new pods are ready.\n", user.kind,
                            user.name));
    if (!restarted.empty()) return;
    env().out(arguments.restart
                  ? std::string("No pods run that read it; those that start from now on do.\n")
                  : fmt::format("Pods that run keep what they have until they start again: "
                                "`kubectl rollout restart deployment --namespace {}`.\n",
                                service_.release_namespace));
  }

  Services services_;
  Service service_;
  kubectl::Context cluster_;
  SecretValues values_;
};

bool is_shown_as_text(std::string_view value) {
  return is_utf8(value) && std::ranges::none_of(value, [](char letter) {
           const auto byte = static_cast<unsigned char>(letter);
           return (byte < 0x20 && letter != '\n' && letter != '\t') || byte == 0x7f;
         });
}

}  // namespace

Exit secret_list(Env& env, const SecretArguments& arguments) {
  FrontEnd front(env);
  const auto store = SecretStore::open(front, arguments);
  if (!store) return store.error();
  const std::vector<DeclaredSecret> declared = declared_secrets(store->use());
  const auto given = given_variables(store->use(), store->release());
  std::set<std::string> names;
  for (const auto& [name, value] : store->values()) names.insert(name);
  for (const DeclaredSecret& secret : declared) names.insert(secret.name);
  std::size_t missing = 0;
  Json secrets = Json::array();
  std::string text;
  for (const std::string& name : names) {
    const bool set = store->values().contains(name);
    const bool elsewhere = given.contains(name);
    const bool asked = std::ranges::find(declared, name, &DeclaredSecret::name) != declared.end();
    secrets.push_back({{"name", name}, {"set", set}, {"declared", asked}, {"given", elsewhere}});
    const bool lacks = !set && !elsewhere;
    missing += lacks ? 1 : 0;
    text += lacks  ? fmt::format("{}  (missing: the file names it in `secrets`)\n", name)
            : !set ? fmt::format("{}  (from the file or a link)\n", name)
                   : name + "\n";
  }
  if (arguments.service.layer.format == Format::kJson) {
    env.out(Json{{"layer", store->room().layer().name},
                 {"module", store->service().module},
                 {"namespace", store->service().release_namespace},
                 {"secrets", secrets}}
                .dump() +
            "\n");
    return Exit::kDone;
  }
  env.out(text);
  if (names.empty()) {
    env.err(fmt::format("`{}` has no secrets yet; `opta secret update NAME` sets one.\n",
                        store->service().module));
  } else if (missing > 0) {
    env.err(fmt::format("{} without a value; `opta secret update NAME` asks for one.\n",
                        counted(missing, "secret")));
  }
  return Exit::kDone;
}

Exit secret_view(Env& env, const SecretArguments& arguments) {
  FrontEnd front(env);
  const auto store = SecretStore::open(front, arguments);
  if (!store) return store.error();
  const auto found = store->values().find(arguments.name);
  if (found == store->values().end()) return store->fail_unknown(arguments.name);
  const std::string& value = found->second;
  if (arguments.service.layer.format == Format::kJson) {
    Json json = {{"name", found->first}};
    if (is_utf8(value)) {
      json["value"] = value;
    } else {
      json["value_base64"] = base64_encoded(value);
    }
    env.out(json.dump() + "\n");
    return Exit::kDone;
  }
  if (env.out_is_terminal && !is_shown_as_text(value)) {
    env.err(fmt::format("The value is {} that are no text; `> FILE` writes them.\n",
                        counted(value.size(), "byte")));
    return Exit::kDone;
  }
  env.out(value);
  if (env.out_is_terminal && !value.ends_with('\n')) env.out("\n");
  return Exit::kDone;
}

Exit secret_update(Env& env, const SecretArguments& arguments) {
  FrontEnd front(env);
  if (const std::string refusal = refuse_secret(arguments.name, ""); !refusal.empty())
    return report_error(env, Code::kUsage, {.message = refusal});
  const auto store = SecretStore::open(front, arguments);
  if (!store) return store.error();
  const auto value = take_secret_value(store->room(), arguments);
  if (!value) return value.error();
  if (const std::string refusal = refuse_secret(arguments.name, *value); !refusal.empty())
    return report_error(env, Code::kUsage, {.message = refusal});
  return store->change({{arguments.name, *value}}, arguments);
}

Exit secret_bulk_update(Env& env, const SecretArguments& arguments) {
  FrontEnd front(env);
  const auto text = arguments.file == "-" ? env.read_input(kFileBytesMax)
                                          : env.disk.read(arguments.file, kFileBytesMax);
  if (!text) return report_error(env, Code::kFileUnreadable, text.error());
  const std::string file = arguments.file == "-" ? "standard input" : printable(arguments.file);
  const Dotenv parsed = parse_dotenv(*text);
  std::vector<std::string> refusals;
  for (const DotenvFault& fault : parsed.faults)
    refusals.push_back(fmt::format("{}:{}:{}: {}", file, fault.line, fault.column, fault.message));
  for (const DotenvEntry& entry : parsed.entries) {
    if (const std::string refusal = refuse_secret(entry.name, entry.value); !refusal.empty())
      refusals.push_back(fmt::format("{}:{}:1: {}", file, entry.line, refusal));
  }
  if (parsed.faults.empty() && parsed.entries.empty())
    refusals.push_back(fmt::format("{}: there is no line NAME=value", file));
  if (!refusals.empty()) {
    Diagnostic& report = front.diagnostics.report(
        Code::kSecretFile, {}, fmt::format("`{}` cannot be taken; nothing was changed", file),
        "`opta explain E0006` shows what such a file may hold");
    report.notes = std::move(refusals);
    return front.report(arguments.service.layer.format);
  }
  const auto store = SecretStore::open(front, arguments);
  if (!store) return store.error();
  SecretChanges changes;
  for (const DotenvEntry& entry : parsed.entries) changes[entry.name] = entry.value;
  return store->change(std::move(changes), arguments);
}

Exit secret_delete(Env& env, const SecretArguments& arguments) {
  FrontEnd front(env);
  const auto store = SecretStore::open(front, arguments);
  if (!store) return store.error();
  if (!store->values().contains(arguments.name)) return store->fail_unknown(arguments.name);
  return store->change({{arguments.name, std::nullopt}}, arguments);
}

}  // namespace opta
