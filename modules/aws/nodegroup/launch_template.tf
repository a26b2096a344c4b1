# The provider's default tags do not reach what a launch template starts, so they are written into it.
data "aws_default_tags" "current" {}

locals {
  instance_tags = merge(data.aws_default_tags.current.tags, var.tags, { Name = local.name })

  # Bottlerocket keeps its system on a small first volume and everything that grows on a second one.
  volumes = local.bottlerocket ? { "/dev/xvda" = 4, "/dev/xvdb" = var.node_disk_size } : { "/dev/xvda" = var.node_disk_size }

  user_data = try(var.node_launch_template.user_data, null)
}

resource "aws_launch_template" "node" {
  name_prefix            = "${local.name}-"
  description            = "Nodes of ${local.name}"
  update_default_version = true

  # No document that EKS understands (MIME, TOML) can be mistaken for base64: each has characters outside its alphabet.
  user_data = local.user_data == null ? null : can(regex("^[A-Za-z0-9+/\\s]+=*\\s*$", local.user_data)) ? local.user_data : base64encode(local.user_data)

  dynamic "block_device_mappings" {
    for_each = local.volumes

    content {
      device_name = block_device_mappings.key

      ebs {
        volume_type           = "gp3"
        volume_size           = block_device_mappings.value
        encrypted             = true
        kms_key_id            = var.kms_account_key_arn
        delete_on_termination = true
      }
    }
  }

  # With one hop the answer to a metadata request does not reach a pod: pods cannot take on the node's role.
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
    instance_metadata_tags      = "disabled"
  }

  monitoring {
    enabled = var.enable_metrics
  }

  dynamic "tag_specifications" {
    for_each = ["instance", "network-interface", "volume"]

    content {
      resource_type = tag_specifications.value
      tags          = local.instance_tags
    }
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true
  }
}
