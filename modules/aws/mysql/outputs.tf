output "db_user" {
  value       = aws_rds_cluster.this.master_username
  description = "Name of the master user."
}

output "db_password" {
  # One that was entered by hand has no version: it is the last one.
  value       = "${aws_secretsmanager_secret.password.arn}:password::${local.imported ? "" : local.version_id}"
  description = "Where the password of the master user is to be had."
}

output "db_host" {
  value       = aws_rds_cluster.this.endpoint
  description = "Host name of the writer."

  # An address without an instance behind it answers nobody.
  depends_on = [aws_rds_cluster_instance.this]
}

output "db_name" {
  value       = try(coalesce(aws_rds_cluster.this.database_name), var.db_name)
  description = "Name of the database."
}
