# Roles of this account need no word here: their own policies decide.
data "aws_iam_policy_document" "queue" {
  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = ["${local.queues_arn}:${local.name}"]

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

  # The services write for whoever asks them to: the source has to be of this account.
  dynamic "statement" {
    for_each = {
      TopicsOfThisAccount = { service = "sns.amazonaws.com", sources = "sns:*:${var.account_id}:*" }
      RulesOfThisAccount  = { service = "events.amazonaws.com", sources = "events:${var.region}:${var.account_id}:rule/*" }
    }

    content {
      sid       = statement.key
      actions   = ["sqs:SendMessage"]
      resources = ["${local.queues_arn}:${local.name}"]

      principals {
        type        = "Service"
        identifiers = [statement.value.service]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [var.account_id]
      }

      condition {
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = ["arn:${data.aws_partition.current.partition}:${statement.value.sources}"]
      }
    }
  }
}

# SQS itself moves messages there, and asks no policy.
data "aws_iam_policy_document" "dead" {
  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = ["${local.queues_arn}:${local.dead}"]

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
