locals {
  endpoint_id = var.endpoint_id != null ? var.endpoint_id : var.load_balancer_arn
  log_bucket  = var.flow_logs_bucket != "" ? var.flow_logs_bucket : var.s3_log_bucket_name
}

resource "aws_globalaccelerator_accelerator" "this" {
  name            = "opta-${var.layer_name}"
  ip_address_type = "IPV4"
  enabled         = true

  dynamic "attributes" {
    for_each = var.flow_logs_enabled ? [local.log_bucket] : []

    content {
      flow_logs_enabled   = true
      flow_logs_s3_bucket = attributes.value
      flow_logs_s3_prefix = var.flow_logs_prefix
    }
  }

  tags = var.tags

  lifecycle {
    precondition {
      condition     = !var.flow_logs_enabled || local.log_bucket != null
      error_message = "The flow logs need a bucket: give `flow_logs_bucket`, or add a base module."
    }
  }
}

resource "aws_globalaccelerator_listener" "web" {
  accelerator_arn = aws_globalaccelerator_accelerator.this.arn
  protocol        = "TCP"

  dynamic "port_range" {
    for_each = [80, 443]

    content {
      from_port = port_range.value
      to_port   = port_range.value
    }
  }
}

resource "aws_globalaccelerator_endpoint_group" "this" {
  listener_arn          = aws_globalaccelerator_listener.web.arn
  endpoint_group_region = var.region

  endpoint_configuration {
    endpoint_id = local.endpoint_id
    weight      = 128
  }

  lifecycle {
    precondition {
      condition     = local.endpoint_id != null
      error_message = "The accelerator leads nowhere: give `endpoint_id`, or add a k8s-base with an ingress."
    }
  }
}
