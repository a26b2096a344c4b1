data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = local.name
  description        = "Function ${var.module_name} of ${var.layer_name}"
  assume_role_policy = data.aws_iam_policy_document.trust.json

  tags = var.tags
}

locals {
  interface_actions = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
  ]
}

data "aws_iam_policy_document" "run" {
  statement {
    sid       = "WriteOwnLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_group_arn}:*"]
  }

  # Lambda itself connects the function to the subnets, with the function's role. EC2 lets that not be narrowed down…
  dynamic "statement" {
    for_each = local.in_vpc ? [local.interface_actions] : []

    content {
      sid       = "ConnectToSubnets"
      actions   = statement.value
      resources = ["*"]
    }
  }

  # …but the function's code has no business there.
  dynamic "statement" {
    for_each = local.in_vpc ? [local.interface_actions] : []

    content {
      sid       = "NotFromCode"
      effect    = "Deny"
      actions   = statement.value
      resources = ["*"]

      condition {
        test     = "ArnEquals"
        variable = "lambda:SourceFunctionArn"
        values   = [local.arn]
      }
    }
  }
}

resource "aws_iam_role_policy" "run" {
  name   = "run"
  role   = aws_iam_role.this.name
  policy = data.aws_iam_policy_document.run.json
}

# By position: an ARN may be known only after another module's apply.
resource "aws_iam_role_policy_attachment" "extra" {
  count = length(var.extra_iam_policies)

  role       = aws_iam_role.this.name
  policy_arn = var.extra_iam_policies[count.index]
}
