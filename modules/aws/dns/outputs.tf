output "zone_id" {
  value       = aws_route53_zone.public.zone_id
  description = "Id of the hosted zone."
}

output "name_servers" {
  value       = aws_route53_zone.public.name_servers
  description = "Name servers of the hosted zone."
}

output "domain" {
  value       = aws_route53_zone.public.name
  description = "The domain."
}

output "cert_arn" {
  value       = one(aws_acm_certificate_validation.this[*].certificate_arn)
  description = "ARN of the validated certificate; null until the domain is delegated."
}

# Not null: Terraform's states leave such outputs out, and files below the environment read this one.
output "linked_module" {
  value       = var.linked_module == null ? "" : var.linked_module
  description = "Module that the domain itself points to."
}
