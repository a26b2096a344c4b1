data "aws_partition" "current" {}

locals {
  # AWS knows a FIFO topic by its name.
  name = "${var.env_name}-${var.layer_name}-${var.module_name}${var.fifo ? ".fifo" : ""}"
  arn  = "arn:${data.aws_partition.current.partition}:sns:${var.region}:${var.account_id}:${local.name}"
}

resource "aws_sns_topic" "this" {
  name                        = local.name
  fifo_topic                  = var.fifo
  content_based_deduplication = var.fifo && var.content_based_deduplication

  kms_master_key_id = var.kms_account_key_arn
  policy            = data.aws_iam_policy_document.topic.json

  tags = var.tags
}

data "aws_iam_policy_document" "topic" {
  # A topic must have a policy, and without one of ours AWS writes its own. Naming the account lets IAM decide.
  statement {
    sid       = "AccountDecidesByIam"
    resources = [local.arn]
    actions = [
      "sns:AddPermission",
      "sns:DeleteTopic",
      "sns:GetTopicAttributes",
      "sns:ListSubscriptionsByTopic",
      "sns:Publish",
      "sns:RemovePermission",
      "sns:SetTopicAttributes",
      "sns:Subscribe",
    ]

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${var.account_id}:root"]
    }
  }

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [local.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

# By position: an ARN may be known only after another module's apply.
resource "aws_sns_topic_subscription" "queue" {
  count = length(var.sqs_subscribers)

  topic_arn = aws_sns_topic.this.arn
  protocol  = "sqs"
  endpoint  = var.sqs_subscribers[count.index]
}
