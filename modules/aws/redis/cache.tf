resource "aws_elasticache_replication_group" "this" {
  replication_group_id = local.identifier
  description          = "Cache ${var.module_name} of ${var.layer_name}"
  engine               = local.engine
  engine_version       = local.version
  parameter_group_name = "default.${local.family}"
  node_type            = var.node_type
  port                 = 6379

  num_cache_clusters         = var.multi_az ? 2 : 1
  multi_az_enabled           = var.multi_az
  automatic_failover_enabled = var.multi_az

  subnet_group_name  = var.elasticache_subnet_group_name
  security_group_ids = [var.elasticache_security_group_id]

  at_rest_encryption_enabled = true
  kms_key_id                 = var.kms_account_key_arn

  transit_encryption_enabled = true
  transit_encryption_mode    = local.knows_tls_mode ? "required" : null

  # The former token goes on working until the next rotation, so that services can follow one by one.
  auth_token                 = jsondecode(data.aws_secretsmanager_secret_version.token.secret_string).password
  auth_token_update_strategy = "ROTATE"

  snapshot_retention_limit  = var.snapshot_retention_limit
  snapshot_window           = var.snapshot_window
  final_snapshot_identifier = var.final_snapshot ? local.final_snapshot_name : null

  auto_minor_version_upgrade = true
  apply_immediately          = var.apply_immediately

  dynamic "log_delivery_configuration" {
    for_each = aws_cloudwatch_log_group.this

    content {
      destination_type = "cloudwatch-logs"
      destination      = log_delivery_configuration.value.name
      log_format       = "json"
      log_type         = log_delivery_configuration.key
    }
  }

  tags = var.tags

  lifecycle {
    precondition {
      condition     = contains(local.versions_of_redis, local.version) == (local.engine == "redis")
      error_message = "${local.engine} has no version ${local.version}: Redis ends with 7.1, and Valkey begins with 7.2."
    }
  }
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = toset(local.logs)

  name              = "/aws/elasticache/${local.identifier}/${each.value}"
  retention_in_days = var.log_retention
  kms_key_id        = var.kms_account_key_arn

  tags = var.tags
}
