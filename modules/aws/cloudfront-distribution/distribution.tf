locals {
  path = "${var.env_name}/${var.layer_name}/${var.module_name}"

  # Names of CloudFront are global in an account.
  suffix = substr(md5("${var.account_id}/${var.region}/${local.path}"), 0, 8)
  name   = "${replace(local.path, "/", "-")}-${local.suffix}"

  bucket    = var.linked_bucket != null ? var.linked_bucket : var.bucket_name
  read_path = var.linked_bucket != null ? var.linked_read_path : var.origin_access_identity_path
  is_bucket = local.bucket != ""

  # The dns module points to one module, by type or by name.
  owns_domain = var.dns_linked_module == null ? false : contains(["cloudfront-distribution", var.module_name], var.dns_linked_module)
  aliases     = local.owns_domain ? [var.dns_domain, "*.${var.dns_domain}"] : var.domains
  certificate = local.owns_domain ? var.dns_cert_arn : (var.acm_cert_arn == "" ? null : var.acm_cert_arn)

  # The ingress shows the environment's certificate, which fits the host that visitors ask for, and only that.
  speaks_tls = (var.dns_cert_arn != null || local.meets_own_certificate) && length(local.aliases) > 0

  # Then the ingress sends every plain request to HTTPS, also one of CloudFront's.
  meets_own_certificate = !local.is_bucket && var.own_certificate_domain != null

  own_domain = trimprefix(coalesce(var.own_certificate_domain, "none"), "*.")

  error_pages = merge(
    # Nobody may list the bucket, so S3 answers 403 for what is not there.
    var.status_404_page_file == null ? {} : local.is_bucket ? {
      403 = { code = 404, page = var.status_404_page_file }
      404 = { code = 404, page = var.status_404_page_file }
    } : { 404 = { code = 404, page = var.status_404_page_file } },
    var.status_500_page_file == null ? {} : {
      for code in [500, 502, 503, 504] : code => { code = code, page = var.status_500_page_file }
    },
  )
}

resource "aws_cloudfront_distribution" "this" {
  enabled         = true
  comment         = "${var.module_name} of ${var.layer_name}"
  is_ipv6_enabled = true
  http_version    = "http2and3"
  price_class     = var.price_class
  web_acl_id      = var.web_acl_id
  aliases         = local.aliases

  default_root_object = local.is_bucket ? var.default_page_file : null

  dynamic "origin" {
    for_each = local.is_bucket ? [local.bucket] : []

    content {
      origin_id   = "origin"
      domain_name = "${origin.value}.s3.${var.region}.amazonaws.com"

      s3_origin_config {
        origin_access_identity = local.read_path
      }
    }
  }

  dynamic "origin" {
    for_each = local.is_bucket ? [] : [var.linked_load_balancer]

    content {
      origin_id   = "origin"
      domain_name = origin.value

      custom_origin_config {
        http_port              = 80
        https_port             = 443
        origin_protocol_policy = local.speaks_tls ? "https-only" : "http-only"
        origin_ssl_protocols   = ["TLSv1.2"]
      }
    }
  }

  default_cache_behavior {
    target_origin_id       = "origin"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = var.allowed_methods
    cached_methods         = var.cached_methods
    cache_policy_id        = aws_cloudfront_cache_policy.this.id
    compress               = true
  }

  dynamic "custom_error_response" {
    for_each = local.error_pages

    content {
      error_code         = custom_error_response.key
      response_code      = custom_error_response.value.code
      response_page_path = "/${trimprefix(custom_error_response.value.page, "/")}"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = local.certificate == null
    acm_certificate_arn            = local.certificate
    ssl_support_method             = local.certificate == null ? null : "sni-only"
    minimum_protocol_version       = local.certificate == null ? "TLSv1" : "TLSv1.2_2021" # for its own name CloudFront decides
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  tags = var.tags

  lifecycle {
    precondition {
      condition     = var.linked_bucket != null || var.linked_load_balancer != null || var.bucket_name != ""
      error_message = "${var.module_name} has nothing to serve: link it to an aws-s3 or the k8s-base, or give `bucket_name` and `origin_access_identity_path`."
    }

    precondition {
      condition     = var.linked_bucket == null && var.linked_load_balancer == null || var.bucket_name == ""
      error_message = "${var.module_name} serves one thing: take out its link or `bucket_name`."
    }

    precondition {
      condition = !local.meets_own_certificate || (length(local.aliases) > 0 && alltrue([
        for alias in local.aliases : alias == local.own_domain || endswith(alias, ".${local.own_domain}")
      ]))
      error_message = "${var.module_name} stands before an ingress whose certificate is for ${local.own_domain}: give `domains` at or below it, and `acm_cert_arn`."
    }

    precondition {
      condition     = length(local.aliases) == 0 || local.certificate != null
      error_message = "The domains of ${var.module_name} need a certificate: give `acm_cert_arn`, or write `delegated: true` in the dns module."
    }

    precondition {
      condition     = local.certificate == null ? true : strcontains(local.certificate, ":us-east-1:")
      error_message = "CloudFront takes certificates of us-east-1 only: give the ARN of one as `acm_cert_arn`, with `domains` and `zone_id`."
    }
  }
}

# What tells cached answers apart is also what the origin gets to see.
resource "aws_cloudfront_cache_policy" "this" {
  name    = local.name
  comment = "${var.module_name} of ${var.layer_name}"

  min_ttl     = 0
  default_ttl = local.is_bucket ? 86400 : 0 # a service has to say that its answers may be kept
  max_ttl     = 31536000

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = true
    enable_accept_encoding_gzip   = true

    headers_config {
      header_behavior = "whitelist"

      headers {
        items = distinct(concat(
          ["Access-Control-Request-Headers", "Access-Control-Request-Method", "Origin"],
          local.is_bucket ? [] : ["Authorization", "Host"], # S3 knows the bucket by its own host name
          var.extra_headers,
        ))
      }
    }

    cookies_config {
      cookie_behavior = local.is_bucket ? "none" : "all"
    }

    query_strings_config {
      query_string_behavior = local.is_bucket ? "none" : "all"
    }
  }
}
