locals {
  name = "opta-${var.layer_name}-${var.module_name}"

  # Amazon Linux 2 has no images for the Kubernetes versions that EKS still takes; its names mean the successors.
  successors = {
    AL2_x86_64     = "AL2023_x86_64_STANDARD"
    AL2_x86_64_GPU = "AL2023_x86_64_NVIDIA"
    AL2_ARM_64     = "AL2023_ARM_64_STANDARD"
  }
  ami_type = var.use_gpu ? "AL2023_x86_64_NVIDIA" : lookup(local.successors, var.ami_type, var.ami_type)

  bottlerocket = startswith(local.ami_type, "BOTTLEROCKET_")
  gpu          = endswith(local.ami_type, "_NVIDIA")

  instance_types = var.node_instance_types == null ? [var.node_instance_type] : var.node_instance_types

  # Families with a Graviton processor: a "g" behind the generation's digit (m7g, c6gn, im4gn), and the first one, a1.
  arm_types = [for type in local.instance_types : type if can(regex("^(a1|[a-z]+[0-9]+g[a-z]*)\\.", type))]
}

resource "aws_eks_node_group" "this" {
  # A change that needs a new group makes it before the old one goes, so the name cannot be fixed. EKS allows 63
  # characters, of which the unique ending takes 26.
  node_group_name_prefix = "${trimsuffix(substr(local.name, 0, 36), "-")}-"

  cluster_name   = var.k8s_cluster_name
  version        = var.k8s_version
  node_role_arn  = aws_iam_role.node.arn
  subnet_ids     = var.private_subnet_ids
  ami_type       = local.ami_type
  instance_types = local.instance_types
  capacity_type  = var.spot_instances ? "SPOT" : "ON_DEMAND"

  launch_template {
    id      = aws_launch_template.node.id
    version = aws_launch_template.node.latest_version
  }

  scaling_config {
    min_size     = var.min_nodes
    max_size     = var.max_nodes
    desired_size = max(var.min_nodes, 1)
  }

  update_config {
    max_unavailable_percentage = 33
  }

  # Nodes that fail their health checks are replaced.
  node_repair_config {
    enabled = true
  }

  labels = merge(
    {
      node_group_name = local.name
      ami_type        = local.ami_type
    },
    local.gpu ? { gpu = "true" } : {},
    var.labels,
  )

  dynamic "taint" {
    for_each = var.taints

    content {
      key    = taint.value.key
      value  = taint.value.value
      effect = taint.value.effect
    }
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [scaling_config[0].desired_size] # the autoscaler's business

    precondition {
      condition     = length(local.arm_types) == (strcontains(local.ami_type, "_ARM_64") ? length(local.instance_types) : 0)
      error_message = "Image ${local.ami_type} does not fit the processor of ${join(", ", local.instance_types)}: Graviton types need an ARM_64 image, all others an x86_64 one."
    }
  }

  # A node can join only with its rights, and needs them until it is drained.
  depends_on = [aws_iam_role_policy_attachment.node]
}
