output "db_user" {
  value       = coalesce(aws_rds_cluster.this.master_username, local.user)
  description = "Name of the master user."
}

output "db_password" {
  # One that was entered by hand has no version: it is the last one.
  value       = "${aws_secretsmanager_secret.password.arn}:password::${local.makes_password ? local.version_id : ""}"
  description = "Where the password of the master user is to be had."
}

output "db_host" {
  value       = local.joins_global ? aws_rds_cluster.this.reader_endpoint : aws_rds_cluster.this.endpoint
  description = "Host name of the writer, or of the reader of a joined global database."

  # An address without an instance behind it answers nobody.
  depends_on = [aws_rds_cluster_instance.this]
}

output "db_name" {
  value       = coalesce(aws_rds_cluster.this.database_name, var.database_name)
  description = "Name of the database."
}

output "global_database_id" {
  value       = var.create_global_database ? one(aws_rds_global_cluster.this[*].id) : "N/A"
  description = "Id of the global database, or N/A."
}
