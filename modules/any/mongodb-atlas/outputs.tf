output "db_user" {
  value       = mongodbatlas_database_user.this.username
  description = "Name of the database user."
}

output "db_password" {
  value       = "${aws_secretsmanager_secret.password.arn}:password::${aws_secretsmanager_secret_version.password.version_id}"
  description = "Where the password of the database user is to be had."

  depends_on = [mongodbatlas_database_user.this]
}

output "mongodb_atlas_connection_string" {
  value       = mongodbatlas_advanced_cluster.this.connection_strings.standard_srv
  description = "Connection string without credentials."
}

output "mongodb_atlas_ipaccesslist" {
  value       = [for entry in mongodbatlas_project_ip_access_list.this : entry.ip_address]
  description = "Addresses that may connect."
}
