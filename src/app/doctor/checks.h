// The examinations of `opta doctor`. Each adds what it finds; none stops the others.
#pragma once

#include "app/cloud_room.h"
#include "emit/release.h"
#include "exec/kubectl/context.h"
#include "plan/plan.h"
#include "view/findings_view.h"

namespace opta {

// The programs that Opta runs, with their versions.
void check_tools(Env& env, Findings& findings);
// Whose credentials these are, and whether they are of the file's account.
void check_identity(const CloudRoom& room, Findings& findings);
// The state bucket, and who holds the layer's lock.
void check_state(const CloudRoom& room, Findings& findings);
// Certificates in ACM that the environment's outputs name.
void check_acm(const CloudRoom& room, Findings& findings);
// Ends of support, and versions that exclude each other: what `validate` warns of.
void check_support(const Diagnostics& diagnostics, Findings& findings);
// Nodes, Helm releases of the layer, and certificates that cert-manager keeps, Linkerd's among
// them.
void check_cluster(const CloudRoom& room, const kubectl::Context& cluster,
                   const std::vector<Release>& releases, Findings& findings);

// What the next apply would meet, and drift in the cloud: the only part that runs Terraform.
void check_plan(FrontEnd& front, const RunArguments& arguments, Findings& findings);
// Whether the account has room for what the plan makes.
void check_quotas(const aws::Cli& cli, const Plan& plan, Findings& findings);

// How a certificate stands that ends on that day. Those that renew themselves do so 30 days before.
Finding certificate_finding(std::string subject, Day ends, Day today);

}  // namespace opta
