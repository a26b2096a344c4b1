locals {
  # The dns module points to one module, by type or by name.
  owns_domain = var.dns_linked_module == null ? false : contains(["global-accelerator", var.module_name], var.dns_linked_module)

  domain  = var.domain != "" ? var.domain : var.dns_domain
  zone_id = var.domain != "" ? var.zone_id : var.dns_zone_id
  names   = var.domain != "" || local.owns_domain ? [local.domain, "*.${local.domain}"] : []
}

# By position: the domain may be known only after the dns module's apply.
resource "aws_route53_record" "alias" {
  count = length(local.names)

  zone_id = local.zone_id
  name    = local.names[count.index]
  type    = "A"

  alias {
    name                   = aws_globalaccelerator_accelerator.this.dns_name
    zone_id                = aws_globalaccelerator_accelerator.this.hosted_zone_id
    evaluate_target_health = false
  }
}
