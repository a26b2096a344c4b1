output "vpn_dns_name" {
  value       = aws_ec2_client_vpn_endpoint.this.dns_name
  description = "Host name of the endpoint."
}

output "vpn_endpoint_id" {
  value       = aws_ec2_client_vpn_endpoint.this.id
  description = "Id of the endpoint."
}

output "vpn_ca_cert_parameter_arn" {
  value       = null
  description = "Always null: the authority is the user's."
}

output "vpn_ca_key_parameter_arn" {
  value       = null
  description = "Always null: no key goes through Terraform."
}

output "ovpn_profile_parameter_arn" {
  value       = null
  description = "Always null: AWS gives the profile out."
}
