data "aws_partition" "current" {}

locals {
  name = "opta-${var.layer_name}"

  # Role names are global in an account: environments of one name in two regions must not share them.
  suffix = substr(md5("${var.account_id}/${var.region}/${var.layer_name}"), 0, 8)

  public_endpoint = var.endpoint_access == "public"
}

resource "aws_eks_cluster" "this" {
  name     = local.name
  version  = var.k8s_version
  role_arn = aws_iam_role.cluster.arn

  # The networking add-ons are ours from the start, with roles and versions of our choosing (addons.tf).
  bootstrap_self_managed_addons = false

  enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]

  access_config {
    authentication_mode = "API"

    # The creator's entry is made by EKS, once. An entry of ours for "whoever runs Terraform" would change hands with
    # every colleague who applies.
    bootstrap_cluster_creator_admin_permissions = true
  }

  vpc_config {
    subnet_ids              = var.private_subnet_ids
    endpoint_private_access = true
    endpoint_public_access  = local.public_endpoint
    public_access_cidrs     = local.public_endpoint ? var.endpoint_public_access_cidrs : null
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = var.kms_account_key_arn
    }
  }

  upgrade_policy {
    support_type = var.extended_support ? "EXTENDED" : "STANDARD"
  }

  tags = var.tags

  # The rights must be there for as long as the cluster is, and the log group before EKS makes one without encryption.
  depends_on = [
    aws_cloudwatch_log_group.control_plane,
    aws_iam_role_policy.cluster,
    aws_iam_role_policy_attachment.cluster,
  ]
}

resource "aws_cloudwatch_log_group" "control_plane" {
  name              = "/aws/eks/${local.name}/cluster" # EKS writes to this name and no other
  retention_in_days = var.eks_log_retention
  kms_key_id        = var.kms_account_key_arn

  tags = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "control_plane" {
  for_each = toset(var.control_plane_security_groups)

  security_group_id            = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
  referenced_security_group_id = each.value
  description                  = "Kubernetes API"
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443

  tags = merge(var.tags, { Name = "kubernetes-api" })
}
