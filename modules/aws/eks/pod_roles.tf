# Pods trade the tokens that the cluster gives them for roles, through this provider. IAM trusts the issuer by its
# public certificate authority, so no thumbprint is pinned.
resource "aws_iam_openid_connect_provider" "pods" {
  url            = aws_eks_cluster.this.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]

  tags = merge(var.tags, { Name = local.name })
}

locals {
  # Add-ons that call AWS, the service account that does, and what it may.
  pod_roles = {
    vpc-cni = { service_account = "aws-node", policy = "AmazonEKS_CNI_Policy" }
    ebs-csi = { service_account = "ebs-csi-controller-sa", policy = "service-role/AmazonEBSCSIDriverPolicy" }
  }
}

data "aws_iam_policy_document" "pod_trust" {
  for_each = local.pod_roles

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.pods.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${aws_iam_openid_connect_provider.pods.url}:sub"
      values   = ["system:serviceaccount:kube-system:${each.value.service_account}"]
    }

    condition {
      test     = "StringEquals"
      variable = "${aws_iam_openid_connect_provider.pods.url}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "pod" {
  for_each = local.pod_roles

  name               = "${local.name}-${each.key}-${local.suffix}"
  description        = "Add-on ${each.key} of ${local.name}"
  assume_role_policy = data.aws_iam_policy_document.pod_trust[each.key].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "pod" {
  for_each = local.pod_roles

  role       = aws_iam_role.pod[each.key].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.value.policy}"
}

# AWS's policy for the driver knows volumes, but not the key that encrypts them.
data "aws_iam_policy_document" "volume_key" {
  statement {
    sid       = "UseKey"
    resources = [var.kms_account_key_arn]
    actions = [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey*",
      "kms:ReEncrypt*",
    ]
  }

  statement {
    sid       = "GrantVolumes"
    actions   = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"]
    resources = [var.kms_account_key_arn]

    condition {
      test     = "Bool"
      variable = "kms:GrantIsForAWSResource"
      values   = ["true"]
    }
  }
}

resource "aws_iam_role_policy" "volume_key" {
  name   = "volume-key"
  role   = aws_iam_role.pod["ebs-csi"].name
  policy = data.aws_iam_policy_document.volume_key.json
}
