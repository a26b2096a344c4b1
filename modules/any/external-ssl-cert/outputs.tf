output "domain" {
  value       = var.domain
  description = "Domain that the certificate is for."
}
