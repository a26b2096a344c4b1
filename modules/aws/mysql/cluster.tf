resource "aws_rds_cluster" "this" {
  cluster_identifier = local.identifier
  engine             = "aurora-mysql"
  engine_version     = local.engine_version

  # Whoever writes another major version means it; the plan says that there is no way back.
  allow_major_version_upgrade = true

  # Or AWS would keep a new password back until the maintenance window, while Secrets Manager and services have it already.
  apply_immediately = true

  database_name              = local.imported ? null : var.db_name
  master_username            = local.imported ? null : local.user
  master_password_wo         = local.password
  master_password_wo_version = local.password_number

  # One that was imported stays in its place in the network, with its own rules and parameters: another subnet group
  # would be another cluster.
  db_subnet_group_name            = local.imported ? null : var.db_subnet_group_name
  vpc_security_group_ids          = local.imported ? null : [var.mysql_security_group_id]
  db_cluster_parameter_group_name = one(aws_rds_cluster_parameter_group.this[*].name)

  storage_encrypted = true
  kms_key_id        = local.imported ? null : var.kms_account_key_arn

  backup_retention_period = var.backup_retention_days
  copy_tags_to_snapshot   = local.copy_tags_to_snapshot

  deletion_protection       = var.safety
  skip_final_snapshot       = !local.final_snapshot
  final_snapshot_identifier = local.final_snapshot ? local.final_snapshot_name : null

  enabled_cloudwatch_logs_exports = local.logs

  dynamic "serverlessv2_scaling_configuration" {
    for_each = var.serverless[*]

    content {
      min_capacity = serverlessv2_scaling_configuration.value.min_capacity
      max_capacity = serverlessv2_scaling_configuration.value.max_capacity
    }
  }

  tags = var.tags

  # Before RDS makes some that are not encrypted and that outlive the cluster.
  depends_on = [aws_cloudwatch_log_group.this]
}

resource "aws_rds_cluster_instance" "this" {
  count = local.instance_count

  identifier         = local.instance_names[count.index]
  cluster_identifier = aws_rds_cluster.this.id
  engine             = aws_rds_cluster.this.engine
  instance_class     = var.serverless == null ? var.instance_class : "db.serverless"

  db_subnet_group_name  = local.imported ? null : var.db_subnet_group_name
  publicly_accessible   = local.publicly_accessible
  apply_immediately     = var.apply_immediately
  copy_tags_to_snapshot = local.copy_tags_to_snapshot
  promotion_tier        = local.promotion_tier

  # A version is always written in full here, and with this AWS would leave it, and the long-term line with it.
  auto_minor_version_upgrade = local.minor_by_itself

  performance_insights_enabled    = var.performance_insights
  performance_insights_kms_key_id = var.performance_insights && !local.imported ? var.kms_account_key_arn : null

  tags = var.tags
}

resource "aws_rds_cluster_parameter_group" "this" {
  count = local.imported ? 0 : 1

  # A group belongs to one major version, and the next one's has to stand before the cluster can go over to it.
  name        = "${local.identifier}-${replace(local.major_version, ".", "-")}"
  family      = "aurora-mysql${local.major_version}"
  description = "Parameters of ${local.identifier}"

  parameter {
    name  = "require_secure_transport"
    value = "ON"
  }

  # What the exported log is about; without it that stays empty.
  parameter {
    name  = "slow_query_log"
    value = "1"
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = toset(local.imported ? [] : local.logs)

  name              = "/aws/rds/cluster/${local.identifier}/${each.value}"
  retention_in_days = var.log_retention
  kms_key_id        = var.kms_account_key_arn

  tags = var.tags
}
