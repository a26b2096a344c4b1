locals {
  name = "opta-${var.layer_name}"

  # Role and load balancer names are shared with other environments of the account or region.
  suffix = substr(md5("${var.account_id}/${var.region}/${var.layer_name}"), 0, 8)

  public = var.nginx_enabled && var.ingress != "none"

  domain = var.domain != "" ? var.domain : var.dns_domain

  certificate = var.cert_arn != "" ? var.cert_arn : var.dns_cert_arn

  # With a certificate that the user brings, TLS ends at the ingress.
  ends_at_ingress = var.own_certificate_domain != null

  front_certificate = local.ends_at_ingress ? null : local.certificate

  # Whether port 443 is open has to be known before a certificate is. Until there is one, the ingress answers there with
  # its own.
  https = local.public && (var.cert_arn != "" || var.dns_domain != null || var.expose_self_signed_ssl || local.ends_at_ingress)

  https_is_trusted = local.https && (local.front_certificate != null || local.ends_at_ingress)

  # Plain HTTP's is known before there is a certificate.
  front_protocol = { http = "TCP", https = local.front_certificate != null ? "TLS" : "TCP" }

  front = local.public ? merge({ http = 80 }, local.https ? { https = 443 } : {}) : {}

  # Where the pods of ingress-nginx and of Traefik listen. Nothing here asks which of them it is: one can replace the
  # other while the load balancer stays as it is.
  listens = [80, 443, 8000, 8443]

  # 32 characters: a long environment name is cut, and the suffix is made of all of it.
  load_balancer = "${trimsuffix(substr(local.name, 0, 23), "-")}-${local.suffix}"
}

resource "aws_lb" "ingress" {
  count = local.public ? 1 : 0

  name               = local.load_balancer
  load_balancer_type = "network"
  internal           = false
  subnets            = var.public_subnets_ids
  security_groups    = [aws_security_group.load_balancer[0].id]

  # Otherwise an address leads only to pods of its own zone, of which there may be none.
  enable_cross_zone_load_balancing = true

  # A network load balancer logs what its TLS listeners handle.
  access_logs {
    bucket  = var.s3_log_bucket_name
    prefix  = "opta-k8s-cluster"
    enabled = true
  }

  tags = merge(var.tags, { Name = local.load_balancer })
}

# Targets are pods, each with a port of its own. The load balancer controller adds and removes them (release
# base-ingress). With protocol TLS, traffic is encrypted again on its way to them.
resource "aws_lb_target_group" "ingress" {
  for_each = local.front

  name_prefix          = "opta-"
  vpc_id               = var.vpc_id
  target_type          = "ip"
  port                 = each.value
  protocol             = local.front_protocol[each.key]
  preserve_client_ip   = true
  deregistration_delay = 90

  # A client that still speaks to a pod that is gone shall learn of it, and connect to another.
  connection_termination = true

  # Only pods that Kubernetes calls ready are targets: it is enough that they can be reached.
  health_check {
    protocol            = "TCP"
    interval            = 10
    healthy_threshold   = 2
    unhealthy_threshold = 2
  }

  tags = merge(var.tags, { Name = "${local.name}-${each.key}" })

  lifecycle {
    create_before_destroy = true # one that a listener uses cannot be deleted
  }
}

resource "aws_lb_listener" "ingress" {
  for_each = local.front

  load_balancer_arn = aws_lb.ingress[0].arn
  port              = each.value
  protocol          = local.front_protocol[each.key]
  certificate_arn   = each.key == "https" ? local.front_certificate : null
  ssl_policy        = each.key == "https" && local.front_certificate != null ? local.ssl_policy : null
  alpn_policy       = each.key == "https" && local.front_certificate != null ? "HTTP2Preferred" : null # gRPC asks for HTTP/2

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.ingress[each.key].arn
  }

  tags = merge(var.tags, { Name = "${local.name}-${each.key}" })
}

locals {
  # TLS 1.3 and 1.2 with forward secrecy and authenticated encryption, nothing else.
  ssl_policy = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"

  extra_ports = local.public ? { for port in var.nginx_extra_tcp_ports : tostring(port) => port } : {}
}

# Extra ports lead to the service that claims them, past the ingress: its release binds the target group to its pods.
resource "aws_lb_target_group" "extra" {
  for_each = local.extra_ports

  name_prefix            = "opta-"
  vpc_id                 = var.vpc_id
  target_type            = "ip"
  port                   = each.value
  protocol               = "TCP"
  preserve_client_ip     = true
  deregistration_delay   = 90
  connection_termination = true

  health_check {
    protocol = "TCP"
  }

  tags = merge(var.tags, { Name = "${local.name}-tcp-${each.key}" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb_listener" "extra" {
  for_each = local.extra_ports

  load_balancer_arn = aws_lb.ingress[0].arn
  port              = each.value
  protocol          = contains(var.nginx_extra_tcp_ports_tls, each.value) ? "TLS" : "TCP"
  certificate_arn   = contains(var.nginx_extra_tcp_ports_tls, each.value) ? local.certificate : null
  ssl_policy        = contains(var.nginx_extra_tcp_ports_tls, each.value) ? local.ssl_policy : null

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.extra[each.key].arn
  }

  tags = merge(var.tags, { Name = "${local.name}-tcp-${each.key}" })

  lifecycle {
    precondition {
      condition     = !contains([80, 443], each.value)
      error_message = "Port ${each.key} is the ingress's own and cannot be one of nginx_extra_tcp_ports."
    }

    precondition {
      condition     = alltrue([for port in var.nginx_extra_tcp_ports_tls : contains(var.nginx_extra_tcp_ports, port)])
      error_message = "Each port of nginx_extra_tcp_ports_tls must also be in nginx_extra_tcp_ports."
    }

    precondition {
      condition     = !contains(var.nginx_extra_tcp_ports_tls, each.value) || local.certificate != null
      error_message = "Port ${each.key} cannot have TLS without a certificate of ACM's: give cert_arn, or delegate the domain of the DNS module."
    }
  }
}
