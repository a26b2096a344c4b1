locals {
  path = "${var.env_name}/${var.layer_name}/${var.module_name}"

  # Role names are global in an account: environments of one name in two regions must not share them.
  suffix = substr(md5("${var.account_id}/${var.region}/${local.path}"), 0, 8)
}

resource "aws_iam_role" "this" {
  name               = "${replace(local.path, "/", "-")}-${local.suffix}"
  description        = "Role ${var.module_name} of ${var.layer_name}"
  assume_role_policy = data.aws_iam_policy_document.trust.json

  tags = var.tags

  lifecycle {
    precondition {
      condition     = length(var.allowed_k8s_services) + length(var.allowed_iams) > 0
      error_message = "Nobody could assume ${var.module_name}: give `allowed_k8s_services` or `allowed_iams`."
    }

    precondition {
      condition     = length(var.allowed_k8s_services) == 0 || var.k8s_openid_provider_arn != null
      error_message = "`allowed_k8s_services` of ${var.module_name} needs a k8s-cluster in the environment."
    }
  }
}

data "aws_iam_policy_document" "trust" {
  # Pods of these service accounts, and no others, trade their token for the role.
  dynamic "statement" {
    for_each = var.allowed_k8s_services

    content {
      actions = ["sts:AssumeRoleWithWebIdentity"]

      principals {
        type        = "Federated"
        identifiers = [var.k8s_openid_provider_arn]
      }

      # Patterns only where one is written: else `?` and `*` could come in by a name.
      condition {
        test     = strcontains("${statement.value.namespace}${statement.value.service_name}", "*") ? "StringLike" : "StringEquals"
        variable = "${var.k8s_openid_provider_url}:sub"
        values   = ["system:serviceaccount:${statement.value.namespace}:${statement.value.service_name}"]
      }

      condition {
        test     = "StringEquals"
        variable = "${var.k8s_openid_provider_url}:aud"
        values   = ["sts.amazonaws.com"]
      }
    }
  }

  dynamic "statement" {
    for_each = length(var.allowed_iams) > 0 ? [var.allowed_iams] : []

    content {
      actions = ["sts:AssumeRole"]

      principals {
        type        = "AWS"
        identifiers = statement.value
      }
    }
  }
}

# By position: an ARN may be known only after another module's apply.
resource "aws_iam_role_policy_attachment" "extra" {
  count = length(var.extra_iam_policies)

  role       = aws_iam_role.this.name
  policy_arn = var.extra_iam_policies[count.index]
}
