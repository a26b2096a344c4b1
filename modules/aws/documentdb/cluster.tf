resource "aws_docdb_cluster" "this" {
  cluster_identifier = local.identifier
  engine             = "docdb"
  engine_version     = var.engine_version

  # Whoever writes another major version means it; the plan says that there is no way back.
  allow_major_version_upgrade = true

  # Or AWS would keep a new password back until the maintenance window, while Secrets Manager and services have it already.
  apply_immediately = true

  master_username            = local.user
  master_password_wo         = local.password
  master_password_wo_version = local.password_number

  db_subnet_group_name            = var.documentdb_subnet_group_name
  vpc_security_group_ids          = [var.documentdb_security_group_id]
  db_cluster_parameter_group_name = aws_docdb_cluster_parameter_group.this.name

  storage_encrypted = true
  kms_key_id        = var.kms_account_key_arn

  backup_retention_period = var.backup_retention_days

  deletion_protection       = var.deletion_protection
  skip_final_snapshot       = !local.final_snapshot
  final_snapshot_identifier = local.final_snapshot ? local.final_snapshot_name : null

  enabled_cloudwatch_logs_exports = local.logs

  tags = var.tags

  # Before DocumentDB makes some that are not encrypted and that outlive the cluster.
  depends_on = [aws_cloudwatch_log_group.this]
}

resource "aws_docdb_cluster_instance" "this" {
  count = var.instance_count

  identifier         = "${local.identifier}-${count.index}"
  cluster_identifier = aws_docdb_cluster.this.id
  instance_class     = var.instance_class

  apply_immediately     = var.apply_immediately
  copy_tags_to_snapshot = true

  enable_performance_insights     = var.performance_insights
  performance_insights_kms_key_id = var.performance_insights ? var.kms_account_key_arn : null

  tags = var.tags
}

resource "aws_docdb_cluster_parameter_group" "this" {
  # A group belongs to one major version, and the next one's has to stand before the cluster can go over to it.
  name        = "${local.identifier}-${replace(local.major_version, ".", "-")}"
  family      = "docdb${local.major_version}"
  description = "Parameters of ${local.identifier}"

  parameter {
    name         = "tls"
    value        = "enabled"
    apply_method = "pending-reboot"
  }

  # What the exported logs are about; without them those stay empty.
  dynamic "parameter" {
    for_each = ["audit_logs", "profiler"]

    content {
      name         = parameter.value
      value        = "enabled"
      apply_method = "immediate"
    }
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = toset(local.logs)

  name              = "/aws/docdb/${local.identifier}/${each.value}"
  retention_in_days = var.log_retention
  kms_key_id        = var.kms_account_key_arn

  tags = var.tags
}
