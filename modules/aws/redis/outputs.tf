output "cache_host" {
  value       = aws_elasticache_replication_group.this.primary_endpoint_address
  description = "Host name of the primary node."
}

output "cache_auth_token" {
  value       = "${aws_secretsmanager_secret.token.arn}:password::${aws_secretsmanager_secret_version.token.version_id}"
  description = "Where the token that clients authenticate with is to be had."
}
