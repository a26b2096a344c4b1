output "global_accelerator_arn" {
  value       = aws_globalaccelerator_accelerator.this.arn
  description = "ARN of the accelerator."
}

output "global_accelerator_dns_name" {
  value       = aws_globalaccelerator_accelerator.this.dns_name
  description = "Host name of the accelerator."
}

output "global_accelerator_ip_addresses" {
  value       = flatten(aws_globalaccelerator_accelerator.this.ip_sets[*].ip_addresses)
  description = "The fixed IP addresses."
}

output "global_accelerator_endpoint_arns" {
  value       = [aws_globalaccelerator_endpoint_group.this.arn]
  description = "ARNs of the endpoint groups."
}
