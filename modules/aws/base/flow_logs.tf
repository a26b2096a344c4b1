locals {
  flow_log_group = "${local.name}-vpc-flow-${local.suffix}"

  # Written out, so that the policy below is known before the group exists.
  log_groups_arn = "arn:${data.aws_partition.current.partition}:logs:${var.region}:${var.account_id}:log-group"
}

resource "aws_flow_log" "vpc" {
  count = local.adopted ? 0 : 1

  vpc_id                   = aws_vpc.this[0].id
  traffic_type             = "ALL"
  log_destination_type     = "cloud-watch-logs"
  log_destination          = aws_cloudwatch_log_group.vpc_flow[0].arn
  iam_role_arn             = aws_iam_role.vpc_flow[0].arn
  max_aggregation_interval = 600

  tags = merge(var.tags, { Name = local.name })
}

resource "aws_cloudwatch_log_group" "vpc_flow" {
  count = local.adopted ? 0 : 1

  name              = local.flow_log_group
  retention_in_days = var.vpc_log_retention
  kms_key_id        = aws_kms_key.this.arn

  tags = var.tags
}

data "aws_iam_policy_document" "vpc_flow_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["vpc-flow-logs.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.current.partition}:ec2:${var.region}:${var.account_id}:vpc-flow-log/*"]
    }
  }
}

resource "aws_iam_role" "vpc_flow" {
  count = local.adopted ? 0 : 1

  name               = "${local.name}-vpc-flow-${substr(local.suffix, 0, 8)}"
  description        = "Lets the flow log of ${local.name} write to its log group"
  assume_role_policy = data.aws_iam_policy_document.vpc_flow_trust.json

  tags = var.tags
}

data "aws_iam_policy_document" "vpc_flow" {
  statement {
    actions = [
      "logs:CreateLogStream",
      "logs:DescribeLogStreams",
      "logs:PutLogEvents",
    ]
    resources = ["${local.log_groups_arn}:${local.flow_log_group}:*"]
  }

  # Listing groups cannot be narrowed to one.
  statement {
    actions   = ["logs:DescribeLogGroups"]
    resources = ["${local.log_groups_arn}:*"]
  }
}

resource "aws_iam_role_policy" "vpc_flow" {
  count = local.adopted ? 0 : 1

  name   = "write-flow-logs"
  role   = aws_iam_role.vpc_flow[0].name
  policy = data.aws_iam_policy_document.vpc_flow.json
}
