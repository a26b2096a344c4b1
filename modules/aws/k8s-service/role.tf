# The service's identity in AWS. It has no rights but those that are attached.
resource "aws_iam_role" "this" {
  name               = "${replace(local.path, "/", "-")}-${local.suffix}"
  description        = "Service ${var.module_name} of ${var.layer_name}"
  assume_role_policy = data.aws_iam_policy_document.trust.json

  tags = var.tags
}

# Pods of this one service account, and no other, trade their token for the role.
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [var.k8s_openid_provider_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${var.k8s_openid_provider_url}:sub"
      values   = ["system:serviceaccount:${var.layer_name}:${local.service_account}"]
    }

    condition {
      test     = "StringEquals"
      variable = "${var.k8s_openid_provider_url}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

# By position: an ARN may be known only after another module's apply.
resource "aws_iam_role_policy_attachment" "additional" {
  count = length(local.additional_policies)

  role       = aws_iam_role.this.name
  policy_arn = local.additional_policies[count.index]
}
