output "docker_repo_url" {
  value       = local.builds_own_image ? local.repository_url : ""
  description = "URL of the ECR repository, or empty."
}

output "current_image" {
  value       = local.is_deployed || !local.builds_own_image ? local.repository : ""
  description = "Image that the file names, without tag and digest, or empty."
}

output "current_tag" {
  value       = local.tag == null ? "" : local.tag
  description = "Tag that the file names, or empty."
}

output "current_digest" {
  value       = local.digest == null ? "" : local.digest
  description = "Digest that the file names, or empty."
}

output "role_arn" {
  value       = aws_iam_role.this.arn
  description = "ARN of the service's role."
}

output "service_account_name" {
  value       = local.service_account
  description = "Name of the service's Kubernetes service account."
}

output "database_certificates" {
  value       = local.database_certificates
  description = "Certificates with which clients verify the region's databases."
}
