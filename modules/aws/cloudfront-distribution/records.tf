locals {
  zone_id      = var.zone_id != "" ? var.zone_id : var.dns_zone_id
  has_zone     = var.zone_id != "" || local.owns_domain
  record_types = ["A", "AAAA"]
}

# By position: the domain may be known only after the dns module's apply.
resource "aws_route53_record" "alias" {
  count = local.has_zone ? length(local.aliases) * length(local.record_types) : 0

  zone_id = local.zone_id
  name    = local.aliases[floor(count.index / length(local.record_types))]
  type    = local.record_types[count.index % length(local.record_types)]

  alias {
    name                   = aws_cloudfront_distribution.this.domain_name
    zone_id                = aws_cloudfront_distribution.this.hosted_zone_id
    evaluate_target_health = false
  }
}
