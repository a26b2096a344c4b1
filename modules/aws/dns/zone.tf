resource "aws_route53_zone" "public" {
  name          = var.domain
  comment       = var.comment
  force_destroy = var.force_destroy

  tags = var.tags
}

# Delegation from above, where the parent zone is ours too.
resource "aws_route53_record" "delegation" {
  count = var.parent_zone_id == null ? 0 : 1

  zone_id = var.parent_zone_id
  name    = var.domain
  type    = "NS"
  ttl     = 300
  records = aws_route53_zone.public.name_servers
}

# Delegation to zones below.
resource "aws_route53_record" "linked_zone" {
  for_each = var.linked_zones

  zone_id = aws_route53_zone.public.zone_id
  name    = each.key
  type    = "NS"
  ttl     = 300
  records = each.value

  lifecycle {
    precondition {
      condition     = endswith(each.key, ".${var.domain}")
      error_message = "Linked zone ${each.key} does not lie below ${var.domain}."
    }
  }
}
