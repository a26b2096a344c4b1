data "aws_partition" "current" {}

locals {
  # Policy names are global in an account: environments of one name in two regions must not share them.
  suffix = substr(md5("${var.account_id}/${var.region}/${var.env_name}/${var.layer_name}/${var.module_name}"), 0, 8)
}

data "aws_iam_policy_document" "sender" {
  statement {
    sid       = "SendFromDomain"
    resources = [aws_ses_domain_identity.this.arn, "arn:${data.aws_partition.current.partition}:ses:${var.region}:${var.account_id}:template/*"]
    actions = [
      "ses:SendBulkTemplatedEmail",
      "ses:SendEmail",
      "ses:SendRawEmail",
      "ses:SendTemplatedEmail",
    ]

    condition {
      test     = "StringLike"
      variable = "ses:FromAddress"
      values   = ["*@${var.domain}"]
    }
  }
}

resource "aws_iam_policy" "sender" {
  name        = "${var.env_name}-${var.layer_name}-${var.module_name}-sender-${local.suffix}"
  description = "Sends mail from any address of ${var.domain}"
  policy      = data.aws_iam_policy_document.sender.json

  tags = var.tags
}
