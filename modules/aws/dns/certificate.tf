resource "aws_acm_certificate" "this" {
  count = var.delegated ? 1 : 0

  domain_name               = var.domain
  subject_alternative_names = ["*.${var.domain}"]
  validation_method         = "DNS"

  tags = var.tags

  lifecycle {
    create_before_destroy = true # a certificate in use cannot be deleted
  }
}

locals {
  # ACM asks for the same record for a domain and for its wildcard, so one answers both.
  validation = one([
    for option in flatten(aws_acm_certificate.this[*].domain_validation_options) : option if option.domain_name == var.domain
  ])
}

resource "aws_route53_record" "validation" {
  count = var.delegated ? 1 : 0

  zone_id = aws_route53_zone.public.zone_id
  name    = local.validation.resource_record_name
  type    = local.validation.resource_record_type
  ttl     = 60
  records = [local.validation.resource_record_value]

  # ACM derives the record from account and domain: a replacing certificate asks for the one that is already there.
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "this" {
  count = var.delegated ? 1 : 0

  certificate_arn         = aws_acm_certificate.this[0].arn
  validation_record_fqdns = [aws_route53_record.validation[0].fqdn]

  timeouts {
    create = "30m"
  }

  depends_on = [aws_route53_record.delegation]
}
