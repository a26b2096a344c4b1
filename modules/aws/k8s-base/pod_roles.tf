locals {
  records = var.zone_id != "" || var.dns_domain != null

  # One role for each add-on that calls AWS, for the service account of that name in the namespace of that name.
  pod_roles = toset(concat(
    var.cluster_autoscaler_enabled ? ["cluster-autoscaler"] : [],
    local.records ? ["external-dns"] : [],
    local.public ? ["aws-load-balancer-controller"] : [],
  ))

  irsa = var.iam == "irsa"
}

data "aws_partition" "current" {}

data "aws_iam_policy_document" "pod_trust" {
  for_each = local.irsa ? local.pod_roles : toset([])

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [var.k8s_openid_provider_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${var.k8s_openid_provider_url}:sub"
      values   = ["system:serviceaccount:${each.key}:${each.key}"]
    }

    condition {
      test     = "StringEquals"
      variable = "${var.k8s_openid_provider_url}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

# EKS vouches for cluster, namespace and service account with session tags.
data "aws_iam_policy_document" "pod_identity_trust" {
  for_each = local.irsa ? toset([]) : local.pod_roles

  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/eks-cluster-name"
      values   = [var.k8s_cluster_name]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes-namespace"
      values   = [each.key]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes-service-account"
      values   = [each.key]
    }
  }
}

resource "aws_iam_role" "pod" {
  for_each = local.pod_roles

  name        = "${local.name}-${trimsuffix(trimprefix(each.key, "aws-"), "-controller")}-${local.suffix}" # of 64 characters at most
  description = "Add-on ${each.key} of ${local.name}"
  # Without local values, here and below: a plan tells where an attribute is taken from, and nothing of those.
  assume_role_policy = var.iam == "irsa" ? data.aws_iam_policy_document.pod_trust[each.key].json : data.aws_iam_policy_document.pod_identity_trust[each.key].json

  tags = var.tags
}

resource "aws_iam_role_policy" "pod" {
  for_each = local.pod_roles

  name = each.key
  role = aws_iam_role.pod[each.key].name

  policy = {
    aws-load-balancer-controller = one(data.aws_iam_policy_document.load_balancer_controller[*].json)
    cluster-autoscaler           = data.aws_iam_policy_document.cluster_autoscaler.json
    external-dns                 = one(data.aws_iam_policy_document.external_dns[*].json)
  }[each.key]
}

# Brings roles to pods when it is not done by tokens.
resource "aws_eks_addon" "pod_identity" {
  count = local.irsa ? 0 : 1

  cluster_name = var.k8s_cluster_name
  addon_name   = "eks-pod-identity-agent"

  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"

  tags = var.tags
}

resource "aws_eks_pod_identity_association" "pod" {
  for_each = local.irsa ? toset([]) : local.pod_roles

  cluster_name    = var.k8s_cluster_name
  namespace       = each.key
  service_account = each.key
  role_arn        = aws_iam_role.pod[each.key].arn

  tags = var.tags

  depends_on = [aws_eks_addon.pod_identity, aws_iam_role_policy.pod]
}
