data "aws_partition" "current" {}

locals {
  path = "${var.env_name}/${var.layer_name}/${var.module_name}"

  # Functions of one name in two services or environments, and roles in two regions.
  suffix = substr(md5("${var.account_id}/${var.region}/${local.path}"), 0, 8)
  name   = "opta-${var.module_name}-${local.suffix}"

  # Written out, so that policies are known before what they name.
  arn           = "arn:${data.aws_partition.current.partition}:lambda:${var.region}:${var.account_id}:function:${local.name}"
  log_group     = "/aws/lambda/${local.name}"
  log_group_arn = "arn:${data.aws_partition.current.partition}:logs:${var.region}:${var.account_id}:log-group:${local.log_group}"

  in_vpc = var.private_subnet_ids != null
}

resource "aws_lambda_function" "this" {
  function_name = local.name
  description   = "${var.module_name} of ${var.layer_name}"
  role          = aws_iam_role.this.arn

  runtime          = var.runtime
  handler          = var.handler
  filename         = var.filename
  source_code_hash = filebase64sha256(var.filename)

  kms_key_arn = var.kms_account_key_arn

  dynamic "environment" {
    for_each = length(var.env_vars) > 0 ? [var.env_vars] : []

    content {
      variables = environment.value
    }
  }

  dynamic "vpc_config" {
    for_each = local.in_vpc ? [var.private_subnet_ids] : []

    content {
      subnet_ids         = vpc_config.value
      security_group_ids = aws_security_group.this[*].id
    }
  }

  tags = var.tags

  # Lambda tries the role's rights, and would make a log group of its own, that nobody deletes and no key encrypts.
  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy.run]
}

resource "aws_cloudwatch_log_group" "function" {
  name              = local.log_group
  retention_in_days = 14
  kms_key_id        = var.kms_account_key_arn

  tags = var.tags
}

# Nothing comes in: Lambda hands over its events by another way. Where databases let it in is theirs to say.
resource "aws_security_group" "this" {
  count = local.in_vpc ? 1 : 0

  name        = local.name
  description = "From function ${var.module_name} of ${var.layer_name} to anywhere"
  vpc_id      = var.vpc_id

  tags = merge(var.tags, { Name = local.name })
}

resource "aws_vpc_security_group_egress_rule" "anywhere" {
  count = local.in_vpc ? 1 : 0

  security_group_id = aws_security_group.this[0].id
  description       = "Databases and AWS inside, the internet through NAT"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"

  tags = merge(var.tags, { Name = "anywhere" })
}
