output "db_host" {
  value       = aws_docdb_cluster.this.endpoint
  description = "Host name of the cluster's writer."

  # An address without an instance behind it answers nobody.
  depends_on = [aws_docdb_cluster_instance.this]
}

output "db_user" {
  value       = aws_docdb_cluster.this.master_username
  description = "Name of the master user."
}

output "db_password" {
  value       = "${aws_secretsmanager_secret.password.arn}:password::${aws_secretsmanager_secret_version.password.version_id}"
  description = "Where the password of the master user is to be had."
}
