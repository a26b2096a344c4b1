locals {
  path = "${var.env_name}/${var.layer_name}/${var.module_name}"
  name = "${replace(local.path, "/", "-")}-${substr(md5("${var.account_id}/${var.region}/${local.path}"), 0, 8)}"

  vpc_id      = var.vpc_id != "" ? var.vpc_id : var.base_vpc_id
  subnet_ids  = length(var.public_subnets_ids) > 0 ? var.public_subnets_ids : coalesce(var.base_private_subnet_ids, [])
  key_arn     = var.kms_account_key_arn != "" ? var.kms_account_key_arn : var.base_kms_account_key_arn
  certificate = var.server_certificate_arn != null ? var.server_certificate_arn : var.dns_cert_arn

  has_network = (var.vpc_id != "") == (length(var.public_subnets_ids) > 0) && length(local.subnet_ids) > 0
}

data "aws_vpc" "this" {
  id = local.vpc_id

  lifecycle {
    precondition {
      condition     = local.has_network
      error_message = "${var.module_name} needs a network: give `vpc_id` and `public_subnets_ids` together, or add a base module."
    }
  }
}

resource "aws_ec2_client_vpn_endpoint" "this" {
  description            = local.name
  client_cidr_block      = var.client_cidr_block
  server_certificate_arn = local.certificate
  vpc_id                 = local.vpc_id
  security_group_ids     = [aws_security_group.this.id]
  split_tunnel           = true
  transport_protocol     = "udp"

  # A working day. Then people log in again, and who may no longer connect is out.
  session_timeout_hours = 8

  dynamic "authentication_options" {
    for_each = var.client_ca_arn == null ? [] : [var.client_ca_arn]

    content {
      type                       = "certificate-authentication"
      root_certificate_chain_arn = authentication_options.value
    }
  }

  dynamic "authentication_options" {
    for_each = var.saml_provider_arn == null ? [] : [var.saml_provider_arn]

    content {
      type              = "federated-authentication"
      saml_provider_arn = authentication_options.value
    }
  }

  connection_log_options {
    enabled               = true
    cloudwatch_log_group  = aws_cloudwatch_log_group.connections.name
    cloudwatch_log_stream = aws_cloudwatch_log_stream.connections.name
  }

  tags = merge(var.tags, { Name = local.name })

  lifecycle {
    precondition {
      condition     = var.client_ca_arn != null || var.saml_provider_arn != null
      error_message = "Nobody could connect to ${var.module_name}: give `saml_provider_arn`, or `client_ca_arn` for clients with certificates. `opta help aws-vpn` says how."
    }

    precondition {
      condition     = local.certificate != null
      error_message = "${var.module_name} needs a certificate to show: give `server_certificate_arn`, or a dns module with `delegated: true`."
    }
  }
}

resource "aws_ec2_client_vpn_network_association" "this" {
  client_vpn_endpoint_id = aws_ec2_client_vpn_endpoint.this.id
  subnet_id              = local.subnet_ids[0]
}

resource "aws_ec2_client_vpn_authorization_rule" "vpc" {
  client_vpn_endpoint_id = aws_ec2_client_vpn_endpoint.this.id
  description            = "All of the VPC"
  target_network_cidr    = data.aws_vpc.this.cidr_block
  authorize_all_groups   = true
}

# On clients' way into the VPC, and nowhere else. Nothing opens connections to clients.
resource "aws_security_group" "this" {
  name        = local.name
  description = "From clients of the VPN to the VPC"
  vpc_id      = local.vpc_id

  tags = merge(var.tags, { Name = local.name })
}

resource "aws_vpc_security_group_egress_rule" "vpc" {
  security_group_id = aws_security_group.this.id
  description       = "All of the VPC"
  cidr_ipv4         = data.aws_vpc.this.cidr_block
  ip_protocol       = "-1"

  tags = merge(var.tags, { Name = "all of the VPC" })
}
