output "load_balancer_raw_dns" {
  value       = one(aws_lb.ingress[*].dns_name)
  description = "Host name that AWS gave to the load balancer; null without an ingress."
}

output "load_balancer_arn" {
  value       = one(aws_lb.ingress[*].arn)
  description = "ARN of the load balancer; null without an ingress."
}

output "load_balancer_zone_id" {
  value       = one(aws_lb.ingress[*].zone_id)
  description = "Hosted zone of the load balancer's host name, for alias records."
}

output "load_balancer_security_group_id" {
  value       = one(aws_security_group.load_balancer[*].id)
  description = "Security group of the load balancer."
}

output "extra_tcp_target_groups" {
  value       = { for port, group in aws_lb_target_group.extra : port => group.arn }
  description = "Target groups of the extra TCP ports: port to ARN."

  # The controller refuses a target group that no listener leads to.
  depends_on = [aws_lb_listener.extra]
}

output "http_target_group_arn" {
  value       = try(aws_lb_target_group.ingress["http"].arn, null)
  description = "Target group of port 80."

  depends_on = [aws_lb_listener.ingress]
}

output "https_target_group_arn" {
  value       = try(aws_lb_target_group.ingress["https"].arn, null)
  description = "Target group of port 443; null when it is closed."

  depends_on = [aws_lb_listener.ingress]
}

output "https_redirect" {
  value       = local.https_is_trusted
  description = "Whether HTTP is answered with a redirect to HTTPS."
}

output "traefik_redirections" {
  value       = local.https_is_trusted ? { entryPoint = { to = "websecure", scheme = "https", permanent = true } } : null
  description = "The same as a setting of Traefik; null without a redirect."
}

output "domain" {
  value       = local.domain
  description = "Domain of the ingress."
}

output "zone_id" {
  value       = var.zone_id != "" ? var.zone_id : var.dns_zone_id
  description = "Hosted zone that gets the records."
}

output "autoscaler_image_tag" {
  value       = local.autoscaler_images[var.k8s_version]
  description = "Image of the cluster autoscaler that fits the cluster's version."
}

output "autoscaler_role" {
  value       = local.irsa ? try(aws_iam_role.pod["cluster-autoscaler"].arn, null) : null
  description = "Role for the autoscaler's service account; null with pod identity."
}

output "external_dns_role" {
  value       = local.irsa ? try(aws_iam_role.pod["external-dns"].arn, null) : null
  description = "Role for external-dns's service account; null with pod identity."
}

output "load_balancer_controller_role" {
  value       = local.irsa ? try(aws_iam_role.pod["aws-load-balancer-controller"].arn, null) : null
  description = "Role for the controller's service account; null with pod identity."
}
