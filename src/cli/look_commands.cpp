// Commands that print what a layer has.
#include "app/configure_kubectl.h"
#include "app/doctor.h"
#include "app/drift.h"
#include "app/output.h"
#include "app/show.h"
#include "app/show_links.h"
#include "app/show_running.h"
#include "app/verify.h"
#include "cli/command_line.h"

namespace opta {

void add_look_commands(CommandLine& line) {
  Env& env = line.env();
  auto& run = line.keep<RunArguments>();
  auto& topic = line.keep<std::string>();

  CLI::App* sub =
      line.command("output", "Print the layer's outputs", [&] { return output(env, run); });
  line.layer_options(sub, run.layer);
  sub->add_flag("--sandbox", run.sandbox, "From the sandbox");
  sub = line.command("show", "Print what runs of the layer's services; or its resources, or links",
                     [&] {
                       if (topic == "links") return show_links(env, run.layer);
                       if (topic == "resources") return show(env, run);
                       return show_running(env, run, topic.empty());
                     });
  sub->add_option("what", topic,
                  "services: what runs where; resources, by module; links: who may reach what")
      ->check(CLI::IsMember({"services", "resources", "links"}))
      ->option_text("services|resources|links (services, where there are some)");
  line.layer_options(sub, run.layer);
  sub->add_flag("--sandbox", run.sandbox, "From the sandbox");
  auto& examined = line.keep<RunArguments>();
  auto& quick = line.keep<bool>();
  sub =
      line.command("doctor", "Examine tools, credentials, state, quotas, cluster and certificates",
                   [&] { return doctor(env, examined, quick); });
  line.layer_options(sub, examined.layer);
  sub->add_flag("--sandbox", examined.sandbox, "Of the sandbox");
  sub->add_flag("--quick", quick, "Without a plan: neither quotas nor drift");
  auto& verified = line.keep<VerifyArguments>();
  sub = line.command("verify", "Decide the security promises on what will exist",
                     [&] { return verify(env, verified); });
  line.layer_options(sub, verified.run.layer, {"sarif", "markdown"});
  sub->add_flag("--sandbox", verified.run.sandbox, "Of the sandbox");
  CLI::Option* report =
      sub->add_option(
             "--report", verified.report,
             "Writes the evidence for an auditor, report.html and report.md, into this folder")
          ->option_text("FOLDER");
  CLI::Option* list = sub->add_flag("--list", verified.list, "Which promises there are");
  CLI::Option* live = sub->add_flag(
      "--live", verified.live, "On what stands now in cloud and cluster, in place of the plan");
  live->excludes(list);
  CLI::Option* plan =
      sub->add_option(
             "--plan", verified.plan_file,
             "What `terraform show -json` says of a plan or a state, of any Terraform, in place "
             "of the file's plan")
          ->option_text("FILE")
          ->excludes(list)
          ->excludes(live);
  CLI::Option* from =
      sub->add_option("--from", verified.from,
                      "Whether this workload reaches the data store of `--to`, and on which ports, "
                      "in place of the promises")
          ->option_text("[NAMESPACE/]NAME");
  CLI::Option* to = sub->add_option("--to", verified.to,
                                    "A module of the file or of its environment, or the address "
                                    "of a database or cache")
                        ->option_text("MODULE|ADDRESS")
                        ->needs(from);
  from->needs(to)->excludes(list)->excludes(plan)->excludes(report);
  auto& drifted = line.keep<RunArguments>();
  sub = line.command("drift", "Show what was changed outside Opta since the last apply",
                     [&] { return drift(env, drifted); });
  line.layer_options(sub, drifted.layer);
  sub->add_flag("--sandbox", drifted.sandbox, "In the sandbox");
  sub = line.command("configure-kubectl", "Add the cluster to your kubeconfig",
                     [&] { return configure_kubectl(env, run); });
  line.layer_options(sub, run.layer);
  sub->add_flag("--sandbox", run.sandbox, "Of the sandbox");
}

}  // namespace opta
