#include "app/starter.h"

namespace opta {

namespace {

constexpr std::string_view kEnvironment =
    R"(# An environment: a network, a Kubernetes cluster and what services share.
# `opta help modules` lists the module types, `opta help aws-eks` the fields of one.
name: staging
org_name: my-org # at most 15 lower case letters, digits and hyphens

providers:
  aws:
    region: us-east-1 # needs three availability zones
    account_id: "000000000000" # aws sts get-caller-identity

modules:
  # VPC over three zones, NAT, flow logs, the environment's encryption key.
  - type: base

  # A hosted zone for your domain. After the first apply, enter the name servers (`opta output`) at your registrar,
  # then set `delegated: true` to get a certificate.
  # - type: dns
  #   domain: staging.example.com
  #   delegated: false

  # An EKS cluster with one managed node group over the private subnets.
  - type: k8s-cluster
    min_nodes: 3
    max_nodes: 5
    node_instance_type: t3.medium
)";

constexpr std::string_view kService =
    R"(# A service: what runs in an environment, and what it uses there.
# `opta help modules` lists the module types, `opta help k8s-service` the fields of one.
name: hello

environments:
  - name: staging
    path: ../staging/opta.yaml # relative to this file
    variables:
      max_containers: 3

input_variables:
  - name: max_containers
    default: 3

modules:
  - type: k8s-service
    name: app
    image: AUTO # built by you, pushed with `opta push`
    port:
      http: 8080
    healthcheck_path: /
    max_containers: "{vars.max_containers}"
    # What the service uses. A database gives its address and password, a bucket the rights to it.
    # links:
    #   - db
    #   - uploads: [read, write]

  # - type: postgres
  #   name: db
  # - type: aws-s3
  #   name: uploads
  #   bucket_name: "{parent_name}-{layer_name}-uploads"
)";

}  // namespace

std::string starter_file(std::string_view kind) {
  return std::string(kind == "service" ? kService : kEnvironment);
}

}  // namespace opta
