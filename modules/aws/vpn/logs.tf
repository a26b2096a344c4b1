# Who connected when, from where. Old enough to look into what somebody notices a quarter later.
resource "aws_cloudwatch_log_group" "connections" {
  name              = "/opta/vpn/${local.name}"
  retention_in_days = 90
  kms_key_id        = local.key_arn

  tags = var.tags
}

resource "aws_cloudwatch_log_stream" "connections" {
  name           = "connections"
  log_group_name = aws_cloudwatch_log_group.connections.name
}
